package dev.weft.processors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.weft.model.DataRecord;
import dev.weft.spi.flow.RetryableException;
import dev.weft.testing.FieldNames;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real SMTP server in the process. */
class PutEmailIT {
  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
          });
  private final TestContext context = TestContext.of(new FieldNames(), Clock.systemUTC());

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void sendsAMailForEachRecord() throws Exception {
    var flow = flow(PutEmail.Security.NONE, PutEmail.Each.RECORD, server.getSmtp().getPort());

    flow.send(record("title", "Größe\r\nBcc: evil@example.org", "n", 1L), record("n", 2L));

    var mails = server.getReceivedMessages();
    assertThat(mails).hasSize(1);
    assertThat(mails[0].getSubject()).isEqualTo("Größe Bcc: evil@example.org");
    assertThat(mails[0].getContent().toString()).contains("\"n\":1");
    assertThat(mails[0].getAllRecipients()).hasSize(1);
    assertThat(mails[0].getHeader("Message-ID")[0]).endsWith("@weft>");
    assertThat(flow.records("failure")).containsExactly(record("n", 2L));
  }

  @Test
  void listsTheFirstRecordsOfAFlowFile() throws Exception {
    var flow = flow(PutEmail.Security.NONE, PutEmail.Each.FLOW_FILE, server.getSmtp().getPort());

    flow.send(
        IntStream.range(0, 103)
            .mapToObj(n -> record("title", "Alarms", "n", (long) n))
            .toArray(DataRecord[]::new));

    var text = server.getReceivedMessages()[0].getContent().toString();
    assertThat(text.lines()).hasSize(101);
    assertThat(text).contains("and 3 more");
    assertThat(flow.records("success")).hasSize(103);
  }

  @Test
  void sendsNothingWithoutTheTlsThatIsAskedFor() {
    var flow = flow(PutEmail.Security.STARTTLS, null, server.getSmtp().getPort());

    assertThatThrownBy(() -> flow.send(record("title", "Alarm")))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("STARTTLS");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void sendsNothingToAServerThatItDoesNotTrust() {
    var flow = flow(PutEmail.Security.TLS, null, server.getSmtps().getPort());

    assertThatThrownBy(() -> flow.send(record("title", "Alarm")))
        .isInstanceOf(RetryableException.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void goesOnWhenTheServerWasAway() throws Exception {
    var port = server.getSmtp().getPort();
    var flow = flow(PutEmail.Security.NONE, null, port);
    server.stop();
    assertThatThrownBy(() -> flow.send(record("title", "Alarm")))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("smtp://127.0.0.1:" + port);
  }

  @Test
  void refusesAPasswordInTheClearAndWhatIsNoAddress() {
    assertThatThrownBy(() -> settings(PutEmail.Security.NONE, "secret", "a@example.org"))
        .hasMessage("password needs security starttls or tls");
    var wrong = settings(PutEmail.Security.TLS, null, "no address");
    assertThatThrownBy(() -> new PutEmail().create(wrong, context.processor()))
        .hasMessageContaining("to holds no mail address");
  }

  private TestFlow flow(PutEmail.Security security, PutEmail.Each each, int port) {
    var settings =
        new PutEmail.Settings(
            "127.0.0.1",
            port,
            security,
            null,
            null,
            null,
            "weft@example.org",
            List.of("ops@example.org"),
            "title",
            null,
            each,
            null);
    return TestFlow.of(new PutEmail().create(settings, context.processor()));
  }

  private static PutEmail.Settings settings(
      PutEmail.Security security, String password, String to) {
    return new PutEmail.Settings(
        "127.0.0.1",
        null,
        security,
        null,
        "me",
        password,
        "weft@example.org",
        List.of(to),
        "title",
        null,
        null,
        null);
  }

  private static DataRecord record(String name, Object value) {
    return new DataRecord(Map.of(name, value));
  }

  private static DataRecord record(String name, Object value, String second, Object other) {
    return new DataRecord(Map.of(name, value, second, other));
  }
}
