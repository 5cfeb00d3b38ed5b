package dev.weft.sql.format;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What a contract says of how a field is written, beyond its type.
 *
 * @param format a pattern for dates and times; empty for ISO 8601
 * @param zone the time zone of timestamps that name none
 * @param json whether a text column holds any JSON, as an object without known fields does
 */
public record Hint(String format, String zone, boolean json) implements Serializable {
  /** Nothing is said. */
  public static final Hint NONE = new Hint("", "", false);

  public Hint {
    format = format == null ? "" : format;
    zone = zone == null ? "" : zone;
  }

  DateTimeFormatter formatter(DateTimeFormatter iso) {
    return format.isEmpty() ? iso : DateTimeFormatter.ofPattern(format, Locale.ROOT);
  }

  ZoneId zoneId() {
    return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
  }
}
