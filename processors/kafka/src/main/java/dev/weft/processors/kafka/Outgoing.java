package dev.weft.processors.kafka;

import dev.weft.spi.flow.RetryableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Messages on their way to a topic. What the cluster has not acknowledged is kept and sent again
 * through the next producer. For one thread.
 */
final class Outgoing implements AutoCloseable {
  private static final int ON_THEIR_WAY_MAX = 10_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int DELIVERY_MILLIS = 20_000;

  private final KafkaAddress address;
  private final PublishKafka.Settings settings;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

  private record Pending(ProducerRecord<byte[], byte[]> message, Future<?> answer) {}

  Outgoing(KafkaAddress address, PublishKafka.Settings settings) {
    this.address = address;
    this.settings = settings;
  }

  void send(byte[] key, byte[] value) throws RetryableException {
    if (pending.size() >= ON_THEIR_WAY_MAX) {
      settle();
    }
    try {
      sent(new ProducerRecord<>(settings.topic(), key, value));
    } catch (KafkaException e) {
      throw givenUp(e);
    }
  }

  private void sent(ProducerRecord<byte[], byte[]> message) {
    pending.add(new Pending(message, connected().send(message)));
  }

  /** Returns when the cluster has everything. */
  void settle() throws RetryableException {
    try {
      connected().flush();
      while (!pending.isEmpty()) {
        pending.element().answer().get();
        pending.remove();
      }
    } catch (ExecutionException e) {
      throw givenUp(e.getCause());
    } catch (KafkaException e) {
      throw givenUp(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("asked to stop while writing to " + address.title(), e);
    }
  }

  private Producer<byte[], byte[]> connected() {
    if (producer.isEmpty()) {
      var properties = address.properties();
      properties.put(ProducerConfig.ACKS_CONFIG, "all");
      properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
      properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
      properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) REQUEST_MILLIS);
      properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
      properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
      properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxBytes() + 100_000);
      producer =
          Optional.of(
              new KafkaProducer<>(
                  properties, new ByteArraySerializer(), new ByteArraySerializer()));
      var again = new ArrayList<>(pending);
      pending.clear();
      again.forEach(each -> sent(each.message()));
    }
    return producer.get();
  }

  private RetryableException givenUp(Throwable error) {
    end();
    if (error instanceof InterruptException) {
      Thread.currentThread().interrupt();
    }
    return new RetryableException(
        address.title() + ", topic " + settings.topic() + ": " + error.getMessage(), error);
  }

  private void end() {
    producer.ifPresent(open -> open.close(Duration.ZERO));
    producer = Optional.empty();
  }

  @Override
  public void close() {
    end();
    pending.clear();
  }
}
