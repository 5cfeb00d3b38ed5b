package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PortName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins, metadata and plain reading through the gateway, with Kafka's own clients. */
class GatewayIT {
  private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void readerWithGrantReadsEverything() {
    var port = rig.port(1);
    rig.writeMany(port, 5_000);
    rig.rulings.grantAll(Rig.ADA, port);

    List<ConsumerRecord<String, String>> records;
    try (var reader = rig.reader("ada-key", port)) {
      records = Rig.poll(reader, 5_000);
    }

    assertThat(records).hasSize(5_000);
    assertThat(records.get(4_999).offset()).isEqualTo(4_999);
    assertThat(records.get(17).value()).isEqualTo("{\"number\":17}");
    Rig.await(() -> delivered(port) == 5_000);
    assertThat(rig.witness.opened)
        .anyMatch(event -> event.port().equals(port) && event.from() == 0);
  }

  @Test
  void readerWithoutGrantIsToldSo() {
    var port = rig.port(1);
    rig.write(port, "{}");

    try (var reader = rig.consumer("bo-key", Map.of("group.id", "g"))) {
      reader.subscribe(List.of(port.topic()));
      assertThatThrownBy(() -> Rig.poll(reader, 1)).isInstanceOf(TopicAuthorizationException.class);
    }

    assertThat(rig.witness.refusals)
        .anyMatch(
            refusal ->
                refusal.port().equals(port)
                    && refusal.reader().principal().equals(Rig.BO)
                    && refusal.operation().equals("read")
                    && refusal.reason().equals("There is no grant."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-512", "PLAIN"})
  void wrongSecretAndUnknownKeyLookTheSame(String mechanism) {
    var wrongSecret = failure("ada-key", mechanism);
    var unknownKey = failure("nobody-" + mechanism, mechanism);

    assertThat(wrongSecret).isEqualTo(unknownKey).isNotBlank();
    assertThat(rig.witness.logins)
        .anyMatch(login -> login.keyId().equals("ada-key") && !login.successful())
        .anyMatch(login -> login.keyId().startsWith("nobody-") && !login.successful());
  }

  @Test
  void plainWithTheRightSecretReads() {
    var port = rig.port(1);
    rig.write(port, "{\"a\":1}");
    rig.rulings.grantAll(Rig.ADA, port);
    var login = rig.client("ada-key", Rig.SECRET, "PLAIN");

    try (var reader = rig.reader("ada-key", port, asMap(login))) {
      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
    assertThat(rig.witness.logins).anyMatch(each -> each.successful());
  }

  @Test
  void onlyGrantedTopicsAreListed() throws Exception {
    var granted = rig.port(1);
    var other = rig.port(1);
    rig.create("_weft.secret", 1);
    rig.create(granted.quarantineTopic(), 1);
    rig.rulings.grantAll(Rig.BO, granted);

    try (var admin = Admin.create(rig.client("bo-key"))) {
      var names = admin.listTopics().names().get();

      assertThat(names).contains(granted.topic());
      assertThat(names)
          .doesNotContain(other.topic(), "_weft.secret", granted.quarantineTopic())
          .noneMatch(name -> name.startsWith("_"));
      assertThat(admin.describeCluster().nodes().get())
          .allMatch(node -> node.port() == rig.gateway.address().getPort());
    }
  }

  @Test
  void describesTopicsAndTheirOffsets() throws Exception {
    var port = rig.port(2);
    rig.writeMany(port, 7);
    rig.rulings.grantAll(Rig.ADA, port);
    var partition = new TopicPartition(port.topic(), 0);

    try (var admin = Admin.create(rig.client("ada-key"))) {
      var topic = admin.describeTopics(List.of(port.topic())).allTopicNames().get();
      var end = admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all().get();

      assertThat(topic.get(port.topic()).partitions()).hasSize(2);
      assertThat(end.get(partition).offset()).isEqualTo(7);
    }
  }

  @Test
  void administrationIsNotOffered() {
    try (var admin = Admin.create(rig.client("ada-key"))) {
      assertThatThrownBy(
              () ->
                  admin.createTopics(List.of(new NewTopic("shop.mine", 1, (short) 1))).all().get())
          .hasMessageContaining("CREATE_TOPICS");
    }
  }

  @Test
  void internalTopicsAreForbidden() {
    rig.create("_weft.hidden", 1);
    try (var reader = rig.consumer("ada-key", Map.of())) {
      assertThatThrownBy(() -> reader.partitionsFor("_weft.hidden"))
          .isInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void revokedGrantStopsAnOpenReader() {
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    try (var reader = rig.reader("ada-key", port)) {
      Rig.poll(reader, 1);

      rig.rulings.revoke(Rig.ADA, port);
      rig.write(port, "{\"late\":true}");

      assertThatThrownBy(() -> Rig.poll(reader, 1)).isInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void grantThatEndsStopsAnOpenReader() {
    var port = rig.port(1);
    rig.write(port, "{}");
    var end = Instant.now().plusSeconds(3);
    rig.rulings.grantUntil(Rig.ADA, port, end);
    var newest = 0L;
    try (var reader = rig.reader("ada-key", port)) {
      Rig.poll(reader, 1);
      while (Instant.now().isBefore(end.plusSeconds(30))) {
        rig.write(port, "{}");
        for (var record : reader.poll(Duration.ofMillis(50))) {
          newest = record.timestamp();
        }
      }
      throw new AssertionError("The reader was not refused.");
    } catch (TopicAuthorizationException expected) {
      // A record has whole milliseconds, an end has more.
      assertThat(Instant.ofEpochMilli(newest)).isBefore(end);
    }
  }

  @Test
  void grantThatComesLaterReachesAWaitingReader() {
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    try (var reader = rig.reader("ada-key", port)) {
      Rig.poll(reader, 1);
      rig.rulings.revoke(Rig.ADA, port);
      assertThatThrownBy(() -> Rig.poll(reader, 1)).isInstanceOf(TopicAuthorizationException.class);
      rig.write(port, "{}");

      rig.rulings.grantAll(Rig.ADA, port);

      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
  }

  @Test
  void revokedKeyEndsItsConnections() {
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    rig.keys.add("short-lived", Rig.ADA, Rig.SECRET);
    try (var reader = rig.reader("short-lived", port)) {
      Rig.poll(reader, 1);

      rig.keys.revoke("short-lived");

      assertThatThrownBy(() -> Rig.poll(reader, 1)).isInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void nothingIsDeliveredThatTheAuditDidNotTake() {
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    rig.witness.store =
        () -> java.util.concurrent.CompletableFuture.failedFuture(new IOException("disk full"));
    try (var reader = rig.reader("ada-key", port)) {
      var until = Instant.now().plusSeconds(2);
      while (Instant.now().isBefore(until)) {
        assertThat(reader.poll(Duration.ofMillis(200))).isEmpty();
      }

      rig.witness.store = () -> java.util.concurrent.CompletableFuture.completedFuture(null);

      assertThat(Rig.poll(reader, 1)).hasSize(1);
    } finally {
      rig.witness.store = () -> java.util.concurrent.CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void malformedFramesHarmNobodyElse() throws IOException {
    var port = rig.port(1);
    rig.write(port, "{}");
    rig.rulings.grantAll(Rig.ADA, port);
    try (var reader = rig.reader("ada-key", port)) {
      Rig.poll(reader, 1);

      var random = new Random(7);
      for (int i = 0; i < 20; i++) {
        var junk = new byte[random.nextInt(200) + 4];
        random.nextBytes(junk);
        assertThat(isClosedAfter(junk)).isTrue();
      }
      assertThat(isClosedAfter(new byte[] {0x7f, -1, -1, -1})).isTrue();

      rig.write(port, "{}");
      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
  }

  @Test
  void manyIdleConnectionsAreBorne() throws IOException {
    var idle = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 200; i++) {
        idle.add(new Socket(rig.gateway.address().getAddress(), rig.gateway.address().getPort()));
      }
      var port = rig.port(1);
      rig.write(port, "{}");
      rig.rulings.grantAll(Rig.ADA, port);
      try (var reader = rig.reader("ada-key", port)) {
        assertThat(Rig.poll(reader, 1)).hasSize(1);
      }
      assertThat(rig.gateway.snapshot().connections()).isGreaterThanOrEqualTo(200);
    } finally {
      for (var socket : idle) {
        socket.close();
      }
    }
  }

  private static boolean isClosedAfter(byte[] frame) throws IOException {
    try (var socket =
        new Socket(rig.gateway.address().getAddress(), rig.gateway.address().getPort())) {
      socket.setSoTimeout(10_000);
      var out = new DataOutputStream(socket.getOutputStream());
      if (frame.length > 4) {
        out.writeInt(frame.length);
      }
      out.write(frame);
      out.flush();
      return new DataInputStream(socket.getInputStream()).read() == -1;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private static String failure(String keyId, String mechanism) {
    try (var admin = Admin.create(rig.client(keyId, "wrong", mechanism))) {
      admin.listTopics().names().get();
      throw new AssertionError("It got in.");
    } catch (java.util.concurrent.ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(SaslAuthenticationException.class);
      return e.getCause().getMessage();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long delivered(PortName port) {
    return rig.witness.ranges.stream()
        .filter(range -> range.port().equals(port))
        .mapToLong(range -> range.delivered())
        .sum();
  }

  private static Map<String, Object> asMap(java.util.Properties properties) {
    var map = new java.util.HashMap<String, Object>();
    properties.forEach((key, value) -> map.put((String) key, value));
    return map;
  }
}
