package dev.weft.bench;

import dev.weft.engines.EmbeddedFlink;
import dev.weft.model.Contract;
import dev.weft.model.KafkaAccess;
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
import dev.weft.sql.cluster.JobNumbers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * The same work as Flink jobs: as a query, through the gateway as its product; the same query with
 * the broker itself, the difference being the price of the door; and written by hand, with Flink's
 * own connector and formats and the broker itself. Beside them the same with Kafka Streams.
 */
final class QueryProgram implements Program {
  private static final String PRODUCT = "derived";
  private static final String DOOR = "through the gateway";
  private static final String DIRECT = "direct";
  private static final String BY_HAND = "by hand, direct";
  private static final String STREAMS = "Kafka Streams, direct";
  private static final Duration LOOK = Duration.ofMillis(100);

  /** What is measured, by name. */
  private static final Map<String, String> STATEMENTS = new LinkedHashMap<>();

  static {
    STATEMENTS.put(
        "filter",
        "SELECT id, UPPER(holder) AS holder, amount FROM records.payments.payments WHERE region ="
            + " 'north'");
    STATEMENTS.put(
        "aggregate",
        "SELECT region, COUNT(*) AS id, SUM(amount) AS amount FROM records.payments.payments GROUP"
            + " BY region");
    STATEMENTS.put(
        "window",
        "SELECT COUNT(*) AS id, SUM(amount) AS amount, region AS holder"
            + " FROM TUMBLE(TABLE records.payments.payments, DESCRIPTOR(record_time),"
            + " INTERVAL '1' SECOND)"
            + " GROUP BY region, window_start, window_end");
    STATEMENTS.put(
        "join",
        "SELECT a.id, b.holder, a.amount FROM records.payments.payments AS a"
            + " JOIN records.payments.payments AS b ON a.id = b.id"
            + " AND a.record_time BETWEEN b.record_time AND b.record_time + INTERVAL '1' SECOND");
  }

  @Override
  public String name() {
    return "query";
  }

  @Override
  public String summary() {
    return "Runs the same SQL through the gateway, beside it, and written by hand: records per CPU-second.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "records", "1000000", "rounds", "3", "only", String.join(",", STATEMENTS.keySet()));
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (var mesh = new RunningMesh()) {
      var folder = Files.createTempDirectory("weft-bench-query-");
      try (var flink = EmbeddedFlink.start(folder);
          var planner = new FlinkPlanner(Schemas.NONE, FunctionJars.NONE)) {
        var records = options.count("records");
        var port = mesh.classifiedPort("payments", "payments");
        Topics.fill(mesh.direct(), port.topic(), "lz4", records, i -> Payment.of(i).as("json", 0));
        publish(mesh);
        var cluster = new Launch.Cluster(flink.url(), flink.clientSettings(), List.of());
        for (var statement : STATEMENTS.entrySet()) {
          if (!options.words("only").contains(statement.getKey())) {
            continue;
          }
          var job = new Job(mesh, planner, cluster, folder, statement.getKey());
          measure(job, statement.getValue(), options, report);
        }
      }
    }
  }

  private static void publish(RunningMesh mesh) throws ExecutionException, InterruptedException {
    for (var name : List.of("filter", "window", "join")) {
      contract(mesh, name, "{'name': 'id', 'logicalType': 'integer', 'required': true}");
    }
    contract(
        mesh,
        "aggregate",
        "{'name': 'region', 'logicalType': 'string', 'required': true, 'primaryKey': true},"
            + " {'name': 'id', 'logicalType': 'integer', 'required': true}");
    mesh.log()
        .put(
            ResourceKind.DATA_PRODUCT,
            PRODUCT,
            """
            {'id': '%s', 'status': 'active', 'domain': 'bank', 'outputPorts': [
             {'name': 'filter', 'contractId': 'filter-v1'},
             {'name': 'window', 'contractId': 'window-v1'},
             {'name': 'join', 'contractId': 'join-v1'},
             {'name': 'aggregate', 'contractId': 'aggregate-v1'}],
             'team': {'members': [{'username': 'olga', 'role': 'owner'}]}}
            """
                .formatted(PRODUCT));
    for (var name : STATEMENTS.keySet()) {
      mesh.topic(new PortName(PRODUCT, name));
    }
  }

  private static void contract(RunningMesh mesh, String name, String fields) {
    mesh.log()
        .put(
            ResourceKind.DATA_CONTRACT,
            name + "-v1",
            """
            {'id': '%s-v1', 'schema': [{'name': 'row', 'properties': [%s,
             {'name': 'holder', 'logicalType': 'string'},
             {'name': 'amount', 'logicalType': 'number'}]}]}
            """
                .formatted(name, fields));
  }

  private static void measure(Job job, String sql, Options options, Report report)
      throws Exception {
    var records = options.count("records");
    var costs = new LinkedHashMap<String, List<Cost>>();
    // The first round warms the machine up and is not counted.
    for (var round = 0; round <= options.count("rounds"); round++) {
      for (var way : List.of(DIRECT, BY_HAND, STREAMS, DOOR)) {
        var access = way.equals(DOOR) ? job.mesh.asProduct(PRODUCT) : job.mesh.direct();
        var cost =
            way.equals(STREAMS)
                ? Cost.of(() -> new StreamsQuery(job.into()).run(access, job.folder, records))
                : Cost.of(() -> job.run(sql, access, records, way.equals(BY_HAND)));
        if (round > 0) {
          costs.computeIfAbsent(way, added -> new ArrayList<>()).add(cost.per(records));
        }
      }
    }
    var table =
        report.table(job.name, "records/s", "records per CPU-s", "CPU-us/record", "x direct (CPU)");
    var direct = Cost.median(costs.get(DIRECT), Cost::cpuMicros);
    costs.forEach(
        (way, rounds) -> {
          var cpu = Cost.median(rounds, Cost::cpuMicros);
          table.row(
              way,
              Report.thousands(Cost.median(rounds, Cost::perSecond)),
              Report.thousands(1e6 / cpu),
              Report.two(cpu),
              Report.two(cpu / direct));
        });
    table.print();
  }

  /** One statement, run again and again. */
  private record Job(
      RunningMesh mesh, SqlPlanner planner, Launch.Cluster cluster, Path folder, String name) {

    PortName into() {
      return new PortName(PRODUCT, name);
    }

    /** From the order to the last record. */
    long run(String sql, KafkaAccess access, long records, boolean byHand)
        throws InterruptedException {
      var id = UUID.randomUUID().toString().replace("-", "");
      var launch =
          new Launch(
              cluster,
              id,
              access,
              Optional.empty(),
              folder.toUri().toString(),
              Duration.ofSeconds(2),
              1,
              Duration.ZERO);
      if (byHand) {
        HandWrittenQuery.start(sql, into(), launch);
      } else {
        var kept = new QueryText.EventTime("", Duration.ofSeconds(5));
        var times = Map.of(new PortName("payments", "payments"), kept);
        var text = new QueryText(name, "", sql, List.of(into()), Map.of(), times);
        planner.start(text, tables(), "", launch);
      }
      var rest = new FlinkRest(cluster);
      while (!isThrough(rest.numbers(id), records)) {
        if (rest.job(id).filter(job -> !job.isOver()).isEmpty()) {
          throw new IllegalStateException(name + ": " + rest.failure(id));
        }
        Thread.sleep(LOOK.toMillis());
      }
      rest.cancel(id);
      return records;
    }

    /** A join may read the port once or twice. */
    private static boolean isThrough(JobNumbers numbers, long records) {
      return numbers.recordsIn() >= records && numbers.lag() == 0;
    }

    private PortTables tables() {
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
  }
}
