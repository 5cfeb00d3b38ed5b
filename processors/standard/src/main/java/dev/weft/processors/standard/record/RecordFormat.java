package dev.weft.processors.standard.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.InputStream;

/** The formats that flows can read and write. */
public enum RecordFormat {
  /** Comma-separated values with a header row, RFC 4180. */
  @JsonProperty("csv")
  CSV("csv", "text/csv; charset=utf-8"),
  /** One JSON object a line. */
  @JsonProperty("json-lines")
  JSON_LINES("jsonl", "application/x-ndjson"),
  /** One JSON array of objects. */
  @JsonProperty("json-array")
  JSON_ARRAY("json", "application/json"),
  /** No format: content stays as it is. */
  @JsonProperty("none")
  NONE("bin", "application/octet-stream");

  private final String extension;
  private final String mediaType;

  RecordFormat(String extension, String mediaType) {
    this.extension = extension;
    this.mediaType = mediaType;
  }

  /** How file names of this format end, without the dot. */
  public String extension() {
    return extension;
  }

  public String mediaType() {
    return mediaType;
  }

  /**
   * A reader of UTF-8 text.
   *
   * @param source names the stream in each record's origin
   */
  public RecordReader reader(InputStream in, String source, CsvDialect dialect) {
    return switch (this) {
      case CSV -> new CsvReader(in, source, dialect);
      case JSON_LINES -> new JsonLinesReader(in, source);
      case JSON_ARRAY -> new JsonStreamReader(in, source);
      case NONE -> throw new IllegalArgumentException("reader 'none' cannot read records");
    };
  }

  /** A writer of UTF-8 text. */
  public RecordWriter writer(CsvDialect dialect) {
    return switch (this) {
      case CSV -> new CsvWriter(dialect);
      case JSON_LINES -> new JsonLinesWriter();
      case JSON_ARRAY -> new JsonArrayWriter();
      case NONE -> throw new IllegalArgumentException("writer 'none' cannot write records");
    };
  }
}
