package dev.weft.processors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogParserTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  @Test
  void readsAModernMessage() {
    var fields =
        parsed(
            "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 ID47"
                + " [exampleSDID@32473 iut=\"3\" event=\"a \\\"b\\] c\"][more@1]"
                + " \uFEFF%% It's time.");

    assertThat(fields)
        .containsEntry("format", "rfc5424")
        .containsEntry("facility", 20L)
        .containsEntry("severity", 5L)
        .containsEntry("severityName", "notice")
        .containsEntry("time", Instant.parse("2003-08-24T12:14:15.000003Z"))
        .containsEntry("host", "192.0.2.1")
        .containsEntry("app", "myproc")
        .containsEntry("process", "8710")
        .containsEntry("messageId", "ID47")
        .containsEntry(
            "data",
            Map.of(
                "exampleSDID@32473", Map.of("iut", "3", "event", "a \"b] c"), "more@1", Map.of()))
        .containsEntry("message", "%% It's time.")
        .containsEntry("sender", "127.0.0.1")
        .containsEntry("received", NOW);
  }

  @Test
  void readsAModernMessageThatSaysLittle() {
    var fields = parsed("<0>1 - - - - - -");

    assertThat(fields)
        .containsEntry("format", "rfc5424")
        .containsEntry("time", null)
        .containsEntry("host", null)
        .containsEntry("data", null)
        .containsEntry("message", "");
  }

  @Test
  void readsAnOldMessage() {
    var fields = parsed("<34>Oct 11 22:14:15 mymachine su[231]: 'su root' failed on /dev/pts/8");

    assertThat(fields)
        .containsEntry("format", "rfc3164")
        .containsEntry("facility", 4L)
        .containsEntry("severityName", "critical")
        .containsEntry("time", Instant.parse("2025-10-11T20:14:15Z"))
        .containsEntry("host", "mymachine")
        .containsEntry("app", "su")
        .containsEntry("process", "231")
        .containsEntry("message", "'su root' failed on /dev/pts/8");
  }

  @Test
  void readsAnOldMessageOfOneDigitDaysIsoTimesAndNoTag() {
    assertThat(parsed("<13>Jan  1 10:00:00 host no tag here"))
        .containsEntry("time", Instant.parse("2026-01-01T09:00:00Z"))
        .containsEntry("app", null)
        .containsEntry("message", "no tag here");
    assertThat(parsed("<13>2026-01-01T10:00:00+02:00 host app: text"))
        .containsEntry("format", "rfc3164")
        .containsEntry("time", Instant.parse("2026-01-01T08:00:00Z"))
        .containsEntry("app", "app");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no priority",
        "<192>1 - - - - - -",
        "<13>Feb 31 10:00:00 host app: text",
        "<13>1 yesterday host app - - - text",
        "<13>1 - host app - - [open x=\"1\" text",
        "<13>1 - host app - - [open x=\"1]",
        ""
      })
  void keepsWhatItCannotRead(String text) {
    var fields = parsed(text);

    assertThat(fields)
        .containsEntry("format", "unknown")
        .containsEntry("message", text)
        .containsEntry("facility", null)
        .hasSize(13);
  }

  private static Map<String, Object> parsed(String text) {
    var message =
        new Message(text.getBytes(StandardCharsets.UTF_8), InetAddress.getLoopbackAddress(), NOW);
    return new SyslogParser(ZoneId.of("Europe/Paris")).record(message).fields();
  }
}
