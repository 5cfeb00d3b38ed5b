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
  /** The elements below the root of an XML document; for reading. */
  @JsonProperty("xml")
  XML("xml", "application/xml"),
  /** YAML mappings; for reading. */
  @JsonProperty("yaml")
  YAML("yaml", "application/yaml"),
  /** Avro container files, with their schema. */
  @JsonProperty("avro")
  AVRO("avro", "application/avro-binary"),
  /** Lines of syslog, RFC 5424 or 3164; for reading. */
  @JsonProperty("syslog")
  SYSLOG("log", "text/plain; charset=utf-8"),
  /** Lines as they are, in the field {@code line}; for reading. */
  @JsonProperty("lines")
  LINES("txt", "text/plain; charset=utf-8"),
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
   * A reader of UTF-8 text, or of Avro.
   *
   * @param source names the stream in each record's origin
   */
  public RecordReader reader(InputStream in, String source, CsvDialect dialect) {
    return switch (this) {
      case CSV -> new CsvReader(in, source, dialect);
      case JSON_LINES -> new JsonLinesReader(in, source);
      case JSON_ARRAY -> new JsonStreamReader(in, source);
      case XML -> new XmlReader(in, source, dialect);
      case YAML -> new YamlReader(in, source);
      case AVRO -> new AvroReader(in, source);
      case SYSLOG ->
          new LinesReader(in, source, SyslogLine::parse, "the line is neither RFC 5424 nor 3164");
      case LINES -> LinesReader.plain(in, source);
      case NONE -> throw new IllegalArgumentException("reader 'none' cannot read records");
    };
  }

  /** Whether records can be written in it. */
  public boolean canWrite() {
    return this == CSV || this == JSON_LINES || this == JSON_ARRAY || this == AVRO;
  }

  /** For a settings constructor: refuses a writer that cannot be one. */
  public RecordFormat asWriter() {
    if (this != NONE && !canWrite()) {
      throw new IllegalArgumentException("writer cannot be one of the formats for reading only");
    }
    return this;
  }

  /** A writer of UTF-8 text, or of Avro. */
  public RecordWriter writer(CsvDialect dialect) {
    return switch (this) {
      case CSV -> new CsvWriter(dialect);
      case JSON_LINES -> new JsonLinesWriter();
      case JSON_ARRAY -> new JsonArrayWriter();
      case AVRO -> new AvroWriter();
      case XML, YAML, SYSLOG, LINES, NONE ->
          throw new IllegalArgumentException("writer '" + this + "' cannot write records");
    };
  }
}
