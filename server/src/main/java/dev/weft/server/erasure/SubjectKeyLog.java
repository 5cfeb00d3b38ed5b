package dev.weft.server.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.topics.TopicTail;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to the topic of persons' keys; connects when first needed. Safe for any thread. */
final class SubjectKeyLog implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final KafkaAccess kafka;
  private final TopicPartition partition;
  private KafkaProducer<byte[], byte[]> producer;

  SubjectKeyLog(KafkaAccess kafka, TopicPartition partition) {
    this.kafka = kafka;
    this.partition = partition;
  }

  synchronized Future<?> send(String id, ObjectNode document) {
    if (producer == null) {
      var properties = kafka.clientProperties();
      properties.put("client.id", "weft-subject-keys");
      properties.put("acks", "all");
      properties.put("delivery.timeout.ms", "20000");
      properties.put("request.timeout.ms", "10000");
      properties.put("max.block.ms", "10000");
      var bytes = new ByteArraySerializer();
      producer = new KafkaProducer<>(properties, bytes, bytes);
    }
    var key = id.getBytes(StandardCharsets.UTF_8);
    return producer.send(
        new ProducerRecord<>(partition.topic(), partition.partition(), key, Json.bytes(document)));
  }

  /** Returns when it is stored; throws a Problem of kind ENVIRONMENT when it was not. */
  void await(Future<?> sent) {
    try {
      var unused = sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw notStored(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStored(e);
    }
  }

  /** The offset after the last that is committed. */
  long end() {
    try (var look = TopicTail.consumer(kafka)) {
      return look.endOffsets(List.of(partition)).get(partition);
    } catch (KafkaException e) {
      throw notStored(e);
    }
  }

  private static ProblemException notStored(Exception e) {
    return new ProblemException(
        List.of(
            Problem.environment(
                "keys-not-stored",
                "A key of a person was not stored: " + e.getMessage() + ".",
                "It is tried again; /health/ready says how Kafka is.")),
        e);
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
    }
  }
}
