package dev.weft.processors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.Tls;
import dev.weft.testing.FieldNames;
import dev.weft.testing.TestCertificate;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Against a real mosquitto. */
class MqttIT {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir static Path folder;
  private static MosquittoServer mosquitto;

  private final TestContext context =
      TestContext.of(new FieldNames(), Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<AutoCloseable> open = new ArrayList<>();
  private Optional<JsonNode> position = Optional.empty();
  private String name;

  @BeforeAll
  static void start() throws Exception {
    mosquitto = MosquittoServer.plain(Files.createDirectory(folder.resolve("plain")));
  }

  @AfterAll
  static void stop() {
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  @BeforeEach
  void session(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  @Test
  void takesMessagesAsFlowFiles() throws Exception {
    var source = source(ConsumeMQTT.Payload.BYTES);
    source.poll(position);
    publish("a", "1");

    var file = pollUntil(source, 1).get(0);

    assertThat(text(file)).isEqualTo("{\"value\":\"1\"}");
    assertThat(file.attributes())
        .containsEntry("mqtt.topic", "allowed/" + name + "/a")
        .containsEntry("mqtt.qos", "1")
        .containsEntry("mqtt.retained", "false")
        .containsEntry("mqtt.received", NOW.toString());
    assertThat(((Bytes) file.content()).origin())
        .isEqualTo(
            new Content.Origin(
                "mqtt://127.0.0.1:" + mosquitto.port() + "/allowed/" + name + "/a", "message", 1));
  }

  @Test
  void takesMessagesAsRecords() throws Exception {
    var source = source(ConsumeMQTT.Payload.RECORDS);
    source.poll(position);
    publish("a", "1");
    try (var sink = sink("allowed/" + name + "/text")) {
      sink.send(bytes("no JSON"));
      sink.send(bytes("1 2"));
      sink.flush();
    }

    var records = new ArrayList<DataRecord>();
    while (records.size() < 3) {
      for (var file : pollUntil(source, 1)) {
        ((Records) file.content()).items().forEach(item -> records.add(item.record()));
      }
    }

    assertThat(records)
        .extracting(record -> record.get("payload"))
        .containsExactly(Map.of("value", "1"), "no JSON", "1 2");
    assertThat(records.get(0).fields())
        .containsEntry("topic", "allowed/" + name + "/a")
        .containsEntry("qos", 1L)
        .containsEntry("retained", false)
        .containsEntry("received", NOW);
  }

  @Test
  void getsAgainWhatWasNotCommitted() throws Exception {
    var first = source(ConsumeMQTT.Payload.BYTES);
    first.poll(position);
    publish("a", "1", "2");
    while (first.poll(position).flowFiles().isEmpty()) {
      // The messages are on their way.
    }
    first.close();

    var again = pollUntil(source(ConsumeMQTT.Payload.BYTES), 2);

    assertThat(texts(again)).containsExactly("{\"value\":\"1\"}", "{\"value\":\"2\"}");
  }

  @Test
  void doesNotGetAgainWhatWasCommitted() throws Exception {
    var first = source(ConsumeMQTT.Payload.BYTES);
    first.poll(position);
    publish("a", "1", "2");
    pollUntil(first, 2);
    first.close();
    publish("a", "3");

    var later = pollUntil(source(ConsumeMQTT.Payload.BYTES), 1);

    assertThat(texts(later)).containsExactly("{\"value\":\"3\"}");
  }

  @Test
  void handsTheSameBatchOutUntilItIsCommitted() throws Exception {
    var source = source(ConsumeMQTT.Payload.BYTES);
    source.poll(position);
    publish("a", "1");
    SourceProcessor.Batch batch;
    do {
      batch = source.poll(position);
    } while (batch.flowFiles().isEmpty());
    publish("a", "2");

    assertThat(source.poll(position)).isEqualTo(batch);
    position = batch.position();
    assertThat(texts(pollUntil(source, 1))).containsExactly("{\"value\":\"2\"}");
  }

  @Test
  void getsMoreThanTheBrokerSendsAtOnce() throws Exception {
    var source = source(ConsumeMQTT.Payload.BYTES);
    source.poll(position);
    var sent = new ArrayList<String>();
    for (var i = 0; i < 200; i++) {
      sent.add(Integer.toString(i));
    }
    publish("a", sent.toArray(String[]::new));

    assertThat(texts(pollUntil(source, 200)))
        .containsExactlyElementsOf(
            sent.stream().map(value -> "{\"value\":\"" + value + "\"}").toList());
  }

  @Test
  void goesOnWhenTheBrokerWasAway() throws Exception {
    var source = source(ConsumeMQTT.Payload.BYTES);
    source.poll(position);
    var sink = sink("allowed/" + name + "/a");
    sink.send(new DataRecord(Map.of("value", "1")));
    sink.flush();
    pollUntil(source, 1);
    mosquitto.stop();
    assertThatThrownBy(
            () -> {
              while (true) {
                source.poll(position);
              }
            })
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("mqtt://127.0.0.1:" + mosquitto.port() + " cannot be reached");
    var record = new DataRecord(Map.of("value", "2"));
    assertThatThrownBy(
            () -> {
              while (true) {
                sink.send(record);
                sink.flush();
              }
            })
        .isInstanceOf(RetryableException.class);
    mosquitto.start();

    sink.flush();
    sink.send(record);
    sink.flush();

    assertThat(texts(pollUntil(source, 1))).contains("{\"value\":\"2\"}");
  }

  @Test
  void saysWhatTheBrokerRefuses() {
    var sink = sink("forbidden/a");

    assertThatThrownBy(
            () -> {
              sink.send(new DataRecord(Map.of("value", "1")));
              sink.flush();
            })
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("refuses a message (reason code 135)");
  }

  @Test
  void doesNotShowAWrongPassword() {
    var settings =
        new ConsumeMQTT.Settings(
            broker(),
            List.of("allowed/#"),
            "weft",
            "wrong-password",
            null,
            name,
            null,
            null,
            null,
            null,
            null,
            null);
    var source = new ConsumeMQTT().create(settings, context.processor());

    assertThatThrownBy(() -> source.poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageNotContaining("wrong-password")
        .hasMessageContaining("uthor");
    assertThat(settings.toString()).doesNotContain("wrong-password");
  }

  @Test
  void sendsWhatHasNoTopicToFailure() throws Exception {
    var flow =
        TestFlow.of(
            new PublishMQTT()
                .create(
                    new PublishMQTT.Settings(
                        broker(),
                        null,
                        "room",
                        MosquittoServer.USER,
                        MosquittoServer.PASSWORD,
                        null,
                        null,
                        false,
                        60,
                        null),
                    context.processor()));
    open.add(flow);
    var good = new DataRecord(Map.of("room", "allowed/" + name));
    var wildcard = new DataRecord(Map.of("room", "allowed/#"));
    var none = new DataRecord(Map.of());
    var large = new DataRecord(Map.of("room", "allowed/a", "more", "x".repeat(80)));

    flow.send(good, wildcard, none, large);
    flow.flush();

    assertThat(flow.records("success")).containsExactly(good);
    assertThat(flow.records("failure")).containsExactly(wildcard, none, large);
    assertThat(flow.emitted("failure"))
        .extracting(file -> file.attributes().get("error.message"))
        .containsExactly(
            "topic must not hold + or #, which are for subscriptions",
            "topicFrom: room is missing",
            "the message is larger than 60 bytes");
  }

  @Test
  void talksTls() throws Exception {
    var place = Files.createDirectory(folder.resolve("tls"));
    var certificate = TestCertificate.in(place);
    try (var server =
        MosquittoServer.withTls(place, certificate.certificate(), certificate.key())) {
      var uri = URI.create("mqtts://localhost:" + server.port());
      context.services().put("trusting", trusting(certificate.certificate()));
      var sink =
          TestFlow.of(
              new PublishMQTT()
                  .create(
                      new PublishMQTT.Settings(
                          uri,
                          "allowed/tls",
                          null,
                          MosquittoServer.USER,
                          MosquittoServer.PASSWORD,
                          "trusting",
                          null,
                          true,
                          null,
                          null),
                      context.processor()));
      open.add(sink);
      sink.send(new DataRecord(Map.of("value", "1")));
      sink.flush();

      var source = source(uri, "allowed/tls", "trusting", null);

      assertThat(pollUntil(source, 1).get(0).attributes()).containsEntry("mqtt.retained", "true");
      assertThatThrownBy(() -> source(uri, "allowed/tls", "", null).poll(position))
          .as("a certificate that Java does not trust")
          .isInstanceOf(RetryableException.class);
    }
  }

  private static Tls trusting(Path certificate) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "test", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return () -> tls;
  }

  private SourceProcessor source(ConsumeMQTT.Payload payload) {
    return source(broker(), "allowed/" + name + "/#", "", payload);
  }

  private SourceProcessor source(URI uri, String topic, String tls, ConsumeMQTT.Payload payload) {
    var settings =
        new ConsumeMQTT.Settings(
            uri,
            List.of(topic),
            MosquittoServer.USER,
            MosquittoServer.PASSWORD,
            tls,
            name,
            null,
            payload,
            null,
            null,
            null,
            null);
    var source = new ConsumeMQTT().create(settings, context.processor());
    open.add(source);
    return source;
  }

  private TestFlow sink(String topic) {
    var flow =
        TestFlow.of(
            new PublishMQTT()
                .create(
                    new PublishMQTT.Settings(
                        broker(),
                        topic,
                        null,
                        MosquittoServer.USER,
                        MosquittoServer.PASSWORD,
                        null,
                        null,
                        false,
                        null,
                        null),
                    context.processor()));
    open.add(flow);
    return flow;
  }

  private void publish(String topic, String... values) throws RetryableException {
    var sink = sink("allowed/" + name + "/" + topic);
    for (var value : values) {
      sink.send(new DataRecord(Map.of("value", value)));
    }
    sink.flush();
    assertThat(sink.records("success")).hasSize(values.length);
  }

  private static URI broker() {
    return URI.create("mqtt://127.0.0.1:" + mosquitto.port());
  }

  /** Polls and commits until at least so many have come. */
  private List<FlowFile> pollUntil(SourceProcessor source, int count) throws Exception {
    var all = new ArrayList<FlowFile>();
    while (all.size() < count) {
      var batch = source.poll(position);
      all.addAll(batch.flowFiles());
      if (batch.position().isPresent()) {
        position = batch.position();
        source.committed(position.get());
      }
    }
    return all;
  }

  private static FlowFile bytes(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new FlowFile(
        Map.of(),
        new Bytes(
            () -> new ByteArrayInputStream(bytes),
            bytes.length,
            new Content.Origin("test", "line", 1)));
  }

  private static List<String> texts(List<FlowFile> files) {
    return files.stream().map(MqttIT::text).toList();
  }

  private static String text(FlowFile file) {
    try (var in = ((Bytes) file.content()).opener().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
