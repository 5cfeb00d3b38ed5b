package dev.weft.processors.kafka;

import dev.weft.spi.flow.RetryableException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** How messages get to a cluster. For one thread. */
interface Delivery extends AutoCloseable {
  /** Sends without waiting for the cluster. */
  void send(ProducerRecord<byte[], byte[]> message) throws RetryableException;

  /** Returns when the cluster has everything, and readers may have it. */
  void settle() throws RetryableException;

  /** What was sent since it was last settled is sent again, or was not meant. */
  void rollBack();

  @Override
  void close();
}
