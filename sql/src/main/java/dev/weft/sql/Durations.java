package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Durations as contracts write them ({@code 5s}, {@code PT5S}) and as SQL does. */
final class Durations {
  /** How much later than others a record may come where nobody says it. */
  static final Duration LATE = Duration.ofSeconds(5);

  /** Longer than this nobody waits for records that come late. */
  static final Duration LATE_MAX = Duration.ofDays(7);

  private Durations() {}

  /** Empty for what is none. */
  static Optional<Duration> parse(JsonNode value) {
    var text = value.asText().strip().toUpperCase(Locale.ROOT);
    try {
      var iso =
          text.startsWith("P")
              ? text
              : text.endsWith("D") ? "P" + text : "PT" + text.replace("MIN", "M");
      var duration = Duration.parse(iso);
      return duration.isNegative() ? Optional.empty() : Optional.of(duration);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** An interval of SQL. */
  static String interval(long millis) {
    var late = Duration.ofMillis(millis);
    return String.format(
        Locale.ROOT,
        "INTERVAL '%d %02d:%02d:%02d.%03d' DAY TO SECOND(3)",
        late.toDays(),
        late.toHoursPart(),
        late.toMinutesPart(),
        late.toSecondsPart(),
        late.toMillisPart());
  }
}
