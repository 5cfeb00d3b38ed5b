package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.FlowSpec;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumePortIT {
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
  void everyRecordOfAPortArrivesInTheOtherOnceAlsoAcrossARestart() throws Exception {
    var from = mesh.port("up.numbers");
    var to = mesh.port("down.numbers");
    fill(from, 0, 100);
    try (var runner = mesh.runner()) {
      runner.start(copy("copy", "up.numbers", "earliest", "down.numbers"), Map.of());
      Surroundings.await("the first are out", () -> out(runner) == 100);
    }
    fill(from, 100, 150);

    try (var runner = mesh.runner()) {
      runner.start(copy("copy", "up.numbers", "earliest", "down.numbers"), Map.of());
      Surroundings.await("the rest is out", () -> out(runner) == 50);
    }

    assertThat(mesh.read(to.topic())).hasSize(150);
    var values = new HashMap<String, String>();
    mesh.read(from.topic())
        .forEach(r -> values.put(r.partition() + "/" + r.offset(), text(r.value())));
    var outputs = new HashMap<String, String>();
    mesh.read(to.topic())
        .forEach(r -> outputs.put(r.partition() + "/" + r.offset(), text(r.value())));
    for (var hop : mesh.hops(to.topic())) {
      for (var run : hop.runs()) {
        for (var i = 0; i < run.count(); i++) {
          var partition = run.source().substring(run.source().indexOf('/') + 1);
          assertThat(run.source()).startsWith("up.numbers/");
          assertThat(outputs.remove(hop.partition() + "/" + (run.offset() + i)))
              .isEqualTo(values.get(partition + "/" + (run.position() + i * run.stride())));
        }
      }
    }
    assertThat(outputs).isEmpty();
  }

  @Test
  void latestStaysWhereItWasAtTheFirstStart() throws Exception {
    var from = mesh.port("late.numbers");
    var to = mesh.port("later.numbers");
    fill(from, 0, 10);
    var flow = copy("late", "late.numbers", "latest", "later.numbers");
    try (var runner = mesh.runner()) {
      runner.start(flow, Map.of());
      Surroundings.await(
          "its place is kept",
          () ->
              mesh.read(SystemTopics.STATE).stream()
                  .anyMatch(record -> text(record.key()).equals("late/read")));
    }
    fill(from, 10, 15);

    try (var runner = mesh.runner()) {
      runner.start(flow, Map.of());
      Surroundings.await("five are out", () -> out(runner) == 5);
    }

    assertThat(mesh.read(to.topic())).hasSize(5);
  }

  @Test
  void whoMayNotReadWaitsAndSaysSo() throws Exception {
    var from = mesh.port("closed.numbers");
    mesh.port("open.numbers");
    fill(from, 0, 3);
    var stranger = new HashMap<>(kafka.access().properties());
    stranger.compute(
        "sasl.jaas.config", (key, jaas) -> jaas.replaceAll("password=\"[^\"]*", "password=\"x"));
    var access =
        new AtomicReference<>(new KafkaAccess(kafka.access().bootstrapServers(), stranger));

    try (var runner = runner(product -> access.get())) {
      runner.start(copy("closed", "closed.numbers", "earliest", "open.numbers"), Map.of());
      Surroundings.await(
          "it waits", () -> runner.status().get(0).status() == FlowStatus.State.WAITING);
      assertThat(runner.status().get(0).message())
          .contains("'read': The gateway does not know the flow's product.");

      access.set(kafka.access());

      Surroundings.await("they are out", () -> out(runner) == 3);
    }
  }

  @Test
  void whatIsNoRecordGoesToQuarantine() throws Exception {
    var from = mesh.port("odd.numbers");
    var to = mesh.port("even.numbers");
    send(from, List.of("{\"id\": 1, \"id\": 2} x", "[1]", "", "{\"id\": 12345678901234567890}"));

    try (var runner = mesh.runner()) {
      runner.start(copy("odd", "odd.numbers", "earliest", "even.numbers"), Map.of());
      Surroundings.await("one is out", () -> out(runner) == 1);
      Surroundings.await(
          "three are refused", () -> runner.status().get(0).processors().get(1).failed() == 3);
    }

    assertThat(text(mesh.read(to.topic()).get(0).value()))
        .as("as it came")
        .isEqualTo("{\"id\": 12345678901234567890}");
    assertThat(mesh.read(to.quarantineTopic())).hasSize(3);
  }

  private FlowRunner runner(Function<String, KafkaAccess> gateway) {
    var all = mesh.services();
    var services =
        RunnerServices.plain(
            all.broker(),
            gateway,
            all.types(),
            all.expressions(),
            all.checks(),
            all.fields(),
            all.decisions(),
            all.contracts(),
            all.clock());
    var limits = FlowLimits.DEFAULT.withRetries(Duration.ofMillis(20), Duration.ofMillis(300));
    return new FlowRunner(services, limits, new Random(1));
  }

  private void fill(PortName port, int from, int to) {
    send(
        port,
        IntStream.range(from, to)
            .mapToObj(i -> "{\"id\":" + i + ",\"name\":\"n" + i + "\"}")
            .toList());
  }

  private void send(PortName port, List<String> values) {
    try (var producer =
        new KafkaProducer<>(
            kafka.access().clientProperties(), new StringSerializer(), new StringSerializer())) {
      for (var value : values) {
        var unused = producer.send(new ProducerRecord<>(port.topic(), value, value));
      }
      producer.flush();
    }
  }

  private static FlowSpec copy(String name, String from, String where, String to) {
    return Surroundings.flow(
        """
        {'name': '%s', 'product': '%s', 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '%s', 'from': '%s'}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> publish']}
        """
            .formatted(name, to.substring(0, to.indexOf('.')), from, where, to));
  }

  private static long out(FlowRunner runner) {
    return runner.status().get(0).processors().get(1).out();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
