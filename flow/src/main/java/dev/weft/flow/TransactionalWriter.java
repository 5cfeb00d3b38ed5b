package dev.weft.flow;

import dev.weft.model.KafkaAccess;
import dev.weft.spi.FlowTopics;
import java.time.Duration;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes for one flow, in transactions, under the flow's own transactional id: whoever opens last
 * fences all others out. Throws {@link UnitAborted} of the kind that says what to do. One thread.
 */
final class TransactionalWriter implements AutoCloseable {
  /** A unit of work may be a large file; a longer one is aborted. Brokers allow no more. */
  private static final Duration TRANSACTION_LONGEST = Duration.ofMinutes(15);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Tracing tracing;
  private boolean open;

  /** Opens: ends what an earlier writer of the flow has left open, and fences it out. */
  TransactionalWriter(KafkaAccess broker, String flow, Tracing tracing) {
    this.tracing = tracing;
    var properties = broker.clientProperties();
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, FlowTopics.transactionalId(flow));
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "weft-flow-" + flow);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_LONGEST.toMillis());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    // While the markers of one transaction are still on their way the broker puts off the first
    // batch of the next; were more in flight behind it, it would report each as out of order.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // The runner itself refuses what is too large for a port; here only the broker's word counts.
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 * 1024 * 1024);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 20_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    try {
      this.producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (RuntimeException e) {
      throw Faults.ofLog(e);
    }
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      close();
      throw Faults.ofLog(e);
    }
  }

  /** Whether what it writes is traced. */
  boolean isTraced() {
    return tracing == Tracing.ON;
  }

  /** Whether a transaction has begun and not ended. */
  boolean isOpen() {
    return open;
  }

  /** Sends in the transaction, which begins with the first record. */
  void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    guarded(
        () -> {
          if (!open) {
            producer.beginTransaction();
            open = true;
          }
          // The callback says all that the future would.
          var unused = producer.send(record, callback);
        });
  }

  /** Returns when the callbacks of everything sent so far have been called. */
  void flush() {
    guarded(producer::flush);
  }

  void commit() {
    guarded(producer::commitTransaction);
    open = false;
  }

  /** Gives up the transaction, if there is one. */
  void abort() {
    if (open) {
      open = false;
      guarded(producer::abortTransaction);
    }
  }

  /** An open transaction is left to the next writer, which aborts it, or to its timeout. */
  @Override
  public void close() {
    // Closing would give up at once in a thread that is being interrupted.
    var interrupted = Thread.interrupted();
    try {
      producer.close(CLOSE_WITHIN);
    } catch (InterruptException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      throw Faults.ofLog(e);
    }
  }
}
