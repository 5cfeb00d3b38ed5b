package dev.weft.server.audit;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.SourceText;
import dev.weft.server.apply.Applier;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
 * The audit as a port like any other: product {@code weft}, port {@code audit}, for auditors only.
 *
 * <p>The writer copies the audit's topic into the port's, each event once: the copies and how far
 * it has come are one transaction, and another server that takes over fences this one. Reading the
 * port is audited like every read, so a reader who follows it finds their own reads in it, one
 * event a minute at most.
 */
public final class AuditPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditPort.class);

  /** The port's name. */
  public static final PortName NAME = new PortName("weft", "audit");

  private static final String GROUP = "_weft.audit-port";
  private static final Duration POLL = Duration.ofMillis(500);
  private static final List<String> FIELDS =
      List.of(
          "writer",
          "sequence",
          "time",
          "actor",
          "action",
          "subject",
          "successful",
          "details",
          "previousHash",
          "hash");

  private final KafkaAccess kafka;
  private final TopicPartition source;
  private final BooleanSupplier writer;
  private final Thread thread = new Thread(this::run, "weft-audit-port");
  private volatile boolean closing;

  /** Does nothing yet: {@link #start()} does. */
  public AuditPort(KafkaAccess kafka, String auditTopic, BooleanSupplier writer) {
    this.kafka = kafka;
    this.source = new TopicPartition(auditTopic, 0);
    this.writer = writer;
    thread.setDaemon(true);
  }

  /** Makes the product with its contract and policy, unless there is one; only the writer may. */
  public static void publish(MeshLog mesh, Applier applier) {
    if (mesh.state()
        .find(ResourceKind.DATA_PRODUCT, NAME.product(), DataProduct.class)
        .isPresent()) {
      return;
    }
    try (var file = AuditPort.class.getResourceAsStream("audit-port.yaml")) {
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      applier.apply(
          Caller.WEFT,
          new Applier.Request(
              List.of(new SourceText("audit-port.yaml", text)), Map.of(), Map.of(), false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mesh.decide((state, now) -> known(now));
  }

  /** Weft knows what is in its own events; nothing there is personal data of the products. */
  private static MeshLog.Decided<String> known(Instant now) {
    var fields = new TreeMap<String, PortFields.KnownField>();
    FIELDS.forEach(
        field -> fields.put(field, new PortFields.KnownField(type(field), true, now, List.of())));
    var key = new ResourceKey(ResourceKind.PORT_FIELDS, NAME.topic());
    var document = Json.tree(new PortFields(NAME.topic(), fields));
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key, document, PrincipalId.WEFT)), List.of(), List.of(), "");
  }

  private static String type(String field) {
    return switch (field) {
      case "sequence" -> "integer";
      case "successful" -> "boolean";
      case "details" -> "object";
      default -> "string";
    };
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
      log.debug("The audit's port is no longer filled here");
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
      log.warn("The audit's port could not be filled and is begun again: {}", e.getMessage());
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
      var unused =
          producer.send(
              new ProducerRecord<>(NAME.topic(), 0, record.timestamp(), null, record.value()));
    }
    producer.sendOffsetsToTransaction(
        Map.of(source, new OffsetAndMetadata(consumer.position(source))), consumer.groupMetadata());
    producer.commitTransaction();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = kafka.clientProperties();
    settings.put("group.id", GROUP);
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
    settings.put("transactional.id", "weft-audit-port");
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
