package dev.weft.bench;

import dev.weft.model.PortName;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Flows beside what others do with the same work: those that NiFi was measured with, port to port
 * beside MirrorMaker, a Connect transform and a plain copy, with trace and without, and a thousand
 * that do nothing.
 */
final class FlowsProgram implements Program {
  private static final int FILE_RECORDS = 20_000;

  @Override
  public String name() {
    return "flows";
  }

  @Override
  public String summary() {
    return "Flows that NiFi was measured with; port to port beside MirrorMaker; idle flows.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "records", "300000", "rounds", "2", "idle", "1000", "only", "nifi,ports,trace,idle");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var only = options.words("only");
    var folder = Files.createTempDirectory("weft-bench-flows-");
    try (var mesh = new RunningMesh()) {
      var ports = new PortCopies(mesh, options, report);
      if (only.contains("idle")) {
        // First, while nothing else has left its memory behind.
        new IdleFlows(mesh, report).run(options.count("idle"));
      }
      ports.anchor();
      if (only.contains("nifi")) {
        nifi(mesh, ports.source(), folder, options, report);
      }
      if (only.contains("ports")) {
        ports.beside();
      }
      if (only.contains("trace")) {
        ports.trace();
      }
    } finally {
      delete(folder);
    }
  }

  private static void nifi(
      RunningMesh mesh, PortName source, Path folder, Options options, Report report)
      throws Exception {
    var records = options.count("records");
    files(folder, "jsonl", "", records, i -> Payment.of(i).json());
    files(folder, "csv", Payment.CSV_HEAD, records, FlowsProgram::csv);
    var costs = new LinkedHashMap<PublishedFlow, List<Cost>>();
    // The first round warms the machine up and is not counted.
    for (var round = 0; round <= options.count("rounds"); round++) {
      var target = mesh.port("results", "kafka" + round, 1);
      var results = folder.resolve("results" + round);
      var flows =
          List.of(
              PublishedFlow.attributes(records / 3),
              PublishedFlow.records(folder, records),
              PublishedFlow.query(folder, results, records),
              PublishedFlow.kafka(source, target, records));
      for (var flow : flows) {
        var cost = Flows.run(mesh.runner(), flow, "nifi" + round);
        var kind = costs.keySet().stream().filter(one -> one.what().equals(flow.what()));
        var key = kind.findFirst().orElse(flow);
        costs.computeIfAbsent(key, added -> new ArrayList<>());
        if (round > 0) {
          costs.get(key).add(cost);
        }
      }
      mesh.drop(target);
    }
    var table =
        report.table("flow", "records/s", "records/CPU-s", "NiFi/CPU-s", "x NiFi", "target");
    costs.forEach(
        (flow, rounds) -> {
          var perCpu = 1e6 / Cost.median(rounds, Cost::cpuMicros);
          table.row(
              flow.what(),
              Report.thousands(Cost.median(rounds, Cost::perSecond)),
              Report.thousands(perCpu),
              Report.thousands(flow.nifi()),
              Report.two(perCpu / flow.nifi()),
              "3.00");
        });
    table.print();
  }

  private static byte[] csv(long id) {
    return Payment.of(id).csv().stripTrailing().getBytes(StandardCharsets.US_ASCII);
  }

  private static void files(
      Path folder, String suffix, String head, long count, LongFunction<byte[]> line)
      throws IOException {
    for (long from = 0; from < count; from += FILE_RECORDS) {
      var file = folder.resolve("payments" + from + "." + suffix);
      try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        for (var i = from; i < Math.min(count, from + FILE_RECORDS); i++) {
          out.write(line.apply(i));
          out.write('\n');
        }
      }
    }
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
