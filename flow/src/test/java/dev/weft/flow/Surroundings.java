package dev.weft.flow;

import dev.weft.model.Contract;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.FieldRule;
import dev.weft.spi.HopCodec;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.testing.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a runner needs around it in tests: contracts, rights and a memory of fields, on Kafka. */
final class Surroundings {
  final KafkaAccess kafka;
  final Map<String, Contract> contracts = new ConcurrentHashMap<>();
  final Set<String> refused = ConcurrentHashMap.newKeySet();
  final AtomicLong epoch = new AtomicLong();
  final Fields fields = new Fields();

  Surroundings(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /** Remembers what it has seen; may be told to take its time. */
  static final class Fields implements FieldObserver {
    final List<Map<String, FieldSample>> seen = new CopyOnWriteArrayList<>();
    final Map<PortName, Set<String>> known = new ConcurrentHashMap<>();
    volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    @Override
    public Set<String> known(PortName port) {
      return known.getOrDefault(port, Set.of());
    }

    @Override
    public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
      seen.add(samples);
      return gate.thenRun(
          () ->
              known
                  .computeIfAbsent(port, key -> ConcurrentHashMap.newKeySet())
                  .addAll(samples.keySet()));
    }
  }

  /** A port with three partitions and its quarantine, whose contract requires {@code id}. */
  PortName port(String name) throws Exception {
    var port = PortName.parse(name).orElseThrow();
    try (var admin = Admin.create(kafka.clientProperties())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(port.topic(), 3, (short) 1),
                  new NewTopic(port.quarantineTopic(), 1, (short) 1)))
          .all()
          .get();
    }
    contracts.put(name, contract());
    return port;
  }

  static Contract contract() {
    return Json.read(
        Json.parse(
            """
            {"id": "numbers-v1", "schema": [{"name": "number", "properties": [
              {"name": "id", "logicalType": "integer", "required": true, "primaryKey": true},
              {"name": "name", "logicalType": "string"}]}]}
            """),
        Contract.class);
  }

  RunnerServices services(ProcessorType<?>... types) {
    var all = new ArrayList<ProcessorType<?>>(List.of(types));
    all.add(new Numbers());
    return RunnerServices.plain(
        kafka,
        product -> kafka,
        new ProcessorTypes(all),
        text -> {
          throw new UnsupportedOperationException("no expressions here");
        },
        Surroundings::requiredOnly,
        fields,
        new Rights(),
        port -> Optional.ofNullable(contracts.get(port.topic())),
        Clock.systemUTC());
  }

  /** A runner that does not wait long before it tries again. */
  FlowRunner runner(ProcessorType<?>... types) {
    return runner(FlowLimits.DEFAULT, types);
  }

  FlowRunner runner(FlowLimits limits, ProcessorType<?>... types) {
    var fast = limits.withRetries(Duration.ofMillis(20), Duration.ofMillis(500));
    return new FlowRunner(services(types), fast, new Random(1));
  }

  private static RecordCheck requiredOnly(Contract contract) {
    return record ->
        contract.fields().stream()
            .filter(field -> field.required() && record.get(field.name()) == null)
            .map(
                field ->
                    new RecordCheck.Violation(
                        field.name(), "required", "'" + field.name() + "' is required."))
            .toList();
  }

  private final class Rights implements Decisions {
    @Override
    public ReadView read(PrincipalId principal, PortName port, AccessContext context) {
      return refused.contains(port.topic()) ? ReadView.denied(port, "no") : allowed(port);
    }

    private ReadView allowed(PortName port) {
      return new ReadView(
          port,
          true,
          "",
          Map.of(),
          FieldRule.SHOW,
          FieldRule.SHOW,
          Optional.empty(),
          Optional.empty(),
          List.of());
    }

    @Override
    public Answer write(PrincipalId principal, PortName port) {
      return refused.contains(port.topic())
          ? Answer.deny("the owner has said no")
          : Answer.allow("its own port", "");
    }

    @Override
    public long epoch() {
      return epoch.get();
    }
  }

  /** A flow from JSON text with single quotes. */
  static FlowSpec flow(String json) {
    return Json.read(Json.parse(json.replace('\'', '"')), FlowSpec.class);
  }

  /** All committed records of a topic, to its end as it is now. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    var properties = kafka.clientProperties();
    properties.put("isolation.level", "read_committed");
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      if (!consumer.listTopics().containsKey(topic)) {
        return records;
      }
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  List<Hop> hops(String topic) {
    return read(SystemTopics.TRACE).stream()
        .map(record -> HopCodec.decode(record.value()))
        .filter(hop -> hop.topic().equals(topic))
        .toList();
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** Waits until it is so, for two minutes at most: that only ends a wait in vain. */
  static void await(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    var askedAt = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited too long until " + what);
      }
      Pause.after(askedAt);
      askedAt = System.nanoTime();
    }
  }
}
