package dev.weft.catalog.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold.Change;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How the mesh log's records look. The key is {@code kind/name}, the value {@code {version,
 * changedAt, changedBy, document}}, or nothing when the resource is gone. The key {@code _writer}
 * announces a term. A header names the transaction; another marks its last record.
 */
final class MeshRecords {
  static final String TRANSACTION = "weft.tx";
  static final String LAST = "weft.last";

  private static final String WRITER_KEY = "_writer";

  /** What a record says. */
  sealed interface Content {
    /** A resource has changed. */
    record Changed(Change change) implements Content {}

    /** A server has become the writer. */
    record Announced(Writer writer) implements Content {}

    /** A kind of resource that this version of Weft does not know. */
    record Unknown(String key) implements Content {}
  }

  /** Who writes: the id of its term and the URL at which people reach it. */
  record Writer(String term, String url, Instant since) {}

  private MeshRecords() {}

  static List<ProducerRecord<byte[], byte[]>> encode(
      String topic, String transaction, List<Change> changes) {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var change : changes) {
      var key = change.key().toString();
      var value = change.resource().map(MeshRecords::value).orElse(null);
      records.add(record(topic, transaction, key, value));
    }
    markLast(records);
    return records;
  }

  static ProducerRecord<byte[], byte[]> announce(String topic, Writer writer) {
    var record = record(topic, writer.term(), WRITER_KEY, Json.bytes(writer));
    markLast(List.of(record));
    return record;
  }

  static Content decode(ConsumerRecord<byte[], byte[]> record) {
    var key = new String(record.key(), StandardCharsets.UTF_8);
    if (key.equals(WRITER_KEY)) {
      return new Content.Announced(Json.read(Json.parse(record.value()), Writer.class));
    }
    if (ResourceKind.parse(key.substring(0, Math.max(0, key.indexOf('/')))).isEmpty()) {
      return new Content.Unknown(key);
    }
    var resource = ResourceKey.parse(key);
    return new Content.Changed(
        record.value() == null
            ? Change.delete(resource)
            : Change.put(resource(resource, (ObjectNode) Json.parse(record.value()))));
  }

  /** The transaction to which the record belongs. */
  static String transaction(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(TRANSACTION);
    return header == null
        ? "offset-" + record.offset()
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  static boolean isLast(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(LAST) != null;
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, String transaction, String key, byte[] value) {
    var record = new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value);
    record.headers().add(TRANSACTION, transaction.getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private static void markLast(List<ProducerRecord<byte[], byte[]>> records) {
    if (!records.isEmpty()) {
      records.get(records.size() - 1).headers().add(LAST, new byte[0]);
    }
  }

  private static byte[] value(Resource resource) {
    var value = Json.object();
    value.put("version", resource.version());
    value.put("changedAt", resource.changedAt().toString());
    value.put("changedBy", resource.changedBy());
    value.set("document", resource.document());
    return Json.bytes(value);
  }

  private static Resource resource(ResourceKey key, ObjectNode value) {
    return new Resource(
        key,
        value.get("version").asLong(),
        Instant.parse(value.get("changedAt").asText()),
        value.get("changedBy").asText(),
        (ObjectNode) value.get("document"));
  }
}
