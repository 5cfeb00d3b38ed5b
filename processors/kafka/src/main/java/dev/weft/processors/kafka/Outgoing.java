package dev.weft.processors.kafka;

import dev.weft.spi.flow.RetryableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Messages on their way to a topic, each by itself. What the cluster has not acknowledged is kept
 * and sent again through the next producer.
 */
final class Outgoing implements Delivery {
  private static final int ON_THEIR_WAY_MAX = 10_000;

  private final String title;
  private final Supplier<Producer<byte[], byte[]>> opener;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

  private record Pending(ProducerRecord<byte[], byte[]> message, Future<?> answer) {}

  /**
   * @param title the cluster and the topic, for people
   */
  Outgoing(String title, Supplier<Producer<byte[], byte[]>> opener) {
    this.title = title;
    this.opener = opener;
  }

  @Override
  public void send(ProducerRecord<byte[], byte[]> message) throws RetryableException {
    if (pending.size() >= ON_THEIR_WAY_MAX) {
      settle();
    }
    try {
      sent(message);
    } catch (KafkaException e) {
      throw givenUp(e);
    }
  }

  private void sent(ProducerRecord<byte[], byte[]> message) {
    pending.add(new Pending(message, connected().send(message)));
  }

  @Override
  public void settle() throws RetryableException {
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
      throw new RetryableException("asked to stop while writing to " + title, e);
    }
  }

  private Producer<byte[], byte[]> connected() {
    if (producer.isEmpty()) {
      producer = Optional.of(opener.get());
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
    return new RetryableException(title + ": " + error.getMessage(), error);
  }

  /** What is on its way may arrive all the same, and comes again. */
  @Override
  public void rollBack() {
    pending.clear();
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
