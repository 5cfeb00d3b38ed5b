package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What is remembered of one flow: the position of each source ({@code flow/processor}) and which
 * runner wrote last ({@code flow}). All of it is in one partition, found by the flow's name.
 *
 * @param runner who said last that it has the flow; empty: nobody ever did
 * @param ownedAt the offset at which it said so; -1: nobody ever did
 */
record FlowState(String runner, long ownedAt, Map<String, JsonNode> positions) {
  /** So long nothing may come. Reading as such takes as long as the machine needs for it. */
  private static final Duration NOTHING_COMES = Duration.ofSeconds(5);

  /**
   * Reads it, up to the end as it is <em>without</em> regard to open transactions, and waits for
   * those: a position that is committed behind one of another flow would otherwise be overlooked.
   *
   * @throws UnitAborted when nothing comes for some seconds although there must be more
   */
  static FlowState read(KafkaAccess broker, TopicPartition partition, long end, String flow) {
    var properties = broker.clientProperties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return read(consumer, partition, end, flow);
    }
  }

  private static FlowState read(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, String flow) {
    var runner = "";
    var ownedAt = -1L;
    var positions = new HashMap<String, JsonNode>();
    var deadline = System.nanoTime() + NOTHING_COMES.toNanos();
    for (var at = 0L; at < end; ) {
      if (System.nanoTime() > deadline) {
        throw new UnitAborted(
            "The flow's position cannot be read yet: Kafka is slow, or a"
                + " transaction of another flow is still open.",
            null);
      }
      for (var record : consumer.poll(Duration.ofMillis(200))) {
        var key = new String(record.key(), StandardCharsets.UTF_8);
        if (key.equals(flow) && record.value() != null) {
          runner = Json.parse(record.value()).path("runner").asText();
          ownedAt = record.offset();
        } else if (key.startsWith(flow + "/") && record.value() != null) {
          positions.put(
              key.substring(flow.length() + 1), Json.parse(record.value()).get("position"));
        }
      }
      if (consumer.position(partition) > at) {
        at = consumer.position(partition);
        deadline = System.nanoTime() + NOTHING_COMES.toNanos();
      }
    }
    return new FlowState(runner, ownedAt, positions);
  }

  Optional<JsonNode> position(String processor) {
    return Optional.ofNullable(positions.get(processor));
  }

  /** The record that says how far a source has got. */
  static ProducerRecord<byte[], byte[]> position(
      int partition, String flow, String processor, JsonNode position, Instant now) {
    var value = Json.object().put("time", now.toString());
    value.set("position", position);
    return new ProducerRecord<>(
        SystemTopics.STATE, partition, utf8(flow + "/" + processor), Json.bytes(value));
  }

  /** The record that says which runner has the flow. */
  static ProducerRecord<byte[], byte[]> owner(
      int partition, String flow, String runner, Instant now) {
    var value = Json.object().put("runner", runner).put("since", now.toString());
    return new ProducerRecord<>(SystemTopics.STATE, partition, utf8(flow), Json.bytes(value));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
