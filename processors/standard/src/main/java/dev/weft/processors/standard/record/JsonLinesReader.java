package dev.weft.processors.standard.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.weft.model.DataRecord;
import dev.weft.model.json.JsonFieldsReader;
import dev.weft.processors.standard.record.LineReader.Line;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads one JSON object a line; blank lines are skipped, a malformed one costs only itself. */
final class JsonLinesReader implements RecordReader {
  private final LineReader lines;
  private final String source;
  private final JsonFieldsReader fields = new JsonFieldsReader();

  JsonLinesReader(InputStream in, String source) {
    this.lines = new LineReader(in);
    this.source = source;
  }

  @Override
  public Optional<Reading> next() throws IOException {
    var line = lines.next();
    while (line.isPresent() && line.get().isBlank()) {
      line = lines.next();
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(reading(line.get()));
  }

  private Reading reading(Line line) throws IOException {
    var origin = new Origin(source, "line", line.number());
    if (line.tooLong()) {
      var reason = "the line is longer than " + Limits.RECORD_CHARACTERS + " characters";
      return new Reading.Malformed(origin, reason, line.text());
    }
    if (!line.isUtf8()) {
      return new Reading.Malformed(origin, "the text is not UTF-8", line.text());
    }
    try {
      return new Reading.Good(new Traced(parse(line.text()), origin));
    } catch (MalformedException e) {
      return new Reading.Malformed(origin, e.getMessage(), line.text());
    }
  }

  private DataRecord parse(String text) throws IOException, MalformedException {
    var asItIs = fields.read(text.getBytes(StandardCharsets.UTF_8));
    if (asItIs.isPresent()) {
      return new DataRecord(asItIs.get());
    }
    try (var parser = JsonRecords.FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedException("the line is not a JSON object");
      }
      var parsed = JsonRecords.read(parser);
      if (parser.nextToken() != null) {
        throw new MalformedException("text follows the JSON object");
      }
      return parsed;
    } catch (JsonProcessingException e) {
      throw new MalformedException(JsonFault.of(e));
    }
  }

  private static final class MalformedException extends Exception {
    MalformedException(String message) {
      super(message);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
