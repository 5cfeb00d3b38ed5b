package dev.weft.processors.standard.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a CSV text is written, beyond RFC 4180.
 *
 * @param delimiter what stands between two cells
 */
public record CsvDialect(char delimiter, Types types) {
  public static final CsvDialect RFC_4180 = new CsvDialect(',', Types.INFER);

  /** What becomes of cells that look like numbers. */
  public enum Types {
    /** Unquoted integers, decimals, true and false get their type; quoted cells stay text. */
    @JsonProperty("infer")
    INFER,
    /** Every cell stays text. */
    @JsonProperty("text")
    TEXT
  }

  public CsvDialect {
    if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
      throw new IllegalArgumentException("delimiter can be neither a quote nor a line break");
    }
  }

  /** From settings: an empty delimiter is a comma, {@code \t} a tab, empty types are inferred. */
  public static CsvDialect of(String delimiter, Types types) {
    var text = delimiter == null || delimiter.isEmpty() ? "," : delimiter;
    text = text.equals("\\t") ? "\t" : text;
    if (text.length() != 1) {
      throw new IllegalArgumentException("delimiter must be one character, such as ';'");
    }
    return new CsvDialect(text.charAt(0), types == null ? Types.INFER : types);
  }
}
