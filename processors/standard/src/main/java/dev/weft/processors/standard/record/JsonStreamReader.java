package dev.weft.processors.standard.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the elements of a JSON array, or objects that follow one another, without holding more than
 * one. An element that is no object costs only itself; where the text is not JSON, nobody can say
 * where the next record begins, so reading ends there.
 */
final class JsonStreamReader implements RecordReader {
  private final String source;
  private final InputStream in;
  private JsonParser parser;
  private long count;
  private boolean ended;

  JsonStreamReader(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  @Override
  public Optional<Reading> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    try {
      var token = nextElement();
      ended = token == null;
      return ended ? Optional.empty() : Optional.of(element(token));
    } catch (JsonProcessingException e) {
      ended = true;
      return Optional.of(malformed(JsonFault.withLine(e)));
    }
  }

  /** The first token of the next element: arrays at the top are looked into. */
  private JsonToken nextElement() throws IOException {
    if (parser == null) {
      parser = JsonRecords.FACTORY.createParser(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    var token = parser.nextToken();
    while (token == JsonToken.END_ARRAY || isOuterArray(token)) {
      token = parser.nextToken();
    }
    return token;
  }

  private boolean isOuterArray(JsonToken token) {
    return token == JsonToken.START_ARRAY && parser.getParsingContext().getParent().inRoot();
  }

  private Reading element(JsonToken token) throws IOException {
    count++;
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return malformed("the element is not a JSON object");
    }
    var outside = parser.getParsingContext().getParent();
    try {
      var item = new Traced(JsonRecords.read(parser), origin());
      return isUtf8(item.record().fields())
          ? new Reading.Good(item)
          : malformed("the text is not UTF-8");
    } catch (JsonRecords.TooLargeException e) {
      while (parser.getParsingContext() != outside) {
        parser.nextToken();
      }
      return malformed(e.getMessage());
    }
  }

  /**
   * Whether every byte was UTF-8, as {@link LineReader.Line#isUtf8} has it. A decoder that reports
   * would do so ahead of its time, and cost the records before.
   */
  private static boolean isUtf8(Object value) {
    if (value instanceof String text) {
      return text.indexOf(LineReader.UNDECODABLE) < 0;
    }
    if (value instanceof Map<?, ?> map) {
      return isUtf8(List.copyOf(map.keySet()))
          && map.values().stream().allMatch(each -> isUtf8(each));
    }
    return !(value instanceof List<?> list) || list.stream().allMatch(each -> isUtf8(each));
  }

  private Reading malformed(String reason) {
    return new Reading.Malformed(origin(), reason, "");
  }

  private Origin origin() {
    return new Origin(source, "record", count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
