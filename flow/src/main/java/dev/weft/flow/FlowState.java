package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.flow.FlowLogReader.Logged;
import dev.weft.model.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What is remembered of one flow: the position of each source ({@code flow/processor}), which
 * runner wrote last ({@code flow}), what processors remember ({@code flow#processor#key}), and
 * whether something waits in its connections ({@code flow#}). All of it is in one partition, found
 * by the flow's name.
 */
final class FlowState {
  private String runner = "";
  private long ownedAt = -1;
  private boolean waiting;
  private final Map<String, JsonNode> positions = new HashMap<>();
  private final Map<String, Map<String, String>> memories = new HashMap<>();

  private FlowState() {}

  /** Folds the records of the flow, which the reader gives; those of others are left out. */
  static FlowState of(String flow, Consumer<Consumer<Logged>> reader) {
    var state = new FlowState();
    reader.accept(record -> state.fold(flow, record.key(), record));
    return state;
  }

  private void fold(String flow, String key, Logged record) {
    if (key.startsWith(flow + "#")) {
      remember(key.substring(flow.length() + 1), record.value());
    } else if (key.equals(flow) && record.value() != null) {
      runner = Json.parse(record.value()).path("runner").asText();
      ownedAt = record.offset();
    } else if (key.startsWith(flow + "/") && record.value() != null) {
      positions.put(key.substring(flow.length() + 1), Json.parse(record.value()).get("position"));
    }
  }

  private void remember(String key, byte[] value) {
    var separator = key.indexOf('#');
    if (separator < 0) {
      waiting = value != null;
      return;
    }
    var entries =
        memories.computeIfAbsent(key.substring(0, separator), none -> new LinkedHashMap<>());
    var name = key.substring(separator + 1);
    entries.remove(name);
    if (value != null) {
      entries.put(name, new String(value, StandardCharsets.UTF_8));
    }
  }

  /** Who said last that it has the flow; empty: nobody ever did. */
  String runner() {
    return runner;
  }

  /** The offset at which it said so; -1: nobody ever did. */
  long ownedAt() {
    return ownedAt;
  }

  /** Whether something waits in its connections. */
  boolean isWaiting() {
    return waiting;
  }

  Optional<JsonNode> position(String processor) {
    return Optional.ofNullable(positions.get(processor));
  }

  /** What a processor remembers, oldest change first. */
  Map<String, String> memory(String processor) {
    return memories.getOrDefault(processor, Map.of());
  }

  /** The record that says how far a source has got. */
  static ProducerRecord<byte[], byte[]> position(
      int partition, String flow, String processor, JsonNode position, Instant now) {
    var value = Json.object().put("time", now.toString());
    value.set("position", position);
    return record(partition, flow + "/" + processor, Json.bytes(value));
  }

  /** The record that says which runner has the flow. */
  static ProducerRecord<byte[], byte[]> owner(
      int partition, String flow, String runner, Instant now) {
    var value = Json.object().put("runner", runner).put("since", now.toString());
    return record(partition, flow, Json.bytes(value));
  }

  /** The record that says what a processor remembers under a key; empty for nothing more. */
  static ProducerRecord<byte[], byte[]> memory(
      int partition, String flow, String processor, String key, Optional<String> value) {
    return record(
        partition,
        flow + "#" + processor + "#" + key,
        value.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null));
  }

  /** The record that says whether something waits. */
  static ProducerRecord<byte[], byte[]> waiting(int partition, String flow, boolean something) {
    return record(partition, flow + "#", something ? new byte[] {1} : null);
  }

  private static ProducerRecord<byte[], byte[]> record(int partition, String key, byte[] value) {
    return new ProducerRecord<>(
        SystemTopics.STATE, partition, key.getBytes(StandardCharsets.UTF_8), value);
  }
}
