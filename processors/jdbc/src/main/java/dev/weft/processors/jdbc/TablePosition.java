package dev.weft.processors.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a table has been read.
 *
 * @param after the key columns' values in the last row read, in order; empty before the first
 * @param rows how many rows were read so far, for rows without a number of their own
 * @param pass how often a whole table has been read to its end
 */
record TablePosition(Map<String, JsonNode> after, long rows, long pass) {
  static final TablePosition START = new TablePosition(Map.of(), 0, 0);

  static TablePosition of(Optional<JsonNode> json) {
    return json.map(
            kept -> {
              var after = new LinkedHashMap<String, JsonNode>();
              kept.path("after").forEachEntry(after::put);
              return new TablePosition(
                  after, kept.path("rows").asLong(), kept.path("pass").asLong());
            })
        .orElse(START);
  }

  JsonNode json() {
    var json = Json.object();
    var values = json.putObject("after");
    after.forEach(values::set);
    return json.put("rows", rows).put("pass", pass);
  }

  /**
   * The kept values of the key columns, as far as they were key columns then. A table that has
   * gained a primary key since then goes on from the columns that both know.
   */
  List<KeyValue> values(List<Column> keys) {
    var values = new ArrayList<KeyValue>();
    for (var key : keys) {
      if (!after.containsKey(key.name())) {
        break;
      }
      values.add(new KeyValue(key, after.get(key.name())));
    }
    return values;
  }

  TablePosition afterRow(List<KeyValue> key) {
    var values = new LinkedHashMap<String, JsonNode>();
    key.forEach(value -> values.put(value.column().name(), value.json()));
    return new TablePosition(values, rows + 1, pass);
  }

  TablePosition nextPass() {
    return new TablePosition(Map.of(), rows, pass + 1);
  }
}
