package dev.weft.server;

import static java.util.stream.Collectors.toSet;

import dev.weft.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * An ordinary Kafka client that keeps reading, whatever happens to the server, and remembers all
 * that it was given.
 */
final class OpenReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /** One record as it came. */
  record Seen(Instant at, Instant produced, int partition, long offset, String value) {
    String text(String field) {
      return Json.parse(value).path(field).asText();
    }
  }

  private final String name;
  private final String port;
  private final String group;
  private final KafkaKey key;
  private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile String lastError = "";

  /** {@code group}: empty to read all partitions without one. */
  OpenReader(String name, Rest person, String port, String group) {
    this(name, KafkaKey.of(person, port), port, group);
  }

  OpenReader(String name, KafkaKey key, String port, String group) {
    this.name = name;
    this.port = port;
    this.group = group;
    this.key = key;
    this.thread = new Thread(this::run, "reader " + name);
    thread.start();
  }

  String name() {
    return name;
  }

  String port() {
    return port;
  }

  /** What the field n was in them. */
  Set<Long> numbers() {
    return seen.stream().map(one -> Json.parse(one.value()).path("n").asLong()).collect(toSet());
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** How it stands, for people who look why something is missing. */
  @Override
  public String toString() {
    var last = new TreeMap<Integer, Long>();
    seen.forEach(one -> last.merge(one.partition(), one.offset(), Math::max));
    return ("reader %s of %s: %d records, %d numbers, last offsets %s, thread %s,"
            + " its client last said: %s")
        .formatted(name, port, seen.size(), numbers().size(), last, thread.getState(), lastError);
  }

  /** What the client has said last that is not a record. */
  String lastError() {
    return lastError;
  }

  private void run() {
    while (!closing) {
      try (var consumer = key.consumer(group)) {
        begin(consumer);
        while (!closing) {
          consumer.poll(POLL).forEach(this::note);
        }
      } catch (InterruptException e) {
        return;
      } catch (KafkaException e) {
        lastError = e.toString();
        LockSupport.parkNanos(POLL.toNanos());
      } catch (RuntimeException | Error e) {
        lastError = "it has ended: " + e;
        throw e;
      }
    }
  }

  private void begin(KafkaConsumer<String, String> consumer) {
    if (!group.isEmpty()) {
      consumer.subscribe(List.of(port));
      return;
    }
    var partitions =
        consumer.partitionsFor(port).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("the topic is not known yet");
    }
    consumer.assign(partitions);
    for (var partition : partitions) {
      var next =
          seen.stream()
              .filter(one -> one.partition() == partition.partition())
              .mapToLong(one -> one.offset() + 1)
              .max();
      consumer.seek(partition, next.orElse(0));
    }
  }

  private void note(ConsumerRecord<String, String> record) {
    seen.add(
        new Seen(
            Instant.now(),
            Instant.ofEpochMilli(record.timestamp()),
            record.partition(),
            record.offset(),
            record.value()));
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(5_000);
      thread.interrupt();
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
