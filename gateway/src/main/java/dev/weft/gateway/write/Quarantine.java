package dev.weft.gateway.write;

import dev.weft.gateway.write.Rejected.Origin;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps the records that broke a contract in their ports' quarantine. Safe for any thread; never
 * blocks: when too much waits already, or Kafka does not take it, the future fails.
 */
public final class Quarantine implements AutoCloseable {
  private static final int WAITING_MAX = 64;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /** Together a little less than the log takes by its standard settings; longer ones are lost. */
  private static final int KEY_BYTES_MAX = 36_000;

  private static final int VALUE_BYTES_MAX = 1_000_000;

  private static final int REMEMBERED_MAX = 1_000;

  private record Batch(PortName port, Origin origin) {}

  private final KafkaAccess broker;
  private final Set<Batch> kept = new LinkedHashSet<>();
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          task -> {
            var made = new Thread(task, "weft-gateway-quarantine");
            made.setDaemon(true);
            return made;
          });
  private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

  public Quarantine(KafkaAccess broker) {
    this.broker = broker;
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Completes when the records are stored. What a client sends again, because the rest of its batch
   * could not be written yet, is not stored twice, unless it comes through another gateway.
   */
  public CompletableFuture<Void> keep(PortName port, List<Rejected> records, Origin origin) {
    var batch = new Batch(port, origin);
    if (origin.isUnmistakable() && isKept(batch)) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      return CompletableFuture.completedFuture(port.quarantineTopic())
          .thenComposeAsync(topic -> send(topic, records, origin), thread)
          .thenRun(() -> remember(batch));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean isKept(Batch batch) {
    synchronized (kept) {
      return kept.contains(batch);
    }
  }

  private void remember(Batch batch) {
    synchronized (kept) {
      kept.add(batch);
      if (kept.size() > REMEMBERED_MAX) {
        kept.remove(kept.iterator().next());
      }
    }
  }

  private CompletableFuture<Void> send(String topic, List<Rejected> records, Origin origin) {
    var out = producer();
    var sent =
        records.stream()
            .map(
                rejected -> {
                  var stored = new CompletableFuture<Void>();
                  var unused =
                      out.send(
                          record(topic, rejected, origin),
                          (metadata, failure) -> {
                            if (failure == null) {
                              stored.complete(null);
                            } else {
                              stored.completeExceptionally(failure);
                            }
                          });
                  return stored;
                })
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(sent);
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, Rejected rejected, Origin origin) {
    return new ProducerRecord<>(
        topic,
        null,
        null,
        fitting(rejected.key(), KEY_BYTES_MAX),
        fitting(rejected.value(), VALUE_BYTES_MAX),
        rejected.headers(origin));
  }

  private static byte[] fitting(Optional<ByteBuffer> bytes, int most) {
    return bytes.map(ByteBuffer::array).filter(all -> all.length <= most).orElse(null);
  }

  private synchronized Producer<byte[], byte[]> producer() {
    if (producer.isEmpty()) {
      var properties = broker.clientProperties();
      properties.put(ProducerConfig.CLIENT_ID_CONFIG, "weft-gateway-quarantine");
      properties.put(ProducerConfig.ACKS_CONFIG, "all");
      properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
      properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
      properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
      properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
      properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * VALUE_BYTES_MAX);
      producer =
          Optional.of(
              new KafkaProducer<>(
                  properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }
    return producer.get();
  }

  @Override
  public void close() {
    thread.shutdown();
    synchronized (this) {
      producer.ifPresent(open -> open.close(CLOSE_WITHIN));
      producer = Optional.empty();
    }
  }
}
