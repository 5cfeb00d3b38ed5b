package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.flow.FlowStatus.State;
import dev.weft.model.FlowSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that has nothing to write closes its writer, and has it back when it has. */
class IdleIT {
  private static final FlowLimits AT_ONCE = FlowLimits.DEFAULT.withIdleAfter(Duration.ZERO);

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
  void anIdleFlowHasNoThreadAndGoesOn() throws Exception {
    var port = mesh.port("idle.alone");
    try (var runner = mesh.runner(AT_ONCE)) {
      for (var count = 100; count <= 300; count += 100) {
        runner.start(counting("alone", port.topic(), count), Map.of());
        var all = count;
        Surroundings.await(all + " are out", () -> mesh.read(port.topic()).size() == all);
        Surroundings.await("its writer is closed", () -> !hasWriter("alone"));
      }
      assertThat(state(runner)).isEqualTo(State.RUNNING);
    }

    try (var next = mesh.runner(AT_ONCE)) {
      next.start(counting("alone", port.topic(), 400), Map.of());
      Surroundings.await("the rest is out", () -> mesh.read(port.topic()).size() == 400);
    }
  }

  /** What it believes of the position is old: it must not write another line, nor fence. */
  @Test
  void whoComesBackToAFlowThatAnotherHasTakenGivesUp() throws Exception {
    var port = mesh.port("idle.taken");
    try (var first = mesh.runner(AT_ONCE);
        var second = mesh.runner()) {
      first.start(counting("taken", port.topic(), 100), Map.of());
      Surroundings.await("a hundred are out", () -> mesh.read(port.topic()).size() == 100);
      Surroundings.await("its writer is closed", () -> !hasWriter("taken"));
      second.start(counting("taken", port.topic(), 200), Map.of());
      Surroundings.await("as many again", () -> mesh.read(port.topic()).size() == 200);

      first.start(counting("taken", port.topic(), 300), Map.of());
      Surroundings.await("the first gives up", () -> state(first) == State.FAILED);
      second.start(counting("taken", port.topic(), 400), Map.of());

      Surroundings.await("the second goes on", () -> mesh.read(port.topic()).size() >= 400);
      assertThat(first.status().get(0).message()).contains("Another runner has taken over");
      assertThat(state(second)).isEqualTo(State.RUNNING);
    }
    assertThat(mesh.read(port.topic())).hasSize(400);
  }

  @Test
  void aPortWithNothingNewTakesNoConnectionUntilThereIs() throws Exception {
    var from = mesh.port("quiet.numbers");
    var to = mesh.port("heard.numbers");
    try (var runner = mesh.runner(AT_ONCE)) {
      runner.start(copying(from.topic(), to.topic()), Map.of());
      for (var count = 1; count <= 3; count++) {
        send(from.topic(), count);
        var all = count;
        Surroundings.await(all + " are out", () -> mesh.read(to.topic()).size() == all);
        Surroundings.await("its reader is closed", () -> !hasReader("copy-read"));
      }
    }
  }

  private void send(String topic, int id) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            kafka.access().clientProperties(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "{\"id\":" + id + "}")).get();
    }
  }

  private static FlowSpec copying(String from, String to) {
    return Surroundings.flow(
        """
        {'name': 'copy', 'product': 'heard', 'processors': [
          {'name': 'read', 'type': 'ConsumePort', 'settings': {'port': '%s'}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> publish']}
        """
            .formatted(from, to));
  }

  /** A client tells the platform of itself while it is open. */
  private static boolean hasReader(String client) {
    try {
      return ManagementFactory.getPlatformMBeanServer()
          .isRegistered(new ObjectName("kafka.consumer:type=app-info,id=weft-flow-" + client));
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  private static State state(FlowRunner runner) {
    return runner.status().get(0).status();
  }

  private static boolean hasWriter(String flow) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().endsWith("| weft-flow-" + flow));
  }

  private static FlowSpec counting(String name, String port, int count) {
    return Surroundings.flow(
        """
        {'name': '%s', 'product': 'idle', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': %d, 'batch': 50}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> publish']}
        """
            .formatted(name, count, port));
  }
}
