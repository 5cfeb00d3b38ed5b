package dev.weft.processors.connect;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Makes a sink connector's records. Those that come from a port keep its partition and offset, so
 * that a connector which goes by them does the same again after a crash; others are numbered.
 */
final class SinkRecords {
  private static final Pattern OF_A_PORT = Pattern.compile(".+/(\\d{1,9})");

  private final String topic;
  private final String processor;
  private final String valueField;
  private final List<String> keyFields;
  private final String headersField;
  private final boolean schemas;
  private final Map<String, Shape> values = new HashMap<>();
  private final Map<String, Shape> keys = new HashMap<>();
  private final Map<TopicPartition, Long> next = new HashMap<>();

  SinkRecords(AbstractConfig weft, String processor) {
    this.topic = weft.getString(WeftSettings.TOPICS);
    this.processor = processor;
    this.valueField = weft.getString(WeftSettings.VALUE_FIELD);
    this.keyFields = weft.getList(WeftSettings.KEY_FIELDS);
    this.headersField = weft.getString(WeftSettings.HEADERS_FIELD);
    this.schemas = weft.getBoolean(WeftSettings.SCHEMAS);
  }

  /** Takes the values into account before the first of them is made a record of. */
  void learn(Traced item, Map<String, String> attributes) {
    var name = topic(attributes);
    values.computeIfAbsent(name, added -> new Shape()).learn(value(item));
    if (!keyFields.isEmpty()) {
      keys.computeIfAbsent(name, added -> new Shape()).learn(key(item));
    }
  }

  /** The record; its values have been learnt. */
  SinkRecord of(Traced item, Map<String, String> attributes) {
    var name = topic(attributes);
    var place = place(name, item.origin());
    var gone = Boolean.parseBoolean(attributes.get("connect.tombstone"));
    var value = gone ? null : value(item);
    var key = keyFields.isEmpty() ? null : key(item);
    var record =
        new SinkRecord(
            name,
            place.partition(),
            key == null || !schemas ? null : keys.get(name).schema(),
            key == null || !schemas ? Shape.plain(key) : keys.get(name).value(key),
            value == null || !schemas ? null : values.get(name).schema(),
            value == null || !schemas ? Shape.plain(value) : values.get(name).value(value),
            offset(place, item.origin()));
    addHeaders(item, record);
    return record;
  }

  /** Content that is no record: all of its bytes. */
  SinkRecord of(Bytes content, Map<String, String> attributes, int bytesMax) throws IOException {
    byte[] bytes;
    try (var in = content.opener().open()) {
      bytes = in.readNBytes(bytesMax + 1);
    }
    if (bytes.length > bytesMax) {
      throw new IOException("it has more than " + bytesMax + " bytes");
    }
    var place = place(topic(attributes), content.origin());
    return new SinkRecord(
        place.topic(),
        place.partition(),
        null,
        null,
        Schema.BYTES_SCHEMA,
        bytes,
        offset(place, content.origin()));
  }

  private String topic(Map<String, String> attributes) {
    return !topic.isEmpty()
        ? topic
        : attributes.getOrDefault("connect.topic", attributes.getOrDefault("port", processor));
  }

  private Object value(Traced item) {
    return valueField.isEmpty() ? item.record().fields() : item.record().get(valueField);
  }

  private Object key(Traced item) {
    if (keyFields.size() == 1) {
      return item.record().get(keyFields.get(0));
    }
    var key = new LinkedHashMap<String, Object>();
    keyFields.forEach(field -> key.put(field, item.record().get(field)));
    return key;
  }

  private void addHeaders(Traced item, SinkRecord record) {
    if (!headersField.isEmpty() && item.record().get(headersField) instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> record.headers().add(String.valueOf(name), Shape.plain(value), null));
    }
  }

  private static TopicPartition place(String topic, Origin origin) {
    var matcher = OF_A_PORT.matcher(origin.source());
    var partition =
        origin.key().equals("offset") && matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    return new TopicPartition(topic, partition);
  }

  private long offset(TopicPartition place, Origin origin) {
    if (origin.key().equals("offset")) {
      return origin.position();
    }
    return next.merge(place, 1L, Long::sum) - 1;
  }
}
