package dev.weft.registry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A timestamp in its most usual form, {@code 2026-05-01T12:00:00} with {@code Z} or without. It is
 * read digit by digit: a formatter takes many times as long, and each record has its timestamps.
 */
record PlainTimestamp(LocalDateTime local, boolean utc) {
  private static final String FORM = "0000-00-00T00:00:00";

  /**
   * Empty when the text has another form.
   *
   * @throws DateTimeException when it has this form and there is no such moment
   */
  static Optional<PlainTimestamp> of(String text) {
    var length = FORM.length();
    var utc = text.length() == length + 1 && text.charAt(length) == 'Z';
    if ((!utc && text.length() != length) || !hasForm(text)) {
      return Optional.empty();
    }
    var local =
        LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19));
    return Optional.of(new PlainTimestamp(local, utc));
  }

  Instant at(ZoneId zone) {
    return utc ? local.toInstant(ZoneOffset.UTC) : local.atZone(zone).toInstant();
  }

  private static boolean hasForm(String text) {
    for (var i = 0; i < FORM.length(); i++) {
      var wanted = FORM.charAt(i);
      var found = text.charAt(i);
      if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    var number = 0;
    for (var i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
