package dev.weft.server.query;

import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.RecordPlace;
import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.ViolationsHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Says in the quarantine of the port that a query fills which records it goes on without.
 *
 * <p>The record itself stays where it is, in the port that it was read from: a copy would be one
 * more place where somebody's data lies, and nobody looks at values in a quarantine. Said again, it
 * is there twice; place and query tell that it is one.
 */
final class LeftOutRecords {
  /** So many a query may leave out by one statement; with more something else is wrong. */
  static final int MOST = 1_000;

  private static final String RULE = "not-computable";
  private static final int PATIENCE_SECONDS = 10;
  private static final int REASON_CHARACTERS_MAX = 2_000;

  private final KafkaAccess kafka;

  LeftOutRecords(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /** Why a query that has left out so many does not go on by itself. */
  static String tooMany(RecordPlace place) {
    return "It was stopped at the record %s: it has left out %,d records already. Say with TRY_CAST or NULLIF in its statement what becomes of such values; it goes on from where it was."
        .formatted(place, MOST);
  }

  /**
   * Is there when this returns.
   *
   * @param reason may quote the record; nobody is shown it
   * @throws ProblemException ENVIRONMENT when Kafka does not take it now
   */
  void keep(PortName port, String query, RecordPlace place, String reason) {
    try (var producer =
        new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var record =
          new ProducerRecord<byte[], byte[]>(
              port.quarantineTopic(), null, null, null, null, headers(query, place, reason));
      producer.send(record).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw cannot(port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cannot(port, e);
    }
  }

  private static List<Header> headers(String query, RecordPlace place, String reason) {
    var sentence = "The query " + query + " cannot compute with the record " + place + ".";
    return List.of(
        header(
            "weft.reason", reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX))),
        header("weft.rule", RULE),
        new RecordHeader(
            ViolationsHeader.NAME,
            ViolationsHeader.bytes(List.of(new Violation("", RULE, sentence)))),
        header("weft.processor", "query " + query),
        header("weft.source", place.port() + "/" + place.partition()),
        header("weft.key", "offset"),
        header("weft.position", Long.toString(place.offset())));
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
  }

  private Properties properties() {
    var properties = kafka.clientProperties();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "weft-query-quarantine");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_SECONDS * 1_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 500);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 1_000);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return properties;
  }

  private static ProblemException cannot(PortName port, Exception cause) {
    var problem =
        Problem.environment(
            "quarantine-unwritten",
            "The quarantine of " + port + " cannot be written now: " + cause.getMessage() + ".",
            "It is tried again; /health/ready says how Kafka is.");
    return new ProblemException(List.of(problem), cause);
  }
}
