package dev.weft.catalog.topics;

import dev.weft.model.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the committed records of one partition, first those that are there and then every new one,
 * and hands them to one {@link Reader} on one thread of its own.
 *
 * <p>Kafka being away is waited out. A reader that throws is a bug: the tail stops, tells {@code
 * onBroken}, and never reports a position that the reader has not seen.
 */
public final class TopicTail implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Takes the records. Both methods are called on the tail's thread and must not block. */
  public interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record);

    /** All that is committed has been read. */
    default void idle() {}
  }

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Reader reader;
  private final Consumer<Throwable> onBroken;
  private final Progress progress = new Progress();
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Does not read yet: {@link #start()} does.
   *
   * @param newestOnly when present, starts at most so many offsets before the end
   */
  public TopicTail(
      KafkaAccess access,
      TopicPartition partition,
      OptionalLong newestOnly,
      Reader reader,
      Consumer<Throwable> onBroken) {
    this.partition = partition;
    this.reader = reader;
    this.onBroken = onBroken;
    this.consumer = consumer(access);
    this.thread = new Thread(() -> run(newestOnly), "weft-tail " + partition);
    thread.setDaemon(true);
  }

  /** A reader of committed records, as the tail is. */
  public static KafkaConsumer<byte[], byte[]> consumer(KafkaAccess access) {
    var settings = access.clientProperties();
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("allow.auto.create.topics", "false");
    settings.put("max.poll.records", "2000");
    settings.put("reconnect.backoff.max.ms", "1000");
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(settings, bytes, bytes);
  }

  public void start() {
    thread.start();
  }

  /** Whether the caller is the tail's own thread, which must not wait for itself. */
  public boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** The reader has seen everything before this offset. */
  public long position() {
    return progress.position();
  }

  /** Waits until the reader has seen this offset; false when that took longer. */
  public boolean awaitRead(long offset, Duration limit) throws InterruptedException {
    return progress.awaitPosition(offset + 1, limit);
  }

  /** Waits until the reader has seen all that was committed when the tail started. */
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    return progress.awaitCaughtUp(limit);
  }

  /** Stops reading and waits for the thread. */
  @Override
  public void close() {
    closing = true;
    if (!thread.isAlive()) {
      consumer.close();
      return;
    }
    consumer.wakeup();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(OptionalLong newestOnly) {
    try (consumer) {
      consumer.assign(List.of(partition));
      while (!closing && !begun(newestOnly)) {
        log.debug("Waiting for {}", partition);
      }
      while (!closing) {
        step();
      }
    } catch (WakeupException e) {
      log.debug("{} is no longer read", partition);
    } catch (RuntimeException | Error e) {
      log.error("Reading {} has failed; what is computed from it is out of date.", partition, e);
      onBroken.accept(e);
    } finally {
      progress.end();
    }
  }

  private boolean begun(OptionalLong newestOnly) {
    try {
      long first = consumer.beginningOffsets(List.of(partition)).get(partition);
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      var start = Math.max(first, newestOnly.isPresent() ? end - newestOnly.getAsLong() : first);
      consumer.seek(partition, start);
      progress.begin(start, end);
      return true;
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      log.warn("Kafka does not answer yet: {}", e.getMessage());
      LockSupport.parkNanos(POLL.toNanos());
      return false;
    }
  }

  private void step() {
    var records = poll();
    for (var record : records) {
      reader.read(record);
    }
    if (consumer.currentLag(partition).orElse(1) == 0) {
      reader.idle();
    }
    progress.reached(consumer.position(partition));
  }

  private Iterable<ConsumerRecord<byte[], byte[]>> poll() {
    try {
      return consumer.poll(POLL);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      log.warn("Reading {} is interrupted: {}", partition, e.getMessage());
      LockSupport.parkNanos(POLL.toNanos());
      return List.of();
    }
  }
}
