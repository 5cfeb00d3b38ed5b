package dev.weft.processors.kafka;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.json.JsonFields;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.RetryableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes each record as JSON, or each FlowFile's bytes, to a topic of a cluster outside. The flow
 * goes on when all replicas in step have everything, in one transaction of that cluster for each
 * unit of work. No transaction spans two clusters: if the flow's own commit fails after that
 * cluster's, the last messages are written again, with the same idempotency key.
 */
public final class PublishKafka
    implements ProcessorType.OfProcessor<PublishKafka.Settings>,
        KeepsFields<PublishKafka.Settings> {
  /** The header with the place that a message comes from: the same when it is written again. */
  static final String IDEMPOTENCY_KEY = "idempotency-key";

  private static final int MEGABYTE = 1 << 20;

  /** Where to write. */
  public record Settings(
      @Doc("The KafkaCluster service to use.") String cluster,
      @Doc("The topic; it must be there.") String topic,
      @Doc("CEL over 'record' and 'attributes' that gives the key; none when left out.") String key,
      @Doc("The largest message in bytes, up to 16777216; 1000000 when left out.") Integer maxBytes,
      @Doc(
              "Whether what the flow commits together is one transaction of the cluster, of which"
                  + " readers of committed messages see all or nothing; true when left out.")
          Boolean transactions,
      @Doc(
              "The transactional id; weft-FLOW-PROCESSOR when left out. No other producer of the"
                  + " cluster may have it: name one where flows of two meshes have the same name.")
          String transactionalId) {
    public Settings {
      cluster = Given.text("cluster", cluster);
      topic = Given.text("topic", topic);
      key = Given.textOr(key, "");
      maxBytes = Given.within("maxBytes", maxBytes, 1_000_000, 1, 16 * MEGABYTE);
      transactions = transactions == null || transactions;
      transactionalId = Given.textOr(transactionalId, "");
      if (!transactions && !transactionalId.isEmpty()) {
        throw new IllegalArgumentException(
            "transactionalId says nothing where transactions is false");
      }
    }
  }

  @Override
  public String name() {
    return "PublishKafka";
  }

  @Override
  public String summary() {
    return "Writes records or FlowFiles to a topic of a Kafka cluster outside of the mesh.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return services.of(settings.cluster()).stream()
        .map(each -> each.of("cluster").below(settings.topic()))
        .toList();
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    Optional<Compiled> key =
        settings.key().isEmpty()
            ? Optional.empty()
            : Optional.of(context.expressions().compile(settings.key()));
    var address = context.service(settings.cluster(), KafkaAddress.class);
    return new Sink(settings, key, delivery(address, settings, context));
  }

  private static Delivery delivery(
      KafkaAddress address, Settings settings, ProcessorContext context) {
    var title = address.title() + ", topic " + settings.topic();
    if (!settings.transactions()) {
      return new Outgoing(title, new Producers(address, settings.maxBytes(), Optional.empty()));
    }
    var id =
        settings.transactionalId().isEmpty()
            ? "weft-" + context.flow() + "-" + context.processor()
            : settings.transactionalId();
    return new Transaction(title, id, new Producers(address, settings.maxBytes(), Optional.of(id)));
  }

  /** A transaction has one producer, which sends without waiting for answers anyway. */
  @Override
  public boolean allowsConcurrentTasks() {
    return false;
  }

  private record Sink(Settings settings, Optional<Compiled> key, Delivery delivery)
      implements Processor {
    @Override
    public void process(FlowFile in, Output out) throws RetryableException {
      if (in.content() instanceof Records records) {
        send(in, records, out);
        return;
      }
      var content = (Content.Bytes) in.content();
      try (var stream = content.opener().open()) {
        var value = stream.readNBytes(settings.maxBytes() + 1);
        var refusal = send(new DataRecord(Map.of()), in, value, content.origin());
        out.emit(
            refusal.isEmpty() ? "success" : "failure",
            refusal.map(reason -> in.with("error.message", reason)).orElse(in));
      } catch (IOException e) {
        throw new RetryableException("The content cannot be read: " + e.getMessage(), e);
      }
    }

    private void send(FlowFile in, Records records, Output out) throws RetryableException {
      var sent = new ArrayList<Traced>();
      var failed = new LinkedHashMap<String, List<Traced>>();
      for (var item : records.items()) {
        var refusal = send(item.record(), in, json(item.record()), item.origin());
        if (refusal.isEmpty()) {
          sent.add(item);
        } else {
          failed.computeIfAbsent(refusal.get(), none -> new ArrayList<>()).add(item);
        }
      }
      if (!sent.isEmpty()) {
        out.emit("success", in.with(new Records(sent)));
      }
      failed.forEach(
          (reason, items) ->
              out.emit("failure", in.with(new Records(items)).with("error.message", reason)));
    }

    /** Why it cannot be sent; empty when it is on its way. */
    private Optional<String> send(DataRecord record, FlowFile in, byte[] value, Origin origin)
        throws RetryableException {
      if (value.length > settings.maxBytes()) {
        return Optional.of("the message is larger than " + settings.maxBytes() + " bytes");
      }
      try {
        var message =
            new ProducerRecord<>(settings.topic(), key.isEmpty() ? null : bytes(record, in), value);
        message.headers().add(IDEMPOTENCY_KEY, idempotencyKey(origin));
        delivery.send(message);
        return Optional.empty();
      } catch (EvaluationException e) {
        return Optional.of("key: " + e.getMessage());
      }
    }

    private byte[] bytes(DataRecord record, FlowFile in) throws EvaluationException {
      var value = key.orElseThrow().evaluate(record, in.attributes());
      return value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What came as JSON and has not been changed goes on as it came. */
    private static byte[] json(DataRecord record) {
      return record.fields() instanceof JsonFields fields && fields.json().isPresent()
          ? fields.json().get()
          : Json.bytes(record.fields());
    }

    private static byte[] idempotencyKey(Origin origin) {
      var text = origin.source() + "/" + origin.key() + "/" + origin.position();
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void flush() throws RetryableException {
      delivery.settle();
    }

    @Override
    public void rollBack() {
      delivery.rollBack();
    }

    @Override
    public void close() {
      delivery.close();
    }
  }
}
