package dev.weft.bench;

import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** A consumer that notes when each record arrives. The records' ids are the times of sending. */
final class Probe implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<Long, Long> arrivals = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean stop;
  private volatile boolean ready;

  Probe(KafkaAccess access, PortName port) {
    thread = new Thread(() -> read(access, port), "probe");
    thread.setDaemon(true);
    thread.start();
  }

  /** When each record arrived, by the time at which it was sent. */
  Map<Long, Long> arrivals() {
    return arrivals;
  }

  boolean isReady() {
    return ready;
  }

  private void read(KafkaAccess access, PortName port) {
    try (var consumer = Topics.consumer(access.clientProperties())) {
      var partition = List.of(new TopicPartition(port.topic(), 0));
      consumer.assign(partition);
      consumer.seekToEnd(partition);
      partition.forEach(consumer::position);
      ready = true;
      while (!stop) {
        for (var record : consumer.poll(POLL)) {
          // Masks leave the id as it is.
          arrivals.put(Json.parse(record.value()).path("id").asLong(), System.nanoTime());
        }
      }
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
