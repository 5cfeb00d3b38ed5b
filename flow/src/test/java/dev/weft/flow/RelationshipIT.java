package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trying again before a FlowFile goes on, yielding, ending on purpose, and concurrent tasks. */
class RelationshipIT {
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
  void oneThatFailsIsTriedAgainWhileOthersGoOnAndThenTakesItsRelationship() throws Exception {
    var port = mesh.port("again.kept");
    var tries = new CopyOnWriteArrayList<Long>();
    var flow =
        flow("again", "Refusing", "'penalty': '20ms', 'relationships': {'failure': {'retry': 3}}");
    try (var runner = mesh.runner(each(), refusing(3, 4, tries))) {
      runner.start(flow, Map.of());
      Surroundings.await("all others are out", () -> status(runner, "kept").out() == 9);
      Surroundings.await("it has failed", () -> status(runner, "middle").failed() == 1);

      assertThat(status(runner, "middle").counters()).containsEntry("retried", 3L);
      assertThat(tries).hasSize(4);
    }
    assertThat(ids(port.topic())).containsExactly(0L, 1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(ids(port.quarantineTopic())).containsExactly(3L);
  }

  @Test
  void whatWaitsToBeTriedAgainSurvivesARunnerWithItsCount() throws Exception {
    var port = mesh.port("penal.kept");
    var slow = "'penalty': '1h', 'relationships': {'failure': {'retry': 1}}";
    try (var runner = mesh.runner(each(), refusing(3, 2, new CopyOnWriteArrayList<>()))) {
      runner.start(flow("penal", "Refusing", slow), Map.of());
      Surroundings.await("all others are out", () -> status(runner, "kept").out() == 9);
      var waiting = runner.queue("penal", "read.success -> middle").orElseThrow();
      assertThat(waiting).hasSize(1);
      assertThat(waiting.get(0).tried()).isEqualTo(1);
      assertThat(waiting.get(0).notBefore()).isPresent();
    }
    try (var runner = mesh.runner(each(), refusing(3, 2, new CopyOnWriteArrayList<>()))) {
      runner.start(flow("penal", "Refusing", slow), Map.of());
      Surroundings.await(
          "it is known again",
          () ->
              runner.queue("penal", "read.success -> middle").orElse(List.of()).stream()
                  .anyMatch(one -> one.tried() == 1));
      runner.drop("penal", "read.success -> middle").get(30, TimeUnit.SECONDS);
    }
    assertThat(ids(port.topic())).hasSize(9);
    assertThat(ids(port.quarantineTopic())).isEmpty();
  }

  @Test
  void aProcessorThatYieldsKeepsTheOrderAndHoldsNobodyElseUp() throws Exception {
    mesh.port("yield.kept");
    var busy = new AtomicBoolean(true);
    var seen = new CopyOnWriteArrayList<Long>();
    var processor =
        Lambdas.processor(
            "Busy",
            List.of("success", "failure"),
            (in, out) -> {
              if (busy.get()) {
                throw new RetryableException("The other side is busy", null);
              }
              seen.add(id(in));
              out.emit("success", in);
            });
    var other = mesh.port("yield.other");
    var flow =
        Surroundings.flow(
            """
            {'name': 'yield', 'product': 'yield', 'processors': [
              {'name': 'read', 'type': 'Each'},
              {'name': 'middle', 'type': 'Busy', 'yield': '30ms'},
              {'name': 'kept', 'type': 'PublishPort', 'settings': {'port': 'yield.kept'}},
              {'name': 'other', 'type': 'PublishPort', 'settings': {'port': 'yield.other'}}],
             'connections': ['read.success -> middle', 'read.success -> other',
                             'middle.success -> kept']}
            """);
    try (var runner = mesh.runner(each(), processor)) {
      runner.start(flow, Map.of());
      Surroundings.await("the rest is out", () -> status(runner, "other").out() == 10);
      assertThat(seen).isEmpty();
      assertThat(runner.status().get(0).status()).isEqualTo(FlowStatus.State.RUNNING);

      busy.set(false);
      Surroundings.await("all is out", () -> status(runner, "kept").out() == 10);
    }
    assertThat(seen).containsExactlyElementsOf(numbers(10));
    assertThat(ids(other.topic())).containsExactlyElementsOf(numbers(10));
  }

  @Test
  void whatEndsOnPurposeIsCountedAndStopsNobody() throws Exception {
    var port = mesh.port("ends.kept");
    var flow = flow("ends", "Refusing", "'relationships': {'failure': {'autoTerminate': true}}");
    try (var runner = mesh.runner(each(), refusing(3, 1, new CopyOnWriteArrayList<>()))) {
      runner.start(flow, Map.of());
      Surroundings.await("all others are out", () -> status(runner, "kept").out() == 9);
      assertThat(status(runner, "middle").counters()).containsEntry("terminated.failure", 1L);
    }
    assertThat(ids(port.quarantineTopic())).isEmpty();
  }

  @Test
  void concurrentTasksWorkAtTheSameMomentAndTheirResultsKeepTheOrder() throws Exception {
    var port = mesh.port("tasks.kept");
    var together = new CyclicBarrier(4);
    var after = new CopyOnWriteArrayList<Long>();
    var four =
        Lambdas.processor(
            "Four",
            List.of("success"),
            (in, out) -> {
              awaitAll(together); // Fewer than four tasks at work would wait here for ever.
              out.emit("success", in);
            });
    var flow =
        Surroundings.flow(
            """
            {'name': 'tasks', 'product': 'tasks', 'processors': [
              {'name': 'read', 'type': 'Each', 'settings': {'count': 400}},
              {'name': 'middle', 'type': 'Four', 'concurrentTasks': 4},
              {'name': 'after', 'type': 'Noting'},
              {'name': 'kept', 'type': 'PublishPort', 'settings': {'port': 'tasks.kept'}}],
             'connections': ['read.success -> middle', 'middle.success -> after',
                             'after.success -> kept']}
            """);
    try (var runner = mesh.runner(each(), four, noting(after))) {
      runner.start(flow, Map.of());
      Surroundings.await("all is out", () -> status(runner, "kept").out() == 400);
    }
    assertThat(after).containsExactlyElementsOf(numbers(400));
    assertThat(ids(port.topic())).containsExactlyElementsOf(numbers(400));
  }

  @Test
  void aFaultInOneOfSeveralTasksLeavesNothingOfItsUnitBehind() throws Exception {
    var port = mesh.port("fault.kept");
    var faults = new AtomicBoolean(true);
    var failing =
        Lambdas.processor(
            "Failing",
            List.of("success"),
            (in, out) -> {
              if (id(in) == 7 && faults.getAndSet(false)) {
                throw new IllegalStateException("once");
              }
              out.emit("success", in);
            });
    var flow = flow("fault", "Failing", "'concurrentTasks': 3");
    try (var runner = mesh.runner(each(), failing)) {
      runner.start(flow, Map.of());
      Surroundings.await("all is out", () -> status(runner, "kept").out() == 10);
    }
    assertThat(ids(port.topic())).containsExactlyElementsOf(numbers(10));
  }

  @Test
  void aTaskThatEmitsMoreThanAConnectionHoldsGoesThroughInPieces() throws Exception {
    var port = mesh.port("pieces.kept");
    var many =
        Lambdas.processor(
            "Many",
            List.of("success"),
            (in, out) -> {
              for (var i = 0; i < 30; i++) {
                out.emit("success", Numbers.file(id(in) * 100 + i, id(in) * 100 + i + 1, 0));
              }
            });
    var limits = FlowLimits.DEFAULT.withConnectionRecords(7);
    try (var runner = mesh.runner(limits, each(), many)) {
      runner.start(flow("pieces", "Many", "'concurrentTasks': 2"), Map.of());
      Surroundings.await("all is out", () -> status(runner, "kept").out() == 300);
    }
    assertThat(ids(port.topic())).hasSize(300).doesNotHaveDuplicates();
  }

  /** All numbers in one batch, each a FlowFile. */
  private static ProcessorType<?> each() {
    return new EachNumber();
  }

  static final class EachNumber implements ProcessorType.OfSource<EachNumber.Settings> {
    public record Settings(int count) {
      public Settings {
        count = count == 0 ? 10 : count;
      }
    }

    @Override
    public String name() {
      return "Each";
    }

    @Override
    public String summary() {
      return "Counts, a FlowFile a number.";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public SourceProcessor create(Settings settings, ProcessorContext context) {
      return position -> {
        if (position.isPresent()) {
          return Batch.EMPTY;
        }
        var all = new ArrayList<FlowFile>();
        for (var i = 0; i < settings.count(); i++) {
          all.add(Numbers.file(i, i + 1, 0));
        }
        return new Batch(all, Optional.of(LongNode.valueOf(settings.count())), false);
      };
    }
  }

  private static ProcessorType<?> refusing(long bad, int triesMax, List<Long> tries) {
    return Lambdas.processor(
        "Refusing",
        List.of("success", "failure"),
        (in, out) -> {
          if (id(in) == bad) {
            tries.add(bad);
            if (tries.size() < triesMax) {
              out.emit("success", in); // Taken back, as the call ends in failure.
            }
            out.emit("failure", in.with("error.message", "It is refused."));
          } else {
            out.emit("success", in);
          }
        });
  }

  private static ProcessorType<?> noting(List<Long> seen) {
    Processor noting =
        (in, out) -> {
          seen.add(id(in));
          out.emit("success", in);
        };
    return Lambdas.processor("Noting", List.of("success"), noting);
  }

  private static void awaitAll(CyclicBarrier barrier) {
    try {
      barrier.await(1, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new IllegalStateException("fewer were at work", e);
    }
  }

  private static long id(FlowFile in) {
    var record = ((Content.Records) in.content()).items().get(0).record();
    return ((Number) record.get("id")).longValue();
  }

  private static FlowSpec flow(String name, String type, String options) {
    return Surroundings.flow(
        """
        {'name': '%1$s', 'product': '%1$s', 'processors': [
          {'name': 'read', 'type': 'Each'},
          {'name': 'middle', 'type': '%2$s', %3$s},
          {'name': 'kept', 'type': 'PublishPort', 'settings': {'port': '%1$s.kept'}}],
         'connections': ['read.success -> middle', 'middle.success -> kept']}
        """
            .formatted(name, type, options));
  }

  private List<Long> ids(String topic) {
    return mesh.read(topic).stream()
        .map(one -> Json.parse(one.value()).get("id"))
        .map(JsonNode::asLong)
        .sorted()
        .toList();
  }

  private static List<Long> numbers(long count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private static FlowStatus.ProcessorStatus status(FlowRunner runner, String processor) {
    return runner.status().get(0).processors().stream()
        .filter(each -> each.name().equals(processor))
        .findFirst()
        .orElseThrow();
  }
}
