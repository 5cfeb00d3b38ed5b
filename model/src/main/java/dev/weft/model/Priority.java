package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How urgent somebody's reading is, for the moments when not everybody can be served at once. */
public enum Priority {
  /** Somebody or something waits for each record. */
  INTERACTIVE,
  /** The standard. */
  NORMAL,
  /** Much at once, whenever there is room: exports, backfills. */
  BULK;

  /**
   * From its word in files and requests.
   *
   * @throws IllegalArgumentException when there is no such word
   */
  @JsonCreator
  public static Priority parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + text + "' is no priority; write interactive, normal or bulk"));
  }

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The more urgent of the two. */
  public Priority or(Priority other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** The less urgent of the two. */
  public Priority and(Priority other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
