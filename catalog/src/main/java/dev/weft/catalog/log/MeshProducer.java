package dev.weft.catalog.log;

import dev.weft.catalog.audit.AuditChain;
import dev.weft.catalog.audit.KafkaAuditLog;
import dev.weft.catalog.topics.MeshTopics;
import dev.weft.spi.AuditLog.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One life of the transactional producer: opening it fences every earlier one. After any failure it
 * must be closed and another opened, whose first transaction shows what became of the last. For one
 * thread.
 */
final class MeshProducer implements AutoCloseable {
  private static final int TRANSACTION_TIMEOUT_MS = 15_000;
  private static final int DELIVERY_TIMEOUT_MS = 10_000;

  private final MeshTopics topics;
  private final KafkaAuditLog audit;
  private final MeshRecords.Writer writer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Stored> firstEvents = new ArrayList<>();
  private final AuditChain chain;
  private long transactions;

  /** Offsets of the last records of one transaction; -1 where there was none. */
  record Committed(long mesh, long audit) {}

  MeshProducer(MeshLogSettings settings, KafkaAuditLog audit, MeshRecords.Writer writer)
      throws InterruptedException {
    this.topics = settings.topics();
    this.audit = audit;
    this.writer = writer;
    this.producer = producer(settings);
    try {
      producer.initTransactions();
      this.chain = audit.beginChain("mesh", firstEvents::add);
    } catch (InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Stores that this writer's term has begun, and returns where. */
  long announce() throws InterruptedException {
    producer.beginTransaction();
    var announced = producer.send(MeshRecords.announce(topics.mesh(), writer));
    var events = firstEvents.stream().map(this::send).toList();
    producer.commitTransaction();
    audit.stored(last(events));
    return last(List.of(announced));
  }

  /** Stores all plans in one transaction; throws KafkaException when that is not certain. */
  Committed commit(List<Plan<?>> plans) throws InterruptedException {
    producer.beginTransaction();
    var changes = new ArrayList<Future<RecordMetadata>>();
    var events = new ArrayList<Future<RecordMetadata>>();
    for (var plan : plans) {
      var transaction = writer.term() + "/" + ++transactions;
      MeshRecords.encode(topics.mesh(), transaction, plan.changes())
          .forEach(record -> changes.add(producer.send(record)));
      plan.audit().forEach(event -> events.add(send(chain.next(event, plan.now()))));
    }
    producer.commitTransaction();
    return new Committed(last(changes), last(events));
  }

  /** Takes the open transaction back; false when its outcome is not known. */
  boolean abort() {
    try {
      producer.abortTransaction();
      return true;
    } catch (KafkaException | IllegalStateException e) {
      return false;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  private Future<RecordMetadata> send(Stored event) {
    return producer.send(new ProducerRecord<>(audit.topic(), 0, null, KafkaAuditLog.encode(event)));
  }

  private static long last(List<Future<RecordMetadata>> sent) throws InterruptedException {
    try {
      return sent.isEmpty() ? -1 : sent.get(sent.size() - 1).get().offset();
    } catch (ExecutionException e) {
      throw new KafkaException("a committed record has no offset", e);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(MeshLogSettings settings) {
    var config = settings.access().clientProperties();
    config.put("transactional.id", settings.topics().writerTransactionalId());
    config.put("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
    config.put("acks", "all");
    config.put("enable.idempotence", "true");
    config.put("delivery.timeout.ms", DELIVERY_TIMEOUT_MS);
    config.put("request.timeout.ms", DELIVERY_TIMEOUT_MS / 2);
    config.put("max.block.ms", DELIVERY_TIMEOUT_MS);
    config.put("linger.ms", 0);
    config.put("max.request.size", MeshTopics.RECORD_BYTES_MAX);
    config.put("reconnect.backoff.max.ms", "1000");
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
