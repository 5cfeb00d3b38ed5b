package dev.weft.sql;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.gateway.RecordBytes;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.spi.RecordEncoder;
import dev.weft.spi.RecordFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, a Flink cluster and a planner, all real and all in this process. */
final class QueryRig implements AutoCloseable {
  final TestPorts ports = TestPorts.load();
  final EmbeddedKafka kafka;
  final MiniCluster flink;
  final TestSchemas schemas = TestSchemas.of(ports);
  final FlinkPlanner planner;
  private final RecordEncoder encoder = new RecordBytes(schemas.view);
  private final Path folder;

  private QueryRig(Path folder, EmbeddedKafka kafka, MiniCluster flink) {
    this.folder = folder;
    var functions = TestFunctions.compile(folder);
    ports.functions(functions.all());
    this.planner = new FlinkPlanner(schemas.view, functions);
    this.kafka = kafka;
    this.flink = flink;
  }

  static QueryRig start(Path folder) throws Exception {
    var settings = new Configuration();
    settings.set(RestOptions.BIND_PORT, "0");
    settings.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    var flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(8)
                .build());
    flink.start();
    return new QueryRig(folder, EmbeddedKafka.start(folder.resolve("data")), flink);
  }

  void topics(int partitions, PortName... names) throws Exception {
    try (var admin = Admin.create(kafka.access().clientProperties())) {
      admin
          .createTopics(
              java.util.Arrays.stream(names)
                  .map(port -> new NewTopic(port.topic(), partitions, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  /** Registers the schemas and writes the records of {@code written.yaml}, one after another. */
  @SuppressWarnings("unchecked") // As the file is written.
  void writeFormats() throws Exception {
    var steps = (List<Map<String, Object>>) TestPorts.yaml("written.yaml");
    topics(
        1,
        steps.stream()
            .map(step -> (String) step.getOrDefault("port", ""))
            .filter(port -> !port.isEmpty())
            .distinct()
            .map(PortName::of)
            .toArray(PortName[]::new));
    for (var step : steps) {
      if (step.containsKey("schema")) {
        schemas.register(
            (String) step.get("schema"), (String) step.get("type"), (String) step.get("text"));
      } else {
        write(
            PortName.of((String) step.get("port")),
            (List<Map<String, Object>>) step.get("records"));
      }
    }
  }

  /** Says that the row with this key is gone. */
  void remove(PortName port, byte[] key) {
    try (var producer =
        new KafkaProducer<>(
            kafka.access().clientProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var unused = producer.send(new ProducerRecord<>(port.topic(), key, null));
      producer.flush();
    }
  }

  private byte[] bytes(PortName port, Map<String, Object> record) {
    if (schemas.view.format(port) == RecordFormat.JSON) {
      return Json.bytes(record);
    }
    var fields = new LinkedHashMap<>(record);
    fields.replaceAll(
        (name, value) -> name.equals("amount") ? new BigDecimal((String) value) : value);
    return encoder.encode(port, new DataRecord(fields));
  }

  /** Writes records as flows do, with the primary key's values as the key. */
  void write(PortName port, List<Map<String, Object>> records) {
    var key = ports.contract(port).orElseThrow().primaryKey();
    try (var producer =
        new KafkaProducer<>(
            kafka.access().clientProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (var record : records) {
        var bytes =
            key.isEmpty()
                ? null
                : key.stream()
                    .map(field -> String.valueOf(record.get(field)))
                    .collect(Collectors.joining("|"))
                    .getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(port.topic(), bytes, bytes(port, record)));
      }
      producer.flush();
    }
  }

  Launch launch() {
    return new Launch(
        new Launch.Cluster(flink.getRestAddress().join(), Map.of(), List.of()),
        UUID.randomUUID().toString().replace("-", ""),
        kafka.access(),
        Optional.empty(),
        folder.resolve("checkpoints").toString(),
        Duration.ofMillis(200),
        1,
        Duration.ZERO);
  }

  List<Map<String, Object>> look(QueryText query) {
    var rows = new ArrayList<Map<String, Object>>();
    try (var look = planner.look(query, ports, true, checked -> {}, launch())) {
      look.forEachRemaining(row -> rows.add(row.fields()));
    }
    return rows;
  }

  static QueryText query(String sql) {
    return query(sql, List.of());
  }

  static QueryText query(String sql, List<PortName> into) {
    return new QueryText("test", "test.query.yaml", sql, into, Map.of(), Map.of());
  }

  @Override
  public void close() {
    planner.close();
    flink.closeAsync().join();
    kafka.close();
  }
}
