package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.processors.standard.record.LineReader.Line;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a record of each line that is not blank: {@code line}, or what a parser makes of it. A bad
 * line costs only itself.
 */
final class LinesReader implements RecordReader {
  private final LineReader lines;
  private final String source;
  private final Function<String, Optional<Map<String, Object>>> parser;
  private final String otherwise;

  /**
   * @param parser the fields of a line; empty when it is none
   * @param otherwise what is wrong with a line that the parser does not take
   */
  LinesReader(
      InputStream in,
      String source,
      Function<String, Optional<Map<String, Object>>> parser,
      String otherwise) {
    this.lines = new LineReader(in);
    this.source = source;
    this.parser = parser;
    this.otherwise = otherwise;
  }

  /** Each line as the field {@code line}. */
  static LinesReader plain(InputStream in, String source) {
    return new LinesReader(in, source, line -> Optional.of(Map.of("line", line)), "");
  }

  @Override
  public Optional<Reading> next() throws IOException {
    var line = lines.next();
    while (line.isPresent() && line.get().isBlank()) {
      line = lines.next();
    }
    return line.map(this::reading);
  }

  private Reading reading(Line line) {
    var origin = new Origin(source, "line", line.number());
    if (line.tooLong()) {
      var reason = "the line is longer than " + Limits.RECORD_CHARACTERS + " characters";
      return new Reading.Malformed(origin, reason, line.text());
    }
    if (!line.isUtf8()) {
      return new Reading.Malformed(origin, "the text is not UTF-8", line.text());
    }
    return parser
        .apply(line.text())
        .<Reading>map(fields -> new Reading.Good(new Traced(new DataRecord(fields), origin)))
        .orElseGet(() -> new Reading.Malformed(origin, otherwise, line.text()));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
