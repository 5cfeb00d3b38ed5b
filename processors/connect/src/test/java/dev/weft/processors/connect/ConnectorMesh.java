package dev.weft.processors.connect;

import dev.weft.flow.FlowCheck;
import dev.weft.flow.FlowLimits;
import dev.weft.flow.FlowRunner;
import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.RunnerServices;
import dev.weft.flow.plugin.PluginFolders;
import dev.weft.model.Contract;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.ReadView;
import dev.weft.testing.Pause;
import java.nio.file.Path;
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
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A runner on Kafka that has the connectors of a folder of plug-ins as its processors. */
final class ConnectorMesh {
  /** Where the build has put connectors: Debezium's folder, and Kafka's own jar for files. */
  static final Path CONNECTORS = Path.of("target", "connectors").toAbsolutePath();

  private final KafkaAccess kafka;
  private final ProcessorTypes types = new ProcessorTypes(List.of());
  private final PluginFolders plugins;
  private final Set<String> fields = ConcurrentHashMap.newKeySet();

  ConnectorMesh(KafkaAccess kafka, Path folder, Path copies) {
    this.kafka = kafka;
    this.plugins = new PluginFolders(List.of(folder), copies, types, Clock.systemUTC(), () -> {});
    plugins.look();
  }

  ProcessorTypes types() {
    return types;
  }

  PluginFolders plugins() {
    return plugins;
  }

  static FlowSpec flow(String json) {
    return Json.read(Json.parse(json.replace('\'', '"')), FlowSpec.class);
  }

  List<Problem> problems(String flow, String... parameters) {
    return FlowCheck.problems(flow(flow), types, Set.of(parameters));
  }

  FlowRunner runner() {
    var services =
        RunnerServices.plain(
            kafka,
            product -> kafka,
            types,
            text -> {
              throw new UnsupportedOperationException("no expressions here");
            },
            contract -> record -> List.of(),
            new Fields(),
            new AllowWrites(),
            port -> Optional.of(contract()),
            Clock.systemUTC());
    var fast = FlowLimits.DEFAULT.withRetries(Duration.ofMillis(20), Duration.ofMillis(500));
    return new FlowRunner(services, fast, new Random(1));
  }

  private static Contract contract() {
    return Json.read(
        Json.parse(
            """
            {"id": "any-v1", "schema": [{"name": "any", "properties": [
              {"name": "id", "logicalType": "integer"}]}]}
            """),
        Contract.class);
  }

  /** A port of one partition, so that its order can be compared. */
  PortName port(String name) throws Exception {
    var port = PortName.parse(name).orElseThrow();
    try (var admin = Admin.create(kafka.clientProperties())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(port.topic(), 1, (short) 1),
                  new NewTopic(port.quarantineTopic(), 1, (short) 1)))
          .all()
          .get();
    }
    return port;
  }

  /** All committed records of a topic, to its end as it is now. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    var properties = kafka.clientProperties();
    properties.put("isolation.level", "read_committed");
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
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

  private final class Fields implements FieldObserver {
    @Override
    public Set<String> known(PortName port) {
      return fields;
    }

    @Override
    public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
      fields.addAll(samples.keySet());
      return CompletableFuture.completedFuture(null);
    }
  }

  private static final class AllowWrites implements Decisions {
    @Override
    public ReadView read(PrincipalId principal, PortName port, AccessContext context) {
      return ReadView.denied(port, "not asked here");
    }

    @Override
    public Answer write(PrincipalId principal, PortName port) {
      return Answer.allow("its own port", "");
    }

    @Override
    public long epoch() {
      return 0;
    }
  }
}
