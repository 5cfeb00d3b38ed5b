package dev.weft.server.own;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Audit events as they are: the port holds the same bytes as the chain. */
public final class AuditEvents {
  private AuditEvents() {}

  public static Optional<ProducerRecord<byte[], byte[]>> of(ConsumerRecord<byte[], byte[]> record) {
    return Optional.of(
        new ProducerRecord<>(
            OwnProduct.AUDIT.topic(), 0, record.timestamp(), null, record.value()));
  }
}
