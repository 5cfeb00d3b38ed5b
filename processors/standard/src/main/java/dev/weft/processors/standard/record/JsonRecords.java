package dev.weft.processors.standard.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import dev.weft.model.DataRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds records straight from JSON tokens, without a tree. Strict: a key twice in one object is an
 * error, because two readers could take different values. Integers become Long, other numbers
 * BigDecimal.
 */
final class JsonRecords {
  /** Parsers of this factory refuse duplicate keys and texts beyond the limits. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Limits.RECORD_CHARACTERS)
                  .maxNestingDepth(100)
                  .build())
          .build();

  /** The record is larger than allowed; the parser stands within it. */
  static final class TooLargeException extends IOException {
    TooLargeException() {
      super("the record is larger than " + Limits.RECORD_CHARACTERS + " characters");
    }
  }

  private JsonRecords() {}

  /** The object whose START_OBJECT is the current token. */
  static DataRecord read(JsonParser parser) throws IOException {
    return new DataRecord(object(parser, parser.currentLocation().getCharOffset()));
  }

  private static Map<String, Object> object(JsonParser parser, long start) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser, start));
    }
    return fields;
  }

  private static List<Object> array(JsonParser parser, long start) throws IOException {
    var items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, start));
    }
    return items;
  }

  private static Object value(JsonParser parser, long start) throws IOException {
    if (parser.currentLocation().getCharOffset() - start > Limits.RECORD_CHARACTERS) {
      throw new TooLargeException();
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, start);
      case START_ARRAY -> array(parser, start);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    try {
      return parser.getLongValue();
    } catch (InputCoercionException beyondLong) {
      return parser.getDecimalValue();
    }
  }
}
