package dev.weft.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTimestampTest {
  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

  @Test
  void saysWhatTheFormatterSays() {
    var random = new Random(1);
    for (var i = 0; i < 20_000; i++) {
      var text =
          "%04d-%02d-%02dT%02d:%02d:%02d%s"
              .formatted(
                  random.nextInt(10_000),
                  random.nextInt(14),
                  random.nextInt(33),
                  random.nextInt(26),
                  random.nextInt(62),
                  random.nextInt(62),
                  random.nextBoolean() ? "Z" : "");

      assertThat(plain(text)).as(text).isEqualTo(formatted(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-05-01",
        "2026-05-01T12:00",
        "2026-05-01 12:00:00",
        "2026-05-01T12:00:00z",
        "2026-05-01T12:00:00.5",
        "2026-05-01T12:00:00+02:00",
        "2026-05-01T12:00:0\u0661",
        "+026-05-01T12:00:00"
      })
  void leavesOtherFormsToTheFormatter(String text) {
    assertThat(PlainTimestamp.of(text)).isEmpty();
  }

  private static Optional<Instant> plain(String text) {
    try {
      return Optional.of(PlainTimestamp.of(text).orElseThrow().at(ZURICH));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> formatted(String text) {
    try {
      var parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          parsed instanceof OffsetDateTime offset
              ? offset.toInstant()
              : ((LocalDateTime) parsed).atZone(ZURICH).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
