package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.FlowSpec;
import dev.weft.spi.FieldObserver.FieldSample;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between a source and an end: retries, faults, failures, full connections. */
class PipelineIT {
  private static final List<String> BOTH = List.of("success", "failure");

  @TempDir static Path data;
  private static EmbeddedKafka kafka;

  private final Surroundings mesh = new Surroundings(kafka.access());
  private final List<Long> taken = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void aCallThatAsksForARetryIsRepeatedAloneAndLeavesNothingBehind() throws Exception {
    var port = mesh.port("retry.alone");
    var calls = new AtomicInteger();
    var flaky =
        Lambdas.processor(
            "Flaky",
            BOTH,
            (in, out) -> {
              out.emit("success", in);
              if (calls.incrementAndGet() % 3 != 0) {
                throw new RetryableException("not now", null);
              }
            });

    try (var runner = mesh.runner(flaky)) {
      runner.start(through("retry-alone", "Flaky", "retry.alone", 20, 10), Map.of());
      Surroundings.await("all are out", () -> out(runner, "publish") == 20);
    }

    assertThat(mesh.read(port.topic())).hasSize(20);
    // Three for each of two FlowFiles; more where Kafka made a whole unit be done again.
    assertThat(calls.get() % 3).isZero();
  }

  @Test
  void aSinkThatIsDownMakesTheFlowWaitAndSayWhy() throws Exception {
    var down = new AtomicBoolean(true);
    try (var runner = mesh.runner(sink(down))) {
      runner.start(toSink("down", 30), Map.of());
      // Before that it may wait for its own topics, on a broker that has just made them.
      Surroundings.await(
          "it waits for the server",
          () -> runner.status().get(0).message().startsWith("'sink': the server is down"));
      var status = runner.status().get(0);
      assertThat(status.status()).isEqualTo(FlowStatus.State.WAITING);
      assertThat(status.message()).contains("Tries again");
      assertThat(status.processors().get(1).message()).isEqualTo(status.message());
      assertThat(status.processors().get(0).message()).isEmpty();

      down.set(false);

      Surroundings.await("all are taken", () -> in(runner, "sink") == 30);
      assertThat(taken).hasSize(30).doesNotHaveDuplicates();
      assertThat(state(runner)).isEqualTo(FlowStatus.State.RUNNING);
    }
  }

  @Test
  void aPositionIsCommittedOnlyAfterTheSinkHasFlushed() throws Exception {
    var broken = new AtomicBoolean(true);
    var type = flushing(broken);
    try (var runner = mesh.runner(type)) {
      runner.start(toSink("flush", 10), Map.of());
      Surroundings.await("it waits", () -> state(runner) == FlowStatus.State.WAITING);
      assertThat(position("flush/read")).isEmpty();

      broken.set(false);

      Surroundings.await("it is committed", () -> position("flush/read").isPresent());
    }
  }

  @Test
  void aSinkHearsOfAUnitThatIsGivenUpAndTakesEverythingOnce() throws Exception {
    var broken = new AtomicBoolean(true);
    var open = new ArrayList<Long>();
    var committed = Collections.synchronizedList(new ArrayList<Long>());
    var sink =
        Lambdas.processor(
            "Sink",
            BOTH,
            new Processor() {
              private boolean failed;

              @Override
              public void process(FlowFile in, Output out) throws RetryableException {
                if (!failed) {
                  var records = ((Content.Records) in.content()).items();
                  records.forEach(item -> open.add(item.origin().position()));
                  failed = broken.get();
                }
                if (failed) {
                  throw new RetryableException("all of the unit has to come again", null);
                }
              }

              @Override
              public void flush() {
                committed.addAll(open);
                open.clear();
              }

              @Override
              public void rollBack() {
                open.clear();
                failed = false;
              }
            });
    try (var runner = mesh.runner(sink)) {
      runner.start(toSink("rolled", 30), Map.of());
      Surroundings.await("it is in trouble", () -> state(runner) == FlowStatus.State.WAITING);
      broken.set(false);
      Surroundings.await("all are taken", () -> in(runner, "sink") == 30);
    }

    assertThat(committed).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void aBugStopsTheFlowWhichStartsAgainByItself() throws Exception {
    var port = mesh.port("bug.port");
    var calls = new AtomicInteger();
    var buggy =
        Lambdas.processor(
            "Buggy",
            BOTH,
            (in, out) -> {
              if (calls.incrementAndGet() <= 4) {
                throw new IllegalStateException("index out of range");
              }
              out.emit("success", in);
            });

    try (var runner = mesh.runner(buggy)) {
      runner.start(through("bug", "Buggy", "bug.port", 20, 10), Map.of());
      Surroundings.await("it has failed", () -> state(runner) == FlowStatus.State.FAILED);
      assertThat(runner.status().get(0).message())
          .contains("'middle' has a fault: index out of range")
          .contains("Starts again in");
      assertThat(runner.status().get(0).connections())
          .as("it is drawn as it is, though it does not run")
          .extracting(FlowStatus.ConnectionStatus::to)
          .contains("middle", "publish");
      Surroundings.await("all are out", () -> out(runner, "publish") == 20);
    }
    assertThat(mesh.read(port.topic())).hasSize(20);
  }

  @Test
  void aFailureThatIsNotConnectedGoesToTheQuarantineOfThePortThatFollows() throws Exception {
    var port = mesh.port("failing.port");
    var failing =
        Lambdas.processor(
            "Failing",
            BOTH,
            (in, out) -> out.emit("failure", in.with("error.message", "no such country")));

    try (var runner = mesh.runner(failing)) {
      runner.start(through("failing", "Failing", "failing.port", 3, 3), Map.of());
      Surroundings.await("it has failed", () -> processor(runner, "middle").failed() == 3);
    }

    var record = mesh.read(port.quarantineTopic()).get(0);
    assertThat(Surroundings.header(record, "weft.reason")).isEqualTo("no such country");
    assertThat(Surroundings.header(record, "weft.processor")).isEqualTo("middle");
    assertThat(mesh.read(port.topic())).isEmpty();
  }

  @Test
  void aFailureThatNobodyTakesStopsTheFlowLoudly() throws Exception {
    var failing =
        Lambdas.processor(
            "Sink", BOTH, (in, out) -> out.emit("failure", in.with("error.message", "refused")));

    try (var runner = mesh.runner(failing)) {
      runner.start(toSink("loud", 3), Map.of());
      Surroundings.await("it has failed", () -> state(runner) == FlowStatus.State.FAILED);
      assertThat(runner.status().get(0).message())
          .contains("'sink' cannot process something: refused. Connect 'sink.failure'");
    }
    assertThat(position("loud/read")).isEmpty();
  }

  @Test
  void aFullConnectionHoldsItsSenderBack() throws Exception {
    var port = mesh.port("split.port");
    var runners = new CopyOnWriteArrayList<FlowRunner>();
    var most = new AtomicLong();
    var splitting =
        Lambdas.processor(
            "Splitting",
            BOTH,
            (in, out) -> {
              for (var i = 0; i < 100; i++) {
                out.emit("success", Numbers.file(i * 100L, i * 100L + 100, 0));
                runners.get(0).status().get(0).connections().stream()
                    .filter(connection -> connection.from().equals("middle"))
                    .forEach(each -> most.accumulateAndGet(each.queued(), Math::max));
              }
            });

    try (var runner = mesh.runner(FlowLimits.DEFAULT.withConnectionRecords(500), splitting)) {
      runners.add(runner);
      runner.start(through("split", "Splitting", "split.port", 1, 1), Map.of());
      Surroundings.await("all are out", () -> out(runner, "publish") == 10_000);
    }

    assertThat(most.get()).isEqualTo(500);
    assertThat(mesh.read(port.topic())).hasSize(10_000);
  }

  @Test
  void whatIsNotConnectedIsCounted() throws Exception {
    mesh.port("routed.port");
    var routing =
        Lambdas.processor(
            "Routing", List.of("success", "other", "failure"), (in, out) -> out.emit("other", in));

    try (var runner = mesh.runner(routing)) {
      runner.start(through("routed", "Routing", "routed.port", 6, 2), Map.of());
      Surroundings.await(
          "they are counted",
          () -> processor(runner, "middle").counters().getOrDefault("unconnected.other", 0L) == 6);
    }
  }

  @Test
  void aScheduleSaysWhenASourceIsAskedAgain() throws Exception {
    var polls = new AtomicInteger();
    var source =
        Lambdas.source(
            "Polled",
            context ->
                position -> {
                  polls.incrementAndGet();
                  return Batch.EMPTY;
                });

    try (var runner = mesh.runner(source, sink(new AtomicBoolean()))) {
      runner.start(
          Surroundings.flow(
              """
              {'name': 'seldom', 'product': 'p', 'processors': [
                {'name': 'read', 'type': 'Polled', 'schedule': {'every': '1h'}},
                {'name': 'often', 'type': 'Polled', 'schedule': {'every': '30ms'}},
                {'name': 'sink', 'type': 'Sink'}],
               'connections': ['read.success -> sink', 'often.success -> sink']}
              """),
          Map.of());
      Surroundings.await("one is asked often", () -> polls.get() > 10);
    }
  }

  @Test
  void fieldsThatASourceFindsAreToldToThePortsItLeadsTo() throws Exception {
    var port = mesh.port("found.fields");
    var source =
        Lambdas.source(
            "Finding",
            context -> {
              var told = new AtomicBoolean();
              return position -> {
                if (told.compareAndSet(false, true)) {
                  context
                      .newFields()
                      .accept(Map.of("mobile", new FieldSample("string", List.of("+41"))));
                }
                return Batch.EMPTY;
              };
            });

    try (var runner = mesh.runner(source)) {
      runner.start(
          Surroundings.flow(
              """
              {'name': 'finding', 'product': 'found', 'processors': [
                {'name': 'read', 'type': 'Finding'},
                {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'found.fields'}}],
               'connections': ['read.success -> publish']}
              """),
          Map.of());
      Surroundings.await("it is known", () -> mesh.fields.known(port).contains("mobile"));
    }
  }

  @Test
  void aSourceIsToldWhatIsCommittedAndStopsWhenInterrupted() throws Exception {
    var committed = new CopyOnWriteArrayList<Long>();
    var waiting = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    var source = Lambdas.source("Patient", context -> new Patient(committed, waiting, interrupted));

    try (var runner = mesh.runner(source, sink(new AtomicBoolean()))) {
      runner.start(
          Surroundings.flow(
              """
              {'name': 'patient', 'product': 'p', 'processors': [
                {'name': 'read', 'type': 'Patient'}, {'name': 'sink', 'type': 'Sink'}],
               'connections': ['read.success -> sink']}
              """),
          Map.of());
      Surroundings.await("it is told", () -> committed.contains(1L));
      assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

      runner.stop("patient");
    }

    assertThat(interrupted).isTrue();
  }

  /** One batch, then it waits for ever. */
  private record Patient(List<Long> committed, CountDownLatch waiting, AtomicBoolean interrupted)
      implements SourceProcessor {
    @Override
    public Batch poll(Optional<JsonNode> position) throws InterruptedException {
      if (position.isEmpty()) {
        return new Batch(List.of(Numbers.file(0, 1, 0)), Optional.of(LongNode.valueOf(1)), true);
      }
      waiting.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.set(true);
        throw e;
      }
      return Batch.EMPTY;
    }

    @Override
    public void committed(JsonNode position) {
      committed.add(position.asLong());
    }
  }

  private ProcessorType<?> sink(AtomicBoolean down) {
    return Lambdas.processor(
        "Sink",
        BOTH,
        (in, out) -> {
          if (down.get()) {
            throw new RetryableException("the server is down", null);
          }
          var records = (Content.Records) in.content();
          records.items().forEach(item -> taken.add(item.origin().position()));
        });
  }

  private static ProcessorType<?> flushing(AtomicBoolean broken) {
    return Lambdas.processor(
        "Sink",
        BOTH,
        new Processor() {
          @Override
          public void process(FlowFile in, Output out) {}

          @Override
          public void flush() throws RetryableException {
            if (broken.get()) {
              throw new RetryableException("the disk is full", null);
            }
          }
        });
  }

  private static FlowSpec through(String name, String middle, String port, int count, int batch) {
    return Surroundings.flow(
        """
        {'name': '%s', 'product': '%s', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': %d, 'batch': %d}},
          {'name': 'middle', 'type': '%s'},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> middle', 'middle.success -> publish']}
        """
            .formatted(name, port.substring(0, port.indexOf('.')), count, batch, middle, port));
  }

  private static FlowSpec toSink(String name, int count) {
    return Surroundings.flow(
        """
        {'name': '%s', 'product': 'p', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': %d, 'batch': 10}},
          {'name': 'sink', 'type': 'Sink'}],
         'connections': ['read.success -> sink']}
        """
            .formatted(name, count));
  }

  private Optional<byte[]> position(String key) {
    return mesh.read(SystemTopics.STATE).stream()
        .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
        .map(record -> record.value())
        .findFirst();
  }

  private static FlowStatus.State state(FlowRunner runner) {
    return runner.status().get(0).status();
  }

  private static long out(FlowRunner runner, String processor) {
    return processor(runner, processor).out();
  }

  private static long in(FlowRunner runner, String processor) {
    return processor(runner, processor).in();
  }

  private static FlowStatus.ProcessorStatus processor(FlowRunner runner, String processor) {
    return runner.status().get(0).processors().stream()
        .filter(each -> each.name().equals(processor))
        .findFirst()
        .orElseThrow();
  }
}
