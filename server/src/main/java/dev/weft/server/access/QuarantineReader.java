package dev.weft.server.access;

import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the headers of a port's newest quarantined records on the broker itself, where only Weft is
 * let in. Keys and values are dropped as they come: nobody has classified them, so no mask could be
 * right. Safe for any thread.
 */
public final class QuarantineReader {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Each transaction's mark takes an offset too, so the way back is longer than what is asked. */
  private static final int OFFSETS_FOR_EACH = 3;

  private final KafkaAccess kafka;

  public QuarantineReader(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /**
   * At most {@code max} of the last three times as many offsets of each partition, newest first;
   * empty where there is no quarantine yet.
   */
  public List<Quarantined> newest(PortName port, int max) {
    try (var consumer = consumer()) {
      var infos = consumer.partitionsFor(port.quarantineTopic(), PATIENCE);
      if (infos == null || infos.isEmpty() || max == 0) {
        return List.of();
      }
      var partitions =
          infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      consumer.assign(partitions);
      var begins = consumer.beginningOffsets(partitions, PATIENCE);
      var ends = consumer.endOffsets(partitions, PATIENCE);
      for (var partition : partitions) {
        var back = ends.get(partition) - (long) OFFSETS_FOR_EACH * max;
        consumer.seek(partition, Math.max(begins.get(partition), back));
      }
      var found = drain(consumer, ends);
      found.sort(Comparator.comparing(Quarantined::timestamp).thenComparing(Quarantined::offset));
      Collections.reverse(found);
      return List.copyOf(found.subList(0, Math.min(max, found.size())));
    } catch (KafkaException e) {
      throw new ProblemException(List.of(slow()), e);
    }
  }

  /** One record with its value, for Weft itself to do something with; never for people. */
  public Optional<ConsumerRecord<byte[], byte[]>> one(PortName port, int partition, long offset) {
    try (var consumer = consumer()) {
      var at = new TopicPartition(port.quarantineTopic(), partition);
      var infos = consumer.partitionsFor(port.quarantineTopic(), PATIENCE);
      if (infos == null || partition < 0 || partition >= infos.size()) {
        return Optional.empty();
      }
      consumer.assign(List.of(at));
      var begin = consumer.beginningOffsets(List.of(at), PATIENCE).get(at);
      var end = consumer.endOffsets(List.of(at), PATIENCE).get(at);
      if (offset < begin || offset >= end) {
        return Optional.empty();
      }
      consumer.seek(at, offset);
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        for (var record : consumer.poll(POLL)) {
          return Optional.of(record).filter(found -> found.offset() == offset);
        }
        if (consumer.position(at, PATIENCE) > offset) {
          return Optional.empty();
        }
      }
      throw slow().asException();
    } catch (KafkaException e) {
      throw new ProblemException(List.of(slow()), e);
    }
  }

  private static List<Quarantined> drain(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    var found = new ArrayList<Quarantined>();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw slow().asException();
      }
      consumer.poll(POLL).forEach(record -> found.add(Quarantined.of(record)));
    }
    return found;
  }

  private static Problem slow() {
    return Problem.environment(
        "quarantine-unread",
        "The quarantine could not be read within " + PATIENCE.toSeconds() + " seconds.",
        "Ask for fewer records; /health/ready says how Kafka is.");
  }

  private Consumer<byte[], byte[]> consumer() {
    var settings = kafka.clientProperties();
    settings.put("client.id", "weft-quarantine-reader");
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    settings.put("isolation.level", "read_committed");
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(settings, bytes, bytes);
  }
}
