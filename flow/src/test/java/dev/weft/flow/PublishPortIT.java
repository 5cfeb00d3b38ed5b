package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.DataRecord;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishPortIT {
  private static final int OTHERS = 20_000;
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
  void everyRecordArrivesOnceUnderItsKeyWithItsTrace() throws Exception {
    var port = mesh.port("count.all");

    try (var runner = mesh.runner()) {
      runner.start(counting("count-all", "count.all", 1_000, 300), Map.of());
      Surroundings.await("all are out", () -> out(runner, "publish") == 1_000);
    }

    var records = mesh.read(port.topic());
    assertThat(records).hasSize(1_000);
    var first = records.stream().filter(r -> text(r.key()).equals("7")).findFirst().orElseThrow();
    assertThat(text(first.value())).isEqualTo("{\"id\":7,\"name\":\"number 7\"}");
    var origins = new TreeMap<String, Long>();
    for (var hop : mesh.hops(port.topic())) {
      assertThat(hop.processors()).containsExactly("read", "publish");
      hop.runs()
          .forEach(
              run -> {
                for (var i = 0; i < run.count(); i++) {
                  origins.put(
                      hop.partition() + "/" + (run.offset() + i),
                      run.position() + i * run.stride());
                }
              });
    }
    assertThat(origins).hasSize(1_000);
    assertThat(records)
        .allSatisfy(
            record ->
                assertThat(origins.get(record.partition() + "/" + record.offset()))
                    .isEqualTo(Json.parse(record.value()).get("id").asLong()));
  }

  @Test
  void whatBreaksTheContractGoesToQuarantineWithTheReason() throws Exception {
    var port = mesh.port("bad.records");
    var big = Numbers.record(3).with("name", "x".repeat(3_000));
    var source =
        once(Numbers.record(1), new DataRecord(Map.of("name", "nobody")), big, Numbers.record(4));

    try (var runner = mesh.runner(FlowLimits.DEFAULT.withRecordBytes(2_000), source)) {
      runner.start(flow("bad", "Once", "bad.records"), Map.of());
      Surroundings.await("all are out", () -> out(runner, "publish") == 2);

      assertThat(status(runner, "publish").failed()).isEqualTo(2);
      assertThat(status(runner, "publish").counters())
          .containsEntry("quarantined", 2L)
          .containsKey("quarantined.required");
    }

    assertThat(mesh.read(port.topic())).hasSize(2);
    var quarantined = mesh.read(port.quarantineTopic());
    assertThat(quarantined).hasSize(2);
    assertThat(Surroundings.header(quarantined.get(0), "weft.reason"))
        .isEqualTo("'id' is required.");
    assertThat(Surroundings.header(quarantined.get(0), "weft.rule")).isEqualTo("required");
    assertThat(Surroundings.header(quarantined.get(0), "weft.position")).isEqualTo("1");
    assertThat(text(quarantined.get(0).value())).isEqualTo("{\"name\":\"nobody\"}");
    assertThat(Surroundings.header(quarantined.get(1), "weft.rule")).isEqualTo("too-large");
    assertThat(quarantined.get(1).value()).isNull();
  }

  @Test
  void aRecordThatTheLogItselfFindsTooLargeGoesToQuarantineAndNoneBesideIt() throws Exception {
    var port = mesh.port("huge.records");
    var records = new DataRecord[OTHERS + 1];
    // Kafka's client fails those that wait behind it with the same words.
    Arrays.setAll(records, i -> Numbers.record(i + 1));
    records[0] = records[0].with("name", "x".repeat(10_000_000));

    try (var runner = mesh.runner(FlowLimits.DEFAULT.withRecordBytes(20_000_000), once(records))) {
      runner.start(flow("huge", "Once", "huge.records"), Map.of());
      Surroundings.await("the others are out", () -> out(runner, "publish") == OTHERS);
    }

    assertThat(mesh.read(port.topic())).hasSize(OTHERS);
    var quarantined = mesh.read(port.quarantineTopic());
    assertThat(quarantined).hasSize(1);
    assertThat(Surroundings.header(quarantined.get(0), "weft.rule")).isEqualTo("too-large");
  }

  @Test
  void newFieldsAreClassifiedBeforeTheirRecordsCanBeRead() throws Exception {
    var port = mesh.port("new.fields");
    mesh.fields.gate = new CompletableFuture<>();
    var address = new LinkedHashMap<String, Object>(Map.of("city", "Bern"));
    var record = Numbers.record(1).with("address", address).with("tags", List.of("a", "b"));

    try (var runner = mesh.runner(once(record))) {
      runner.start(flow("fields", "Once", "new.fields"), Map.of());
      Surroundings.await("the observer is asked", () -> !mesh.fields.seen.isEmpty());
      assertThat(mesh.read(port.topic())).isEmpty();

      mesh.fields.gate.complete(null);

      Surroundings.await("it is out", () -> out(runner, "publish") == 1);
    }
    assertThat(mesh.read(port.topic())).hasSize(1);
    var samples = mesh.fields.seen.get(0);
    assertThat(samples).containsOnlyKeys("id", "name", "address", "address.city", "tags");
    assertThat(samples.get("id").type()).isEqualTo("integer");
    assertThat(samples.get("tags").type()).isEqualTo("array");
    assertThat(samples.get("tags").values()).containsExactly("a", "b");
    assertThat(samples.get("address.city").values()).containsExactly("Bern");
  }

  @Test
  void whoMayNotWriteWaitsAndSaysWhy() throws Exception {
    var port = mesh.port("not.mine");
    mesh.refused.add("not.mine");

    try (var runner = mesh.runner()) {
      runner.start(counting("not-mine", "not.mine", 5, 5), Map.of());
      Surroundings.await("it waits", () -> state(runner) == FlowStatus.State.WAITING);
      assertThat(runner.status().get(0).message())
          .contains("product:not may not write not.mine: the owner has said no")
          .contains("Tries again");
      assertThat(mesh.read(port.topic())).isEmpty();

      mesh.refused.clear();

      Surroundings.await("all are out", () -> out(runner, "publish") == 5);
      Surroundings.await("it says so", () -> state(runner) == FlowStatus.State.RUNNING);
    }
  }

  @Test
  void whoIsAllowedAtLastNeedNotWaitForTheNextTry() throws Exception {
    mesh.port("allowed.late");
    mesh.refused.add("allowed.late");
    var patient = FlowLimits.DEFAULT.withRetries(Duration.ofHours(1), Duration.ofHours(1));
    try (var runner = new FlowRunner(mesh.services(), patient, new Random(1))) {
      runner.start(counting("late", "allowed.late", 5, 5), Map.of());
      Surroundings.await("it waits", () -> state(runner) == FlowStatus.State.WAITING);

      mesh.refused.clear();
      mesh.epoch.incrementAndGet();

      Surroundings.await("all are out", () -> out(runner, "publish") == 5);
    }
  }

  @Test
  void aPortThatDoesNotExistYetIsWaitedFor() throws Exception {
    mesh.contracts.put("not.yet", Surroundings.contract());
    try (var runner = mesh.runner()) {
      runner.start(counting("not-yet", "not.yet", 5_000, 5_000), Map.of());
      Surroundings.await("it waits", () -> state(runner) == FlowStatus.State.WAITING);
      assertThat(runner.status().get(0).message()).contains("Port not.yet has no topic yet.");

      mesh.port("not.yet");

      Surroundings.await("all are out", () -> out(runner, "publish") == 5_000);
    }
  }

  @Test
  void goesOnWhereItStoppedAlsoWithChangedSettings() throws Exception {
    var port = mesh.port("go.on");
    try (var runner = mesh.runner()) {
      runner.start(counting("go-on", "go.on", 10, 3), Map.of());
      Surroundings.await("ten are out", () -> out(runner, "publish") == 10);

      runner.start(counting("go-on", "go.on", 25, 7), Map.of());

      // It runs on as the changed flow, and so do its counts.
      Surroundings.await("15 more are out", () -> out(runner, "publish") == 25);
      runner.stop("go-on");
      assertThat(state(runner)).isEqualTo(FlowStatus.State.STOPPED);
    }
    assertThat(mesh.read(port.topic())).hasSize(25);
  }

  @Test
  void doesNotBeginBeforeItsPositionIsRead() throws Exception {
    var port = mesh.port("read.first");
    try (var runner = mesh.runner()) {
      runner.start(counting("read-first", "read.first", 10, 10), Map.of());
      Surroundings.await("ten are out", () -> out(runner, "publish") == 10);
    }
    var properties = kafka.access().clientProperties();
    properties.put("transactional.id", "left-open");
    try (var other =
            new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        var runner = mesh.runner()) {
      other.initTransactions();
      other.beginTransaction();
      for (var info : other.partitionsFor(SystemTopics.STATE)) {
        var record = new ProducerRecord<>(SystemTopics.STATE, info.partition(), "other", "{}");
        var unused = other.send(record);
      }
      other.flush();
      runner.start(counting("read-first", "read.first", 20, 10), Map.of());
      Surroundings.await("it waits", () -> state(runner) == FlowStatus.State.WAITING);
      assertThat(mesh.read(port.topic())).hasSize(10);

      other.abortTransaction();

      Surroundings.await("ten more are out", () -> out(runner, "publish") == 10);
    }
    assertThat(mesh.read(port.topic())).hasSize(20);
  }

  /**
   * The newer one wins as a rule. Where the broker fences in the middle of a commit it answers with
   * an error of its own, and the older one may come back and win: what counts is that one of them
   * gives up and says so, and that nothing is lost or doubled.
   */
  @Test
  void ofTwoRunnersOfAFlowOneGivesUpAndSaysSo() throws Exception {
    var port = mesh.port("taken.over");
    try (var first = mesh.runner();
        var second = mesh.runner()) {
      first.start(counting("taken", "taken.over", 20_000, 50), Map.of());
      Surroundings.await("some are out", () -> out(first, "publish") > 100);

      second.start(counting("taken", "taken.over", 20_000, 2_000), Map.of());

      Surroundings.await("one gives up", () -> hasGivenUp(first) || hasGivenUp(second));
      var winner = hasGivenUp(first) ? second : first;
      var loser = hasGivenUp(first) ? first : second;
      assertThat(loser.status().get(0).message()).contains("Another runner has taken over");
      awaitAll(first, second, 10_000);
      awaitAll(first, second, 20_000);
      assertThat(state(winner)).isEqualTo(FlowStatus.State.RUNNING);
    }
    assertThat(mesh.read(port.topic())).hasSize(20_000);
  }

  private static boolean hasGivenUp(FlowRunner runner) {
    return state(runner) == FlowStatus.State.FAILED;
  }

  private static void awaitAll(FlowRunner first, FlowRunner second, long records)
      throws InterruptedException {
    Surroundings.await(
        records + " are out", () -> out(first, "publish") + out(second, "publish") >= records);
  }

  private static ProcessorType<?> once(DataRecord... records) {
    return Lambdas.source(
        "Once",
        context -> position -> position.isPresent() ? Batch.EMPTY : batch(List.of(records)));
  }

  private static Batch batch(List<DataRecord> records) {
    var items = new ArrayList<Content.Traced>();
    for (var record : records) {
      items.add(new Content.Traced(record, new Content.Origin("test", "line", items.size())));
    }
    var file = new FlowFile(Map.of(), new Content.Records(items));
    return new Batch(List.of(file), Optional.of(LongNode.valueOf(1)), false);
  }

  private static FlowSpec flow(String name, String source, String port) {
    return Surroundings.flow(
        """
        {'name': '%s', 'product': '%s', 'processors': [
          {'name': 'read', 'type': '%s'},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> publish']}
        """
            .formatted(name, port.substring(0, port.indexOf('.')), source, port));
  }

  private static FlowSpec counting(String name, String port, long count, int batch) {
    return Surroundings.flow(
        """
        {'name': '%s', 'product': '%s', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': %d, 'batch': %d}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> publish']}
        """
            .formatted(name, port.substring(0, port.indexOf('.')), count, batch, port));
  }

  private static long out(FlowRunner runner, String processor) {
    return status(runner, processor).out();
  }

  private static FlowStatus.ProcessorStatus status(FlowRunner runner, String processor) {
    return runner.status().get(0).processors().stream()
        .filter(each -> each.name().equals(processor))
        .findFirst()
        .orElseThrow();
  }

  private static FlowStatus.State state(FlowRunner runner) {
    return runner.status().get(0).status();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
