package dev.weft.bench;

import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.testing.PostgresServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Flows of one processor or two into a port, with contract check, exactly once and with trace,
 * beside a plain consumer and producer that copy the same records without any of it.
 */
final class FlowProgram implements Program {
  private static final String COPY = "plain copy";

  @Override
  public String name() {
    return "flow";
  }

  @Override
  public String summary() {
    return "Files, a table and a port into a port, beside a plain consumer and producer.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("records", "1000000", "rows", "500000", "rounds", "3");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var records = options.count("records");
    var folder = Files.createTempDirectory("weft-bench-files-");
    try (var mesh = new RunningMesh();
        var postgres = PostgresServer.startOrSkip()) {
      var csv = write(folder.resolve("payments.csv"), Payment.CSV_HEAD, records, FlowProgram::csv);
      var json = write(folder.resolve("payments.jsonl"), "", records, FlowProgram::json);
      postgres.run(script(folder, options.count("rows")));
      var source = mesh.port("payments", "source", 1);
      Topics.fill(mesh.direct(), source.topic(), "none", records, i -> Payment.of(i).json());
      var ways = new LinkedHashMap<String, Way>();
      ways.put("CSV file to port", new Way(Flows.file(csv, "csv"), records));
      ways.put("JSON lines file to port", new Way(Flows.file(json, "json-lines"), records));
      ways.put("table to port", new Way(Flows.table(postgres), options.count("rows")));
      ways.put("port to port, one UpdateRecord", new Way(Flows.port(source), records));
      measure(mesh, source, ways, options.count("rounds"), report);
    } finally {
      for (var name : List.of("payments.csv", "payments.jsonl", "table.sql")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  /** A flow in JSON, but for its name and the port that it publishes to; and what it must bring. */
  private record Way(String flow, long records) {}

  private static void measure(
      RunningMesh mesh, PortName source, Map<String, Way> ways, int rounds, Report report)
      throws Exception {
    var costs = new LinkedHashMap<String, List<Cost>>();
    var traces = new LinkedHashMap<String, List<Double>>();
    // The first round warms the machine up and is not counted.
    for (var round = 0; round <= rounds; round++) {
      var copied = mesh.port("payments", "copy" + round, 1);
      var copy = Topics.copy(mesh.direct(), source.topic(), copied.topic());
      mesh.drop(copied);
      keep(round, COPY, copy, 0, costs, traces);
      for (var way : ways.entrySet()) {
        var before = TraceSize.of(mesh.admin());
        var cost = run(mesh, way.getValue(), way.getKey().replaceAll("[^A-Za-z]", "") + round);
        keep(round, way.getKey(), cost, TraceSize.of(mesh.admin()) - before, costs, traces);
      }
    }
    print(costs, traces, report);
  }

  private static void keep(
      int round,
      String name,
      Cost cost,
      long trace,
      Map<String, List<Cost>> costs,
      Map<String, List<Double>> traces) {
    if (round > 0) {
      costs.computeIfAbsent(name, added -> new ArrayList<>()).add(cost);
      traces.computeIfAbsent(name, added -> new ArrayList<>()).add((double) trace / cost.records());
    }
  }

  private static Cost run(RunningMesh mesh, Way way, String name) throws Exception {
    var port = mesh.port("results", name, 1);
    var text = way.flow().formatted(name, port.topic());
    var flow = Json.read(Json.parse(text.replace('\'', '"')), FlowSpec.class);
    try {
      return Cost.of(
          () -> {
            mesh.runner().start(flow, Map.of());
            Flows.awaitPublished(mesh.runner(), name, way.records());
            return way.records();
          });
    } finally {
      mesh.runner().forget(name);
      mesh.drop(port);
    }
  }

  private static void print(
      Map<String, List<Cost>> costs, Map<String, List<Double>> traces, Report report) {
    var table =
        report.table("way", "records/s", "x plain copy", "CPU-us/record", "trace bytes/record");
    var peer = Cost.median(costs.get(COPY), Cost::perSecond);
    costs.forEach(
        (name, rounds) -> {
          var speed = Cost.median(rounds, Cost::perSecond);
          var trace = traces.get(name).stream().mapToDouble(Double::doubleValue).toArray();
          table.row(
              name,
              Report.thousands(speed),
              Report.two(speed / peer),
              Report.two(Cost.median(rounds, Cost::cpuMicros)),
              Report.two(Percentiles.median(trace)));
        });
    table.print();
  }

  private static byte[] csv(long id) {
    return Payment.of(id).csv().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] json(long id) {
    var json = Payment.of(id).json();
    var line = java.util.Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }

  private static Path write(Path file, String head, long count, LongFunction<byte[]> line)
      throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (long i = 0; i < count; i++) {
        out.write(line.apply(i));
      }
    }
    return file;
  }

  private static Path script(Path folder, int rows) throws IOException {
    return Files.writeString(
        folder.resolve("table.sql"),
        """
        CREATE TABLE payment (id bigint PRIMARY KEY, region text NOT NULL, iban text NOT NULL,
          holder text, amount numeric(12, 2) NOT NULL, currency text, booked timestamptz, note text);
        INSERT INTO payment
          SELECT i, CASE WHEN i %% 2 = 0 THEN 'north' ELSE 'south' END,
            'CH930076' || (10000000000 + i) || '52', 'Customer ' || i, (i %% 100000) / 100.0, 'CHF',
            timestamptz '2026-05-01 12:00:00Z' + i * interval '1 second',
            substr(md5(i::text) || md5((i + 1)::text), 1, 46)
          FROM generate_series(1, %d) AS i;
        ANALYZE payment;
        """
            .formatted(rows));
  }
}
