package dev.weft.processors.demo;

import dev.weft.flow.FlowRunner;
import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.RunnerServices;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Known;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.ContractChecks;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.ReadView;
import dev.weft.spi.flow.ProcessorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The flows of a folder of YAML on a real Kafka, with real contracts and expressions. */
final class MeshOnKafka {
  private final KafkaAccess kafka;
  private final List<Checked> documents;
  private final Map<PortName, Contract> contracts = new HashMap<>();
  private final Fields fields = new Fields();

  MeshOnKafka(KafkaAccess kafka, Path folder) throws Exception {
    this(kafka, folder, text -> text);
  }

  /** {@code edit} changes each file, such as to other names beside the same mesh. */
  MeshOnKafka(KafkaAccess kafka, Path folder, UnaryOperator<String> edit) throws Exception {
    this.kafka = kafka;
    this.documents = new Documents().load(files(folder, edit), Known.NOTHING, new Problems());
    for (var product : all(ResourceKind.DATA_PRODUCT, DataProduct.class)) {
      for (var port : product.outputPorts()) {
        contracts.put(product.portName(port), contract(port.contractId()));
      }
    }
    createTopics();
  }

  List<FlowSpec> flows() {
    return all(ResourceKind.FLOW, FlowSpec.class);
  }

  /** The fields that were looked at before records of the port could be read. */
  Set<String> fields(String port) {
    return fields.known(PortName.parse(port).orElseThrow());
  }

  FlowRunner runner() {
    var types = new ArrayList<ProcessorType<?>>();
    ServiceLoader.load(ProcessorType.class).forEach(types::add);
    return new FlowRunner(
        RunnerServices.plain(
            kafka,
            product -> kafka,
            new ProcessorTypes(types),
            new CelExpressions(),
            new ContractChecks(new CelExpressions()),
            fields,
            new AllowWrites(),
            port -> Optional.ofNullable(contracts.get(port)),
            Clock.systemUTC()));
  }

  /** All committed records of a topic, to its end as it is now. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    var properties = kafka.clientProperties();
    properties.put("isolation.level", "read_committed");
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
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

  private <T> List<T> all(ResourceKind kind, Class<T> noun) {
    return documents.stream()
        .filter(each -> each.key().kind() == kind)
        .map(each -> Json.read(each.tree(), noun))
        .toList();
  }

  private Contract contract(String id) {
    return all(ResourceKind.DATA_CONTRACT, Contract.class).stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void createTopics() throws Exception {
    var topics = new ArrayList<NewTopic>();
    for (var port : contracts.keySet()) {
      topics.add(new NewTopic(port.topic(), 2, (short) 1));
      topics.add(new NewTopic(port.quarantineTopic(), 1, (short) 1));
    }
    try (var admin = Admin.create(kafka.clientProperties())) {
      admin.createTopics(topics).all().get();
    }
  }

  private static List<SourceText> files(Path folder, UnaryOperator<String> edit)
      throws IOException {
    var files = new ArrayList<SourceText>();
    try (var paths = Files.list(folder)) {
      for (var path : paths.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        files.add(
            new SourceText(path.getFileName().toString(), edit.apply(Files.readString(path))));
      }
    }
    return files;
  }

  private static final class Fields implements FieldObserver {
    private final Map<PortName, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public Set<String> known(PortName port) {
      return known.computeIfAbsent(port, key -> ConcurrentHashMap.newKeySet());
    }

    @Override
    public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
      known(port).addAll(samples.keySet());
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
