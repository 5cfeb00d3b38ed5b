package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as JSON trees, as ports write and read them; for tools, not for the hot path. */
public final class RecordJson {
  private RecordJson() {}

  /** The tree of what a port would hold. */
  public static ObjectNode of(DataRecord record) {
    return (ObjectNode) Json.parse(new JsonBytes().of(record));
  }

  /** The record that a port with this JSON gives. */
  public static DataRecord read(ObjectNode tree) {
    return new DataRecord(fields(tree));
  }

  private static Map<String, Object> fields(JsonNode tree) {
    var fields = new LinkedHashMap<String, Object>();
    tree.properties().forEach(entry -> fields.put(entry.getKey(), value(entry.getValue())));
    return fields;
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      return fields(node);
    }
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(value(item)));
      return items;
    }
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? node.longValue() : new BigDecimal(node.bigIntegerValue());
    }
    if (node.isNumber()) {
      return node.decimalValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? null : node.asText();
  }
}
