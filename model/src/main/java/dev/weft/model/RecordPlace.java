package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where one record of a port is, written {@code product.port/partition/offset}. */
public record RecordPlace(PortName port, int partition, long offset) {
  private static final Pattern WRITTEN = Pattern.compile("([^/]+)/(\\d{1,9})/(\\d{1,18})");

  /** Reads {@code product.port/partition/offset}; empty when the text is not that. */
  public static Optional<RecordPlace> parse(String text) {
    var match = WRITTEN.matcher(text);
    return match.matches()
        ? PortName.parse(match.group(1))
            .map(
                port ->
                    new RecordPlace(
                        port, Integer.parseInt(match.group(2)), Long.parseLong(match.group(3))))
        : Optional.empty();
  }

  /** Reads it where it must be one, as in JSON. */
  @JsonCreator
  public static RecordPlace of(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is not the place of a record: product.port/partition/offset"));
  }

  @JsonValue
  @Override
  public String toString() {
    return port + "/" + partition + "/" + offset;
  }
}
