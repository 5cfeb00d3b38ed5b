package dev.weft.sql.format;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** The hints of a table's fields by their dotted paths, as its options carry them: as JSON. */
record Hints(Map<String, Hint> fields) implements Serializable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  Hints {
    fields = Map.copyOf(fields);
  }

  static Hints parse(String json) {
    if (json.isEmpty()) {
      return new Hints(Map.of());
    }
    try {
      var fields = new HashMap<String, Hint>();
      for (var field : MAPPER.readTree(json).properties()) {
        var hint = field.getValue();
        fields.put(
            field.getKey(),
            new Hint(
                hint.path("format").asText(""),
                hint.path("zone").asText(""),
                hint.path("json").asBoolean()));
      }
      return new Hints(fields);
    } catch (IOException e) {
      throw new IllegalArgumentException("the hints of a table's fields are not JSON", e);
    }
  }

  Hint of(String path) {
    return fields.getOrDefault(path, Hint.NONE);
  }
}
