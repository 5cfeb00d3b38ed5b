package dev.weft.processors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.Tls;
import dev.weft.testing.ServerProcess;
import dev.weft.testing.TestCertificate;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets, and Debian's logger, which speaks all kinds of syslog. */
class ListenIT {
  private static final Expressions NO_EXPRESSIONS =
      text -> {
        throw new AssertionError("no expression is needed here");
      };

  @TempDir Path folder;
  private final TestContext context = TestContext.of(NO_EXPRESSIONS, Clock.systemUTC());
  private final List<AutoCloseable> open = new ArrayList<>();
  private Optional<JsonNode> position = Optional.empty();

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  @Test
  void takesLinesOfSeveralSenders() throws Exception {
    var source = tcp(0, null, 100, 1_000, null, false);
    send(source.port(), "one\r\ntwo\n\n");
    send(source.port(), "three");

    var records = pollUntil(source, 3);

    assertThat(records)
        .extracting(record -> record.get("message"))
        .containsExactlyInAnyOrder("one", "two", "three");
    assertThat(records).extracting(record -> record.get("sender")).containsOnly("127.0.0.1");
  }

  @Test
  void handsTheSameBatchOutUntilItIsCommitted() throws Exception {
    var source = tcp(0, null, 100, 1_000, null, false);
    send(source.port(), "one\n");
    SourceProcessor.Batch batch;
    do {
      batch = source.poll(position);
    } while (batch.flowFiles().isEmpty());
    send(source.port(), "two\n");

    assertThat(source.poll(position)).isEqualTo(batch);
    position = batch.position();
    assertThat(messages(source, 1)).containsExactly("two");
  }

  @Test
  void makesSendersOfMoreThanItTakesWait() throws Exception {
    var source = tcp(0, null, 2, 100_000, null, false);
    var line = "x".repeat(99_000) + "\n";
    var sent = new ArrayList<Integer>();
    var sender =
        new Thread(
            () -> {
              try (var socket = new Socket(InetAddress.getLoopbackAddress(), source.port())) {
                for (var i = 0; i < 500; i++) {
                  socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
                  synchronized (sent) {
                    sent.add(i);
                  }
                }
              } catch (IOException | RetryableException e) {
                throw new IllegalStateException(e);
              }
            });
    sender.start();
    while (sender.getState() != Thread.State.RUNNABLE || count(sent) == 0) {
      Thread.onSpinWait();
    }

    // 50 MB are more than all buffers between the two hold.
    assertThat(messages(source, 500)).hasSize(500);
    sender.join();
    assertThat(context.bulletins()).isEmpty();
  }

  private static int count(List<Integer> sent) {
    synchronized (sent) {
      return sent.size();
    }
  }

  @Test
  void leavesOutLinesThatAreTooLongAndSaysSo() throws Exception {
    var source = tcp(0, null, 100, 5, null, false);
    send(source.port(), "123456\n12345\n");

    assertThat(messages(source, 1)).containsExactly("12345");
    source.poll(position);
    assertThat(context.bulletins())
        .containsExactly("1 messages were longer than maxBytes and are left out.");
  }

  @Test
  void closesFurtherConnections() throws Exception {
    var source = tcp(0, null, 100, 100, null, false);
    var sockets = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 2; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), source.port()));
        sockets.get(i).getOutputStream().write("here\n".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(messages(source, 2)).hasSize(2);
      try (var third = new Socket(InetAddress.getLoopbackAddress(), source.port())) {
        assertThat(third.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void takesOnlyThoseWhoProveWhoTheyAre() throws Exception {
    var own = TestCertificate.in(folder);
    context.services().put("tls", tls(own));
    context.services().put("stranger", tlsThatShowsNothing(own));
    var source = tcp(0, null, 100, 100, "tls", true);
    var port = source.port();

    var sink = putTcp("tls", port);
    sink.send(record("by TLS"));
    sink.flush();

    assertThat(messages(source, 1)).containsExactly("{\"message\":\"by TLS\"}");
    var stranger = putTcp("stranger", port);
    assertThatThrownBy(
            () -> {
              while (true) {
                stranger.send(record("more"));
                stranger.flush();
              }
            })
        .isInstanceOf(RetryableException.class);
  }

  @Test
  void dropsAndCountsDatagramsThatAreTooMany() throws Exception {
    var settings = new ListenUDP.Settings(0, null, null, null, 40, 3);
    var source = (MessageSource) new ListenUDP().create(settings, context.processor());
    open.add(source);
    var port = source.port();
    var sink =
        new PutUDP().create(new PutUDP.Settings("127.0.0.1", port, null), context.processor());
    var flow = TestFlow.of(sink);
    open.add(flow);
    for (var i = 0; i < 200; i++) {
      flow.send(record("n" + i));
    }
    flow.send(record("longer than forty bytes, with what is around it"));

    var got = messages(source, 1);
    while (context.bulletins().isEmpty()) {
      got.addAll(messagesOf(source.poll(position)));
    }

    assertThat(got).isNotEmpty().first().isEqualTo("{\"message\":\"n0\"}");
    assertThat(String.join(" ", context.bulletins())).contains("were dropped");
  }

  @Test
  void givesBytesForOtherReaders() throws Exception {
    var settings =
        new ListenTCP.Settings(0, null, null, null, false, Output.BYTES, null, null, null);
    var source = (MessageSource) new ListenTCP().create(settings, context.processor());
    open.add(source);
    send(source.port(), "{\"a\": 1}\n");
    FlowFile file = null;
    while (file == null) {
      var batch = source.poll(position);
      file = batch.flowFiles().isEmpty() ? null : batch.flowFiles().get(0);
    }

    try (var in = ((Bytes) file.content()).opener().open()) {
      assertThat(in.readAllBytes()).isEqualTo("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(file.attributes()).containsEntry("sender", "127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "UDP, --udp --rfc5424, rfc5424",
    "UDP, --udp --rfc3164, rfc3164",
    "TCP, --tcp --rfc5424, rfc5424",
    "TCP, --tcp --rfc5424 --octet-count, rfc5424",
    "TCP, --tcp --rfc3164 --octet-count, rfc3164"
  })
  void understandsALogger(ListenSyslog.Protocol protocol, String options, String format)
      throws Exception {
    var settings =
        new ListenSyslog.Settings(0, protocol, null, null, null, false, null, null, null, null);
    var source = (MessageSource) new ListenSyslog().create(settings, context.processor());
    open.add(source);

    log(source.port(), options, "42 ways to say it: täglich");
    var record = pollUntil(source, 1).get(0);

    assertThat(record.fields())
        .containsEntry("format", format)
        .containsEntry("facility", 16L)
        .containsEntry("severityName", "warning")
        .containsEntry("app", "weft-test")
        .containsEntry("message", "42 ways to say it: täglich");
    assertThat(record.get("time")).isNotNull();
    assertThat(record.get("host")).isNotNull();
  }

  @Test
  void saysThatAPortIsTaken() throws Exception {
    var first = tcp(0, null, 100, 100, null, false);
    var second = tcp(first.port(), null, 100, 100, null, false);

    assertThatThrownBy(() -> second.poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("cannot be listened on");
  }

  @Test
  void sendsWhatIsTooLongToFailure() throws Exception {
    var source = tcp(0, null, 100, 100, null, false);
    var settings = new PutTCP.Settings("127.0.0.1", source.port(), false, null, 20, null);
    var flow = TestFlow.of(new PutTCP().create(settings, context.processor()));
    open.add(flow);

    flow.send(record("a"), record("longer than twenty bytes"));
    flow.flush();

    assertThat(messages(source, 1)).containsExactly("{\"message\":\"a\"}");
    assertThat(flow.records("failure")).containsExactly(record("longer than twenty bytes"));
    assertThat(flow.emitted("failure").get(0).attributes())
        .containsEntry("error.message", "the message is longer than 20 bytes");
  }

  @Test
  void listensToStrangersOnlyWhenToldWho() {
    assertThatThrownBy(() -> new ListenUDP.Settings(514, "0.0.0.0", List.of(), null, null, null))
        .hasMessageContaining("senders");
    assertThatThrownBy(
            () -> new ListenUDP.Settings(514, "0.0.0.0", List.of("example.org"), null, null, null))
        .hasMessageContaining("networks such as 10.0.0.0/8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "192.168.1.7", "2001:db8::5", "127.0.0.1", "::1"})
  void allowsNetworks(String sender) throws Exception {
    var networks = new Networks(List.of("10.0.0.0/8", "192.168.1.7", "2001:db8::/32"));

    assertThat(networks.allow(InetAddress.getByName(sender))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.1.2.3", "192.168.1.8", "2001:db9::5"})
  void allowsNoOthers(String sender) throws Exception {
    var networks = new Networks(List.of("10.0.0.0/8", "192.168.1.7", "2001:db8::/32"));

    assertThat(networks.allow(InetAddress.getByName(sender))).isFalse();
  }

  private Tls tls(TestCertificate own) {
    return service(
        own.certificate().toString(), own.certificate().toString(), own.key().toString());
  }

  private Tls tlsThatShowsNothing(TestCertificate own) {
    return service(own.certificate().toString(), null, null);
  }

  private static Tls service(String trusted, String certificate, String key) {
    return new TlsContext()
        .create(new TlsContext.Settings(trusted, certificate, key), Clock.systemUTC());
  }

  private TestFlow putTcp(String tls, int port) {
    var settings = new PutTCP.Settings("localhost", port, true, tls, null, null);
    var flow = TestFlow.of(new PutTCP().create(settings, context.processor()));
    open.add(flow);
    return flow;
  }

  private MessageSource tcp(
      int port,
      List<String> senders,
      int maxWaiting,
      int maxBytes,
      String tls,
      boolean clientCertificate) {
    var settings =
        new ListenTCP.Settings(
            port, null, senders, tls, clientCertificate, null, maxBytes, maxWaiting, 2);
    var source = (MessageSource) new ListenTCP().create(settings, context.processor());
    open.add(source);
    return source;
  }

  private static DataRecord record(String message) {
    return new DataRecord(Map.of("message", message));
  }

  private static void send(int port, String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void log(int port, String options, String message) throws Exception {
    var command = new ArrayList<String>();
    command.add(ServerProcess.program("logger", "bsdutils").toString());
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("--server", "127.0.0.1", "--port", "" + port, "-p", "local0.warning"));
    command.addAll(List.of("-t", "weft-test", "--", message));
    var logger = new ProcessBuilder(command);
    logger.environment().put("LC_ALL", "C.UTF-8");
    assertThat(logger.inheritIO().start().waitFor()).isZero();
  }

  private List<String> messages(SourceProcessor source, int count) throws Exception {
    var messages = new ArrayList<String>();
    pollUntil(source, count).forEach(record -> messages.add((String) record.get("message")));
    return messages;
  }

  private List<DataRecord> pollUntil(SourceProcessor source, int count) throws Exception {
    var all = new ArrayList<DataRecord>();
    while (all.size() < count) {
      all.addAll(recordsOf(source.poll(position)));
    }
    return all;
  }

  private List<String> messagesOf(SourceProcessor.Batch batch) {
    return recordsOf(batch).stream().map(record -> (String) record.get("message")).toList();
  }

  private List<DataRecord> recordsOf(SourceProcessor.Batch batch) {
    position = batch.position().or(() -> position);
    return batch.flowFiles().stream()
        .flatMap(file -> ((Records) file.content()).items().stream())
        .map(item -> item.record())
        .toList();
  }
}
