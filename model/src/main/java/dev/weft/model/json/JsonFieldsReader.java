package dev.weft.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weft.model.json.JsonFields.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads records from JSON without decoding them, where their bytes can stand for them: one object
 * in strict JSON, no name twice at any depth, and nothing whose decoding could fail later. What is
 * nested is decoded at once. For one thread.
 *
 * <p>It says nothing about what it does not read: that may be a record all the same, and has to be
 * read otherwise.
 */
public final class JsonFieldsReader {
  /** Records that name their fields by data do not fill the memory with shapes. */
  private static final int SHAPES_MAX = 2_000;

  /** Fields of one record; objects with more are maps rather than records. */
  private static final int FIELDS_MAX = 1_000;

  /** A number of so few characters is finite, and decoded in no time. */
  private static final int NUMBER_MAX = 300;

  private static final JsonFactory NESTED =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonScanner scanner = new JsonScanner();
  private JsonShape root = JsonShape.empty();
  private int shapes;
  private int[] spans = new int[32];
  private Kind[] kinds = new Kind[16];
  private Object[] values = new Object[16];

  /** The fields; empty when the bytes cannot stand for them. The bytes must not change later. */
  public Optional<JsonFields> read(byte[] json) {
    scanner.start(json, 0, json.length);
    try {
      var shape = object(json);
      if (shape == null) {
        return Optional.empty();
      }
      scanner.expectEnd();
      var size = shape.size();
      shape.complete();
      return Optional.of(
          new JsonFields(
              json,
              shape,
              Arrays.copyOf(spans, 2 * size),
              Arrays.copyOf(kinds, size),
              Arrays.copyOf(values, size)));
    } catch (BadJson | IOException e) {
      return Optional.empty();
    }
  }

  /** The shape of the object that begins here; null when its bytes cannot stand for it. */
  private JsonShape object(byte[] json) throws IOException {
    scanner.expect('{');
    var shape = root;
    if (scanner.peek() == '}') {
      scanner.at++;
      return shape;
    }
    while (true) {
      scanner.peek();
      shape = name(json, shape);
      if (shape == null) {
        return null;
      }
      scanner.expect(':');
      if (!value(json, shape.size() - 1)) {
        return null;
      }
      if (scanner.peek() == '}') {
        scanner.at++;
        return shape;
      }
      scanner.expect(',');
    }
  }

  private JsonShape name(byte[] json, JsonShape before) {
    var from = scanner.at;
    var known = before.with(json, from, json.length);
    if (known != null) {
      scanner.at += known.lastLength();
      return known;
    }
    if (json[from] != '"') {
      throw JsonScanner.stray();
    }
    scanner.skipString();
    if (scanner.escaped || before.size() == FIELDS_MAX) {
      return null;
    }
    if (++shapes > SHAPES_MAX || before.isFull()) {
      // What is in use grows again.
      shapes = 0;
      root = JsonShape.empty();
      return null;
    }
    return before.grow(json, from, scanner.at);
  }

  private boolean value(byte[] json, int field) throws IOException {
    var first = scanner.peek();
    var from = scanner.at;
    room(field);
    values[field] = null;
    scanner.skipValue(0);
    var to = scanner.at;
    spans[2 * field] = from;
    spans[2 * field + 1] = to;
    switch (first) {
      case '"' -> kinds[field] = scanner.escaped ? Kind.ESCAPED : Kind.TEXT;
      case 't', 'f' -> kinds[field] = Kind.BOOLEAN;
      case 'n' -> kinds[field] = Kind.NULL;
      case '{', '[' -> {
        kinds[field] = Kind.NESTED;
        values[field] = nested(json, from, to);
      }
      default -> {
        kinds[field] = number(json, from, to);
        return kinds[field] != Kind.ABSENT;
      }
    }
    return true;
  }

  /** Its kind; absent for one that could be no number, or take long, once it is decoded. */
  private static Kind number(byte[] json, int from, int to) {
    if (to - from > NUMBER_MAX) {
      return Kind.ABSENT;
    }
    var kind = Kind.WHOLE;
    for (var i = from; i < to; i++) {
      if (json[i] == 'e' || json[i] == 'E') {
        return Kind.ABSENT;
      }
      if (json[i] == '.') {
        kind = Kind.DECIMAL;
      }
    }
    return kind;
  }

  private void room(int field) {
    if (field == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * field);
      values = Arrays.copyOf(values, 2 * field);
      spans = Arrays.copyOf(spans, 4 * field);
    }
  }

  private static Object nested(byte[] json, int from, int to) throws IOException {
    try (var parser = NESTED.createParser(json, from, to - from)) {
      parser.nextToken();
      return value(parser);
    }
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> map(json);
      case START_ARRAY -> list(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> JsonFields.whole(json.getText());
      case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, Object> map(JsonParser json) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return Collections.unmodifiableMap(fields);
  }

  private static List<Object> list(JsonParser json) throws IOException {
    var items = new ArrayList<Object>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(json));
    }
    return Collections.unmodifiableList(items);
  }
}
