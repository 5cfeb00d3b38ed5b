package dev.weft.processors.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.FlowFile;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Messages as records and as FlowFiles. */
final class Messages {
  private static final ObjectReader JSON =
      Json.MAPPER
          .readerFor(Object.class)
          .with(DeserializationFeature.USE_LONG_FOR_INTS)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Messages() {}

  static DataRecord record(ConsumerRecord<byte[], byte[]> message) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("topic", message.topic());
    fields.put("partition", (long) message.partition());
    fields.put("offset", message.offset());
    fields.put("time", Instant.ofEpochMilli(message.timestamp()));
    fields.put("key", text(message.key()));
    fields.put("value", value(message.value()));
    return new DataRecord(fields);
  }

  static FlowFile flowFile(ConsumerRecord<byte[], byte[]> message, Origin origin) {
    var value = message.value() == null ? new byte[0] : message.value();
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("kafka.topic", message.topic());
    attributes.put("kafka.partition", Integer.toString(message.partition()));
    attributes.put("kafka.offset", Long.toString(message.offset()));
    attributes.put("kafka.timestamp", Long.toString(message.timestamp()));
    attributes.put("kafka.tombstone", Boolean.toString(message.value() == null));
    if (text(message.key()) instanceof String key) {
      attributes.put("kafka.key", key);
    }
    return new FlowFile(
        attributes, new Content.Bytes(() -> new ByteArrayInputStream(value), value.length, origin));
  }

  /** As text, or as bytes when it is no UTF-8; null for null. */
  private static Object text(byte[] bytes) {
    try {
      return bytes == null
          ? null
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return bytes;
    }
  }

  private static Object value(byte[] bytes) {
    var text = text(bytes);
    if (!(text instanceof String json) || json.isEmpty()) {
      return text;
    }
    try {
      return JSON.readValue(json);
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
