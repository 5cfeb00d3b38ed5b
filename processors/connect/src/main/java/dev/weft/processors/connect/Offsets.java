package dev.weft.processors.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * The offsets of a source connector: for each of its partitions where it goes on. Both are maps of
 * the connector's own making, of single values, which come back as Connect's own store gives them:
 * whole numbers as Long, other numbers as Double, bytes as Base64. Immutable.
 *
 * @param offsets by the text of the partition
 * @param records how many records there were in all, for those without a position of their own
 */
record Offsets(Map<String, Entry> offsets, long records) {
  /** The position is one record of the log, which takes a megabyte. */
  private static final int CHARACTERS_MAX = 900_000;

  /** A partition and its offset. */
  record Entry(Map<String, Object> partition, Map<String, Object> offset) {}

  static Offsets of(Optional<JsonNode> position) {
    var offsets = new LinkedHashMap<String, Entry>();
    position.ifPresent(
        json ->
            json.path("offsets")
                .forEach(
                    pair -> {
                      var partition = map(pair.path("partition"));
                      offsets.put(name(partition), new Entry(partition, map(pair.path("offset"))));
                    }));
    return new Offsets(offsets, position.map(json -> json.path("records").asLong()).orElse(0L));
  }

  /** After these records. A record without an offset says that its partition has none any more. */
  Offsets after(Collection<SourceRecord> more) {
    var last = new LinkedHashMap<Map<String, ?>, SourceRecord>();
    for (var record : more) {
      if (record.sourcePartition() != null) {
        last.put(record.sourcePartition(), record);
      }
    }
    var next = new LinkedHashMap<>(offsets);
    last.forEach(
        (written, record) -> {
          var partition = plain(written);
          var name = name(partition);
          if (record.sourceOffset() == null) {
            next.remove(name);
          } else {
            next.put(name, new Entry(partition, plain(record.sourceOffset())));
          }
        });
    return new Offsets(next, records + more.size());
  }

  /** As a position; read back it is equal to this. */
  JsonNode json() {
    var json = Json.object();
    var pairs = json.putArray("offsets");
    for (var entry : offsets.values()) {
      var pair = pairs.addObject();
      pair.set("partition", written(entry.partition()));
      pair.set("offset", written(entry.offset()));
    }
    json.put("records", records);
    var text = Json.text(json);
    if (text.length() > CHARACTERS_MAX) {
      throw new IllegalStateException(
          "its offsets of "
              + offsets.size()
              + " partitions are more than "
              + CHARACTERS_MAX
              + " characters; share them among several flows");
    }
    return Json.parse(text);
  }

  /** What a task or connector asks for its offsets. */
  OffsetStorageReader reader() {
    return new OffsetStorageReader() {
      @Override
      public <T> Map<String, Object> offset(Map<String, T> partition) {
        var entry = offsets.get(name(plain(partition)));
        return entry == null ? null : new HashMap<>(entry.offset());
      }

      @Override
      public <T> Map<Map<String, T>, Map<String, Object>> offsets(
          Collection<Map<String, T>> partitions) {
        var found = new HashMap<Map<String, T>, Map<String, Object>>();
        partitions.forEach(partition -> found.put(partition, offset(partition)));
        return found;
      }
    };
  }

  /** The same partition has the same name, whatever the order of its keys. */
  static String name(Map<String, Object> partition) {
    return Json.text(Json.MAPPER.valueToTree(new TreeMap<>(partition)));
  }

  /** As it will be when it has been in the log. */
  static Map<String, Object> plain(Map<String, ?> written) {
    var plain = new LinkedHashMap<String, Object>();
    written.forEach((key, value) -> plain.put(key, plain(value)));
    return plain;
  }

  private static Object plain(Object value) {
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    }
    if (value instanceof Number number) {
      return value instanceof Double || value instanceof Float
          ? Double.valueOf(number.toString())
          : (Object) number.longValue();
    }
    if (value instanceof byte[] || value instanceof ByteBuffer) {
      return Base64.getEncoder().encodeToString(ConnectValues.bytes(value));
    }
    throw new IllegalStateException(
        "an offset holds a " + value.getClass().getName() + ", which Connect does not allow");
  }

  private static Map<String, Object> map(JsonNode json) {
    var map = new LinkedHashMap<String, Object>();
    json.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
    return map;
  }

  /** A Double of a whole number must come back as a Double, which JSON alone does not keep. */
  private static JsonNode written(Map<String, Object> map) {
    var json = Json.object();
    map.forEach(
        (key, value) -> {
          if (value instanceof Double number) {
            json.putObject(key).put("double", number.toString());
          } else {
            json.set(key, Json.MAPPER.valueToTree(value));
          }
        });
    return json;
  }

  private static Object value(JsonNode node) {
    if (node.isNumber()) {
      return node.longValue();
    }
    if (node.isObject()) {
      return Double.valueOf(node.path("double").asText());
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? null : node.asText();
  }
}
