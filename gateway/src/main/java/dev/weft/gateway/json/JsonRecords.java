package dev.weft.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weft.model.DataRecord;
import dev.weft.model.json.BadJson;
import dev.weft.model.json.JsonScanner;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a record from JSON, so strictly that what it accepts can be read again by whoever may see
 * it: one object, valid UTF-8, no key twice, nothing behind it. For one thread.
 */
public final class JsonRecords {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(JsonScanner.DEPTH_MAX).build())
          .build();

  private final JsonScanner scanner = new JsonScanner();

  /**
   * The record.
   *
   * @throws BadJson when it is anything but one object; the message quotes nothing of it
   */
  public DataRecord read(byte[] text, int from, int to) {
    scanner.start(text, from, to);
    if (scanner.peek() != '{') {
      throw new BadJson("it is not an object");
    }
    scanner.skipValue(0);
    scanner.expectEnd();
    try (var json = JSON.createParser(text, from, to - from)) {
      json.nextToken();
      return new DataRecord(object(json));
    } catch (IOException e) {
      // The scanner has been through it: what is left are keys twice and numbers without end.
      throw new BadJson("it holds a key twice, or a number that is too long");
    }
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return fields;
  }

  private static List<Object> array(JsonParser json) throws IOException {
    var list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(json));
    }
    return list;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> whole(json);
      case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Object whole(JsonParser json) throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? new BigDecimal(json.getBigIntegerValue())
        : (Object) json.getLongValue();
  }
}
