package dev.weft.policy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A moment as requests may write it: ISO 8601, milliseconds since 1970, or as Ranger's tests do.
 */
final class Moments {
  private static final DateTimeFormatter RANGER =
      DateTimeFormatter.ofPattern("uuuuMMdd-HH:mm:ss.SSSxx", Locale.ROOT);

  private static final List<Function<String, Instant>> FORMS =
      List.of(
          Instant::parse,
          text -> OffsetDateTime.parse(text).toInstant(),
          text -> OffsetDateTime.parse(text, RANGER).toInstant(),
          text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));

  private Moments() {}

  static Optional<Instant> read(JsonNode node) {
    if (node.isNumber()) {
      return Optional.of(Instant.ofEpochMilli(node.longValue()));
    }
    for (var form : FORMS) {
      try {
        return Optional.of(form.apply(node.asText().strip()));
      } catch (DateTimeException e) {
        // The next form may be the one.
      }
    }
    return Optional.empty();
  }
}
