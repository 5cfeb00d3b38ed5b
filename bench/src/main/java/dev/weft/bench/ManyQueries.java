package dev.weft.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.weft.engines.EmbeddedFlink;
import dev.weft.model.Contract;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.spi.Schemas;
import dev.weft.sql.FlinkPlanner;
import dev.weft.sql.FunctionJars;
import dev.weft.sql.Launch;
import dev.weft.sql.PortTables;
import dev.weft.sql.QueryText;
import dev.weft.sql.SqlPlanner;
import dev.weft.sql.cluster.FlinkRest;
import dev.weft.sql.cluster.JobState;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Many queries at once on the Flink of one process, each busy and each with exactly-once output
 * through the gateway: how long all take to run, whether they keep up, what they cost, and whether
 * what they have written is complete.
 */
final class ManyQueries implements Program {
  private static final String PRODUCT = "derived";
  private static final PortName SOURCE = new PortName("payments", "payments");
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final long SECOND = 1_000_000_000;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Override
  public String name() {
    return "queries";
  }

  @Override
  public String summary() {
    return "Many busy queries at once, each with exactly-once output: start, lag, CPU, completeness.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("count", "40", "rate", "200", "seconds", "30");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var count = options.count("count");
    var folder = Files.createTempDirectory("weft-bench-queries-");
    try (var mesh = new RunningMesh();
        var flink = EmbeddedFlink.start(folder);
        var planner = new FlinkPlanner(Schemas.NONE, FunctionJars.NONE)) {
      mesh.classifiedPort(SOURCE.product(), SOURCE.port());
      publish(mesh, count);
      var cluster = new Launch.Cluster(flink.url(), flink.clientSettings(), List.of());
      var rest = new FlinkRest(cluster);
      var started = System.nanoTime();
      var jobs = new ArrayList<String>();
      for (var i = 0; i < count; i++) {
        jobs.add(start(mesh, planner, cluster, folder, i));
      }
      await(
          () -> jobs.stream().allMatch(id -> rest.job(id).filter(JobState::isRunning).isPresent()));
      var allRun = System.nanoTime() - started;
      var cpu = SYSTEM.getProcessCpuTime();
      var begun = System.nanoTime();
      var written = write(mesh, options.count("rate"), options.count("seconds"));
      var behind = jobs.stream().mapToLong(id -> rest.numbers(id).lag()).max().orElse(0);
      var busy = System.nanoTime() - begun;
      var used = SYSTEM.getProcessCpuTime() - cpu;
      await(() -> jobs.stream().allMatch(id -> rest.numbers(id).recordsIn() >= written));
      var wanted = IntStream.range(0, (int) written).filter(i -> Payment.of(i).north()).count();
      var complete = complete(mesh, count, wanted);
      report
          .table(
              "queries",
              "all run after s",
              "records/s each",
              "most behind at the end",
              "CPU cores",
              "ports with every record once")
          .row(
              "" + count,
              Report.one(allRun / 1e9),
              Report.thousands(written * 1e9 / busy),
              "" + behind,
              Report.two((double) used / busy),
              complete + " of " + count)
          .print();
      jobs.forEach(rest::cancel);
    }
  }

  private static void publish(RunningMesh mesh, int count) throws Exception {
    var outputs =
        IntStream.range(0, count)
            .mapToObj(i -> "{'name': 'q%d', 'contractId': 'q%d-v1'}".formatted(i, i))
            .collect(Collectors.joining(", "));
    for (var i = 0; i < count; i++) {
      mesh.log()
          .put(
              ResourceKind.DATA_CONTRACT,
              "q" + i + "-v1",
              """
              {'id': 'q%d-v1', 'schema': [{'name': 'row', 'properties': [
               {'name': 'id', 'logicalType': 'integer', 'required': true},
               {'name': 'holder', 'logicalType': 'string'},
               {'name': 'amount', 'logicalType': 'number'}]}]}
              """
                  .formatted(i));
    }
    mesh.log()
        .put(
            ResourceKind.DATA_PRODUCT,
            PRODUCT,
            """
            {'id': '%s', 'status': 'active', 'domain': 'bank', 'outputPorts': [%s],
             'team': {'members': [{'username': 'olga', 'role': 'owner'}]}}
            """
                .formatted(PRODUCT, outputs));
    for (var i = 0; i < count; i++) {
      mesh.topic(port(i));
    }
  }

  private static PortName port(int number) {
    return new PortName(PRODUCT, "q" + number);
  }

  private static String start(
      RunningMesh mesh, SqlPlanner planner, Launch.Cluster cluster, Path folder, int number) {
    var id = UUID.randomUUID().toString().replace("-", "");
    var launch =
        new Launch(
            cluster,
            id,
            mesh.asProduct(PRODUCT),
            Optional.empty(),
            folder.resolve("q" + number).toUri().toString(),
            Duration.ofSeconds(2),
            1,
            Duration.ZERO);
    var sql =
        "SELECT id, UPPER(holder) AS holder, amount FROM records.payments.payments WHERE region = 'north'";
    var text = new QueryText("q" + number, "", sql, List.of(port(number)), Map.of(), Map.of());
    planner.start(text, tables(mesh), "", launch);
    return id;
  }

  private static PortTables tables(RunningMesh mesh) {
    return new PortTables() {
      @Override
      public Optional<Contract> contract(PortName port) {
        return Ports.contract(mesh.log().state(), port);
      }

      @Override
      public Collection<PortName> names() {
        return Ports.all(mesh.log().state());
      }
    };
  }

  /** So many records a second, evenly. */
  private static long write(RunningMesh mesh, long rate, long seconds) {
    try (var producer =
        new KafkaProducer<>(
            mesh.direct().clientProperties(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var begin = System.nanoTime();
      var all = rate * seconds;
      for (var i = 0L; i < all; i++) {
        var due = begin + i * SECOND / rate;
        LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
        var unused =
            producer.send(new ProducerRecord<>(SOURCE.topic(), Payment.of(i).as("json", 0)));
      }
      producer.flush();
      return all;
    }
  }

  /** How many ports come to hold so many committed records, and no more. */
  private static long complete(RunningMesh mesh, int count, long wanted)
      throws InterruptedException {
    await(() -> IntStream.range(0, count).allMatch(i -> committed(mesh, port(i)) >= wanted));
    return IntStream.range(0, count).filter(i -> committed(mesh, port(i)) == wanted).count();
  }

  private static long committed(RunningMesh mesh, PortName port) {
    var properties = mesh.direct().clientProperties();
    properties.put("isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var at = new TopicPartition(port.topic(), 0);
      consumer.assign(List.of(at));
      consumer.seekToBeginning(List.of(at));
      var end = consumer.endOffsets(List.of(at)).get(at);
      var records = 0L;
      while (consumer.position(at) < end) {
        records += consumer.poll(LOOK).count();
      }
      return records;
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    while (!condition.holds()) {
      Thread.sleep(LOOK.toMillis());
    }
  }
}
