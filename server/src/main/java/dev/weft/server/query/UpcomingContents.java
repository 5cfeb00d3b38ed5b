package dev.weft.server.query;

import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.access.PortCleanup;
import dev.weft.server.identity.SessionKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What ports with a primary key are to hold next: it grows in topics beside theirs, which nobody
 * reads, and is written to the ports at once when its time has come.
 *
 * <p>Topics are read as Weft itself. Ports are written through the gateway as their product, like
 * every record of it, so that the contract is checked there.
 */
final class UpcomingContents {
  private static final int PATIENCE_SECONDS = 20;
  private static final String TRANSACTION_MILLIS_MAX = "840000";

  private final KafkaAccess kafka;
  private final SessionKeys sessions;

  UpcomingContents(KafkaAccess kafka, SessionKeys sessions) {
    this.kafka = kafka;
    this.sessions = sessions;
  }

  /** How many rows were written because they are new or other than before, and how many removed. */
  record Written(long changed, long removed) {}

  /**
   * Makes the topics for these ports, empty, with as many partitions as the ports have.
   *
   * @throws ProblemException ENVIRONMENT when Kafka does not make them now
   */
  void prepare(Collection<PortName> ports) {
    drop(ports);
    try (var admin = Admin.create(kafka.clientProperties())) {
      var topics = new ArrayList<NewTopic>();
      for (var port : ports) {
        var described =
            await(admin.describeTopics(List.of(port.topic())).allTopicNames()).get(port.topic());
        topics.add(
            new NewTopic(
                    port.upcomingTopic(),
                    Optional.of(described.partitions().size()),
                    Optional.<Short>empty())
                .configs(PortCleanup.config()));
      }
      await(admin.createTopics(topics).all());
    }
  }

  /** Removes the topics of these ports, as far as they are there. */
  void drop(Collection<PortName> ports) {
    try (var admin = Admin.create(kafka.clientProperties())) {
      for (var port : ports) {
        try {
          await(admin.deleteTopics(List.of(port.upcomingTopic())).all());
        } catch (ProblemException e) {
          if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
            throw e;
          }
        }
      }
    }
  }

  private static <T> T await(org.apache.kafka.common.KafkaFuture<T> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw cannot(e.getCause());
    } catch (TimeoutException e) {
      throw cannot(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannot(e);
    }
  }

  /**
   * Makes the ports hold what is in the topics beside them: writes the rows that differ and removes
   * those that are gone, all in one transaction, so that who reads committed records sees the one
   * or the other. Nobody else may write meanwhile. Doing it again writes nothing.
   *
   * @throws ProblemException ENVIRONMENT when it cannot be done now, CONFLICT when it never can:
   *     then nothing was written
   */
  Written publish(String query, String product, Collection<PortName> ports) {
    var changes = new ArrayList<RowChanges>();
    for (var port : ports) {
      var before = TopicRows.read(kafka, port.topic());
      var after = TopicRows.read(kafka, port.upcomingTopic());
      changes.add(new RowChanges(port, before, after));
    }
    if (changes.stream().allMatch(RowChanges::isNone)) {
      return new Written(0, 0);
    }
    try (var producer = producer(query, product)) {
      producer.initTransactions();
      producer.beginTransaction();
      var refusal = new AtomicReference<Exception>();
      for (var change : changes) {
        write(producer, change, refusal);
      }
      producer.flush();
      if (refusal.get() instanceof ApiException why && !(why instanceof RetriableException)) {
        producer.abortTransaction();
        throw refused(why);
      }
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw cannot(e);
    }
    return new Written(
        changes.stream().mapToLong(RowChanges::changed).sum(),
        changes.stream().mapToLong(one -> one.removed().size()).sum());
  }

  private void write(
      KafkaProducer<byte[], byte[]> producer,
      RowChanges change,
      AtomicReference<Exception> refusal) {
    var topic = change.port().topic();
    for (var key : change.removed()) {
      send(producer, new ProducerRecord<>(topic, bytes(key), null), refusal);
    }
    TopicRows.each(
        kafka,
        change.port().upcomingTopic(),
        record -> {
          if (change.isWritten(record)) {
            var at = record.timestamp() < 0 ? null : record.timestamp();
            var row = new ProducerRecord<>(topic, null, at, record.key(), record.value());
            send(producer, row, refusal);
          }
        });
  }

  private static byte[] bytes(ByteBuffer key) {
    var bytes = new byte[key.remaining()];
    key.duplicate().get(bytes);
    return bytes;
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      ProducerRecord<byte[], byte[]> record,
      AtomicReference<Exception> refusal) {
    var unused =
        producer.send(
            record,
            (stored, failure) -> {
              if (failure != null) {
                refusal.compareAndSet(null, failure);
              }
            });
  }

  private KafkaProducer<byte[], byte[]> producer(String query, String product) {
    var properties = sessions.product(product).clientProperties();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "weft-query-cutover-" + query);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "weft-query-cutover-" + query);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS_MAX);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProblemException refused(ApiException cause) {
    var problem =
        Problem.conflict(
            "cut-over-refused",
            "What the new statement gives was refused: " + cause.getMessage(),
            "The old statement stays; apply one whose rows the contract allows.");
    return new ProblemException(List.of(problem), cause);
  }

  private static ProblemException cannot(Throwable cause) {
    var problem =
        Problem.environment(
            "cannot-cut-over",
            "What the new statement gives cannot be put in place now: " + cause.getMessage() + ".",
            "It is tried again; /health/ready says how Kafka is.");
    return new ProblemException(List.of(problem), cause);
  }
}
