package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.spi.TraceLog.Run;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits in connections: stopped processors, processors that look at their queue, restarts. */
class WaitingIT {
  private static final List<String> SUCCESS = List.of("success");

  @TempDir static Path data;
  private static EmbeddedKafka kafka;

  private final Surroundings mesh = new Surroundings(kafka.access());

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void whatComesToAStoppedProcessorWaitsWhileTheRestRuns() throws Exception {
    var kept = mesh.port("hold.kept");
    var rest = mesh.port("hold.rest");
    try (var runner = mesh.runner(copying())) {
      runner.start(twoWays("hold", 30, 10), Map.of(), Set.of("middle"));
      Surroundings.await("the rest is out", () -> out(runner, "rest") == 30);

      assertThat(runner.queue("hold", "read.success -> middle").orElseThrow())
          .hasSize(3)
          .allSatisfy(one -> assertThat(one.records()).isEqualTo(10));
      assertThat(mesh.read(kept.topic())).isEmpty();
      assertThat(runner.status().get(0).message()).contains("middle");

      runner.hold("hold", Set.of());
      Surroundings.await("all is out", () -> out(runner, "kept") == 30);
    }
    assertThat(ids(kept.topic())).containsExactlyElementsOf(numbers(30));
    assertThat(ids(rest.topic())).containsExactlyElementsOf(numbers(30));
  }

  @Test
  void whatWaitsSurvivesARunnerThatIsGoneWithoutAWord() throws Exception {
    var port = mesh.port("lost.kept");
    mesh.port("lost.rest");
    var gone = mesh.runner(copying());
    gone.start(twoWays("lost", 30, 10), Map.of(), Set.of("middle"));
    Surroundings.await("the rest is out", () -> out(gone, "rest") == 30);

    // The other does not know of its end: it is fenced out, as after kill -9 of its machine.
    try (var runner = mesh.runner(copying())) {
      runner.start(twoWays("lost", 30, 10), Map.of());
      Surroundings.await("all is out", () -> out(runner, "kept") == 30);
    } finally {
      gone.close();
    }

    assertThat(ids(port.topic())).containsExactlyElementsOf(numbers(30));
    assertThat(mesh.hops(port.topic()))
        .allSatisfy(hop -> assertThat(hop.processors()).containsExactly("read", "middle", "kept"));
  }

  @Test
  void aFullConnectionStopsTheSourceThatLeadsToIt() throws Exception {
    mesh.port("full.kept");
    var rest = mesh.port("full.rest");
    var flow = twoWays("full", 1_000, 10);
    var queue = new FlowSpec.Queue("read.success -> middle", 40, null, null, null);
    var bounded =
        new FlowSpec(
            flow.name(),
            flow.product(),
            "",
            "",
            Map.of(),
            flow.processors(),
            flow.connections(),
            List.of(queue),
            List.of(),
            List.of());
    try (var runner = mesh.runner(copying())) {
      runner.start(bounded, Map.of(), Set.of("middle"));
      Surroundings.await("it is full", () -> queued(runner, "middle") >= 40);
      Surroundings.await("what has come is out", () -> out(runner, "rest") == 40);
      assertThat(ids(rest.topic())).hasSize(40);

      runner.hold("full", Set.of());
      Surroundings.await("all is out", () -> out(runner, "rest") == 1_000);
    }
    assertThat(ids(rest.topic())).containsExactlyElementsOf(numbers(1_000));
  }

  @Test
  void whatWaitsCanBeDropped() throws Exception {
    var port = mesh.port("drop.kept");
    mesh.port("drop.rest");
    try (var runner = mesh.runner(copying())) {
      runner.start(twoWays("drop", 30, 10), Map.of(), Set.of("middle"));
      Surroundings.await("it waits", () -> queued(runner, "middle") == 30);

      assertThat(runner.drop("drop", "read.success -> middle").get(30, TimeUnit.SECONDS))
          .isEqualTo(30);
      assertThat(runner.queue("drop", "read.success -> middle").orElseThrow()).isEmpty();
      runner.hold("drop", Set.of());
    }
    try (var runner = mesh.runner(copying())) {
      runner.start(twoWays("drop", 31, 10), Map.of());
      Surroundings.await("the next is out", () -> out(runner, "kept") == 1);
    }
    assertThat(ids(port.topic())).containsExactly(30L);
  }

  @Test
  void aRecordGoesThroughAgainFromTheProcessorThatIsNamed() throws Exception {
    var port = mesh.port("again.kept");
    mesh.port("again.rest");
    try (var runner = mesh.runner(copying())) {
      runner.start(twoWays("again", 3, 10), Map.of());
      Surroundings.await("all is out", () -> out(runner, "kept") == 3);

      var record = "{\"id\": 77, \"name\": \"mended\"}".getBytes(StandardCharsets.UTF_8);
      var origin = new Content.Origin("numbers", "number", 1);
      var content =
          new Content.Bytes(() -> new ByteArrayInputStream(record), record.length, origin);
      var replayed = runner.replay("again", "middle", List.of(new Replayed(content)));

      assertThat(replayed.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
    assertThat(ids(port.topic())).containsExactly(0L, 1L, 2L, 77L);
    assertThat(ids("again.rest")).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aProcessorThatLooksAtItsQueueTakesWhatItWantsAcrossUnitsAndRestarts() throws Exception {
    var port = mesh.port("merge.kept");
    try (var runner = mesh.runner(merging(25))) {
      runner.start(merged(20), Map.of());
      Surroundings.await("it waits", () -> queued(runner, "merge") == 20);
    }
    try (var runner = mesh.runner(merging(25))) {
      runner.start(merged(55), Map.of());
      Surroundings.await("two bins are out", () -> out(runner, "kept") == 50);
      Surroundings.await("the rest waits", () -> queued(runner, "merge") == 5);
    }
    assertThat(ids(port.topic())).containsExactlyElementsOf(numbers(50));
  }

  @Test
  void whatAProcessorRemembersIsCommittedWithItsOutputOrNotAtAll() throws Exception {
    var port = mesh.port("count.kept");
    var failures = new AtomicInteger();
    try (var runner = mesh.runner(counting(failures))) {
      runner.start(through("count", "Counting", 30), Map.of());
      Surroundings.await("all is out", () -> out(runner, "kept") == 30);
    }
    try (var runner = mesh.runner(counting(failures))) {
      runner.start(through("count", "Counting", 60), Map.of());
      Surroundings.await("the rest is out", () -> out(runner, "kept") == 30);
    }

    assertThat(failures).hasPositiveValue();
    assertThat(mesh.read(port.topic()).stream().map(one -> Json.parse(one.value())))
        .extracting(record -> record.get("name").asText())
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, 60).mapToObj(each -> "seen " + each).toList());
  }

  /** Every third unit of work is given up on the way, and begins again. */
  @Test
  void whatIsMadeOfManyLeadsToEachOfThem() throws Exception {
    var port = mesh.port("sum.kept");
    var failures = new AtomicInteger();
    try (var runner = mesh.runner(summing(40), counting(failures))) {
      runner.start(summed(), Map.of());
      Surroundings.await("both sums are out", () -> out(runner, "kept") == 2);
    }

    var numbers =
        mesh.hops(port.topic()).stream()
            .flatMap(hop -> hop.runs().stream())
            .peek(run -> assertThat(run.key()).isEqualTo(Content.Origin.GATHERED))
            .peek(run -> assertThat(run.source()).isEqualTo("sum#sum"))
            .map(Run::position)
            .toList();
    var parts = new TreeMap<Long, List<Long>>();
    for (var hop : mesh.hops("sum#sum")) {
      for (var run : hop.runs()) {
        LongStream.range(0, run.count())
            .map(i -> run.position() + i * run.stride())
            .forEach(i -> parts.computeIfAbsent(run.offset(), made -> new ArrayList<>()).add(i));
      }
    }
    assertThat(parts.keySet()).containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(parts.values()).extracting(List::size).containsOnly(40);
    assertThat(parts.values().stream().flatMap(List::stream).toList())
        .containsExactlyInAnyOrderElementsOf(numbers(80));
    assertThat(failures.get()).isGreaterThan(3);
  }

  /** One record of so many, over several units of work. */
  private static ProcessorType<?> summing(int size) {
    return Lambdas.queue("Summing", context -> (waiting, out) -> sum(context, size, waiting, out));
  }

  private static Optional<Duration> sum(
      ProcessorContext context, int size, QueueProcessor.Waiting waiting, Output out) {
    for (var one : waiting.all()) {
      waiting.take(one);
      for (var item : ((Content.Records) one.flowFile().content()).items()) {
        var state = context.state();
        var made =
            state
                .get("made")
                .map(text -> new Content.Origin("sum#sum", "gathered", Long.parseLong(text)))
                .orElseGet(context.gathering()::begin);
        context.gathering().add(made, item.origin());
        var count = state.get("count").map(Integer::parseInt).orElse(0) + 1;
        state.put("made", Long.toString(made.position()));
        state.put("count", Integer.toString(count));
        if (count == size) {
          out.emit(
              "success",
              new FlowFile(
                  Map.of(), new Content.Records(List.of(new Traced(item.record(), made)))));
          state.remove("made");
          state.remove("count");
        }
      }
    }
    return Optional.empty();
  }

  private static FlowSpec summed() {
    return Surroundings.flow(
        """
        {'name': 'sum', 'product': 'sum', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': 80, 'batch': 5}},
          {'name': 'count', 'type': 'Counting'},
          {'name': 'sum', 'type': 'Summing'},
          {'name': 'kept', 'type': 'PublishPort', 'settings': {'port': 'sum.kept'}}],
         'connections': ['read.success -> count', 'count.success -> sum', 'sum.success -> kept']}
        """);
  }

  @Test
  void aChangedProcessorIsExchangedWhileTheRestIsNotTouched() throws Exception {
    mesh.port("change.kept");
    var sources = new AtomicInteger();
    var closed = new AtomicBoolean();
    var types =
        new ProcessorType<?>[] {
          Lambdas.source(
              "Patient",
              context -> {
                sources.incrementAndGet();
                return position -> dev.weft.spi.flow.SourceProcessor.Batch.EMPTY;
              }),
          Lambdas.processor("One", SUCCESS, closing(closed)),
          Lambdas.processor("Other", SUCCESS, (in, out) -> out.emit("success", in))
        };
    try (var runner = mesh.runner(types)) {
      runner.start(middle("One"), Map.of());
      Surroundings.await("it runs", () -> sources.get() == 1);

      runner.start(middle("Other"), Map.of());

      Surroundings.await(
          "the other is there",
          () -> runner.status().get(0).processors().get(1).type().equals("Other"));
      Surroundings.await("the one is closed", closed::get);
    }
    assertThat(sources).hasValue(1);
  }

  @Test
  void whatWaitsStaysWhileTheProcessorBehindItIsExchanged() throws Exception {
    var kept = mesh.port("swap.kept");
    mesh.port("swap.rest");
    var flow = twoWays("swap", 30, 10);
    var changed =
        Json.read(
            Json.parse(Json.text(Json.tree(flow)).replace("Copying", "Renaming")), FlowSpec.class);
    try (var runner = mesh.runner(copying(), renaming())) {
      runner.start(flow, Map.of(), Set.of("middle"));
      Surroundings.await("the rest is out", () -> out(runner, "rest") == 30);

      runner.start(changed, Map.of(), Set.of("middle"));
      Surroundings.await(
          "the other is there",
          () -> runner.status().get(0).processors().get(1).type().equals("Renaming"));

      assertThat(queued(runner, "middle")).isEqualTo(30);
      assertThat(out(runner, "rest")).as("it counts on").isEqualTo(30);
      runner.hold("swap", Set.of());
      Surroundings.await("all is out", () -> out(runner, "kept") == 30);
    }
    assertThat(ids(kept.topic())).containsExactlyElementsOf(numbers(30));
    assertThat(mesh.read(kept.topic()).stream().map(one -> Json.parse(one.value())))
        .allSatisfy(record -> assertThat(record.get("name").asText()).isEqualTo("renamed"));
  }

  private static ProcessorType<?> renaming() {
    return Lambdas.processor(
        "Renaming",
        SUCCESS,
        (in, out) -> {
          var items = ((Content.Records) in.content()).items();
          var renamed =
              items.stream().map(item -> item.with(item.record().with("name", "renamed"))).toList();
          out.emit("success", in.with(new Content.Records(renamed)));
        });
  }

  private static dev.weft.spi.flow.Processor closing(AtomicBoolean closed) {
    return new dev.weft.spi.flow.Processor() {
      @Override
      public void process(FlowFile in, Output out) {
        out.emit("success", in);
      }

      @Override
      public void close() {
        closed.set(true);
      }
    };
  }

  private static ProcessorType<?> copying() {
    return Lambdas.processor("Copying", SUCCESS, (in, out) -> out.emit("success", in));
  }

  /** Gives FlowFiles of exactly so many records. */
  private static ProcessorType<?> merging(int size) {
    return Lambdas.queue("Merging", context -> new Merging(size));
  }

  private record Merging(int size) implements QueueProcessor {
    @Override
    public Optional<Duration> process(Waiting waiting, Output out) {
      var bin = new ArrayList<Traced>();
      var its = new ArrayList<Queued>();
      for (var one : waiting.all()) {
        its.add(one);
        bin.addAll(((Content.Records) one.flowFile().content()).items());
        if (bin.size() >= size) {
          its.forEach(waiting::take);
          out.emit("success", new FlowFile(Map.of(), new Content.Records(bin)));
          its.clear();
          bin.clear();
        }
      }
      return Optional.empty();
    }
  }

  /** Renames each record by how many there were, and fails at every third unit of work. */
  private static ProcessorType<?> counting(AtomicInteger failures) {
    return new ProcessorType.OfProcessor<Lambdas.None>() {
      @Override
      public String name() {
        return "Counting";
      }

      @Override
      public String summary() {
        return "Counts.";
      }

      @Override
      public Class<Lambdas.None> settings() {
        return Lambdas.None.class;
      }

      @Override
      public dev.weft.spi.flow.Processor create(Lambdas.None settings, ProcessorContext context) {
        return new Counting(context, failures);
      }
    };
  }

  private record Counting(ProcessorContext context, AtomicInteger failures)
      implements dev.weft.spi.flow.Processor {
    @Override
    public void process(FlowFile in, Output out) {
      var items = new ArrayList<Traced>();
      for (var item : ((Content.Records) in.content()).items()) {
        var seen = context.state().get("seen").map(Integer::parseInt).orElse(0) + 1;
        context.state().put("seen", Integer.toString(seen));
        items.add(item.with(item.record().with("name", "seen " + seen)));
      }
      out.emit("success", in.with(new Content.Records(items)));
    }

    @Override
    public void flush() {
      if (failures.incrementAndGet() % 3 == 0) {
        throw new UnitAborted("not this time", null);
      }
    }
  }

  private static FlowSpec twoWays(String name, int count, int batch) {
    return Surroundings.flow(
        """
        {'name': '%1$s', 'product': '%1$s', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': %2$d, 'batch': %3$d}},
          {'name': 'middle', 'type': 'Copying'},
          {'name': 'kept', 'type': 'PublishPort', 'settings': {'port': '%1$s.kept'}},
          {'name': 'rest', 'type': 'PublishPort', 'settings': {'port': '%1$s.rest'}}],
         'connections': ['read.success -> middle', 'read.success -> rest',
                         'middle.success -> kept']}
        """
            .formatted(name, count, batch));
  }

  private static FlowSpec merged(int count) {
    return Surroundings.flow(
        """
        {'name': 'merge', 'product': 'merge', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': %d, 'batch': 5}},
          {'name': 'merge', 'type': 'Merging'},
          {'name': 'kept', 'type': 'PublishPort', 'settings': {'port': 'merge.kept'}}],
         'connections': ['read.success -> merge', 'merge.success -> kept']}
        """
            .formatted(count));
  }

  private static FlowSpec through(String name, String middle, int count) {
    return Surroundings.flow(
        """
        {'name': '%1$s', 'product': '%1$s', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': %3$d, 'batch': 5}},
          {'name': 'middle', 'type': '%2$s'},
          {'name': 'kept', 'type': 'PublishPort', 'settings': {'port': '%1$s.kept'}}],
         'connections': ['read.success -> middle', 'middle.success -> kept']}
        """
            .formatted(name, middle, count));
  }

  private static FlowSpec middle(String type) {
    return Surroundings.flow(
        """
        {'name': 'change', 'product': 'change', 'processors': [
          {'name': 'read', 'type': 'Patient'},
          {'name': 'middle', 'type': '%s'},
          {'name': 'kept', 'type': 'PublishPort', 'settings': {'port': 'change.kept'}}],
         'connections': ['read.success -> middle', 'middle.success -> kept']}
        """
            .formatted(type));
  }

  private List<Long> ids(String topic) {
    return mesh.read(topic).stream()
        .map(one -> Json.parse(one.value()))
        .map(record -> record.get("id"))
        .map(JsonNode::asLong)
        .sorted()
        .toList();
  }

  private static List<Long> numbers(long count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private static int queued(FlowRunner runner, String to) {
    return runner.status().get(0).connections().stream()
        .filter(each -> each.to().equals(to))
        .mapToInt(FlowStatus.ConnectionStatus::queued)
        .sum();
  }

  private static long out(FlowRunner runner, String processor) {
    return runner.status().get(0).processors().stream()
        .filter(each -> each.name().equals(processor))
        .findFirst()
        .orElseThrow()
        .out();
  }
}
