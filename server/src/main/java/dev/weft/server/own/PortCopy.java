package dev.weft.server.own;

import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a port from one of Weft's own topics, on the server that writes.
 *
 * <p>Each record comes over once: the copies and how far it has come are one transaction, and
 * another server that takes over fences this one. Who follows the port of the audit finds their own
 * reads in it, one event a minute at most.
 */
public final class PortCopy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PortCopy.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /** What a record of the topic is in the port; empty when it is nobody's business. */
  public interface Form {
    Optional<ProducerRecord<byte[], byte[]>> of(ConsumerRecord<byte[], byte[]> record);
  }

  private final KafkaAccess kafka;
  private final TopicPartition source;
  private final PortName port;
  private final Form form;
  private final BooleanSupplier writer;
  private final Thread thread;
  private volatile boolean closing;

  /** Does nothing yet: {@link #start()} does. */
  public PortCopy(
      KafkaAccess kafka, String topic, PortName port, Form form, BooleanSupplier writer) {
    this.kafka = kafka;
    this.source = new TopicPartition(topic, 0);
    this.port = port;
    this.form = form;
    this.writer = writer;
    this.thread = new Thread(this::run, id());
    thread.setDaemon(true);
  }

  /** Its transactional id and, with an underscore before it, its group. */
  private String id() {
    return "weft-" + port.port() + "-port";
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing) {
        if (writer.getAsBoolean()) {
          copy();
        }
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException | InterruptException e) {
      log.debug("{} is no longer filled here", port);
    }
  }

  /** Copies until this is not the writer any more, or Kafka refuses; then it is begun again. */
  private void copy() {
    try (var consumer = consumer();
        var producer = producer()) {
      producer.initTransactions();
      consumer.assign(List.of(source));
      var known = consumer.committed(Set.of(source)).get(source);
      if (known == null) {
        consumer.seekToBeginning(List.of(source));
      } else {
        consumer.seek(source, known.offset());
      }
      while (!closing && writer.getAsBoolean()) {
        step(consumer, producer);
      }
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      log.warn("{} could not be filled and is begun again: {}", port, e.getMessage());
    }
  }

  private void step(
      KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
    var records = consumer.poll(POLL);
    if (records.isEmpty()) {
      return;
    }
    producer.beginTransaction();
    for (var record : records) {
      var unused = form.of(record).map(producer::send);
    }
    producer.sendOffsetsToTransaction(
        Map.of(source, new OffsetAndMetadata(consumer.position(source))), consumer.groupMetadata());
    producer.commitTransaction();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = kafka.clientProperties();
    settings.put("group.id", "_" + id().replaceFirst("-", "."));
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("allow.auto.create.topics", "false");
    settings.put("max.poll.records", "1000");
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(settings, bytes, bytes);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    var settings = kafka.clientProperties();
    settings.put("transactional.id", id());
    settings.put("acks", "all");
    settings.put("max.block.ms", "10000");
    // One after the other: while the broker still ends the transaction before, it refuses the first
    // batch for a moment, and with it all that are on their way.
    settings.put("max.in.flight.requests.per.connection", "1");
    settings.put("batch.size", "262144");
    settings.put("max.request.size", "8388608");
    var bytes = new ByteArraySerializer();
    return new KafkaProducer<>(settings, bytes, bytes);
  }
}
