package dev.weft.processors.kafka;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Opens producers of a cluster outside.
 *
 * @param maxBytes the largest message
 * @param transactionalId empty for messages that are each by themselves
 */
record Producers(KafkaAddress address, int maxBytes, Optional<String> transactionalId)
    implements Supplier<Producer<byte[], byte[]>> {
  private static final int REQUEST_MILLIS = 10_000;
  private static final int DELIVERY_MILLIS = 20_000;

  /** What brokers allow unless they are told otherwise: a unit of work may be a large file. */
  private static final int TRANSACTION_MILLIS = 15 * 60 * 1_000;

  @Override
  public Producer<byte[], byte[]> get() {
    var properties = address.properties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) REQUEST_MILLIS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxBytes + 100_000);
    transactionalId.ifPresent(
        id -> {
          properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
          properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
          // While the markers of one transaction are on their way the broker puts off the first
          // batch of the next; were more in flight behind it, each would be out of order.
          properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        });
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
