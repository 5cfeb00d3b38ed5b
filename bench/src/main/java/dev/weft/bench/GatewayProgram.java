package dev.weft.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * One consumer reads the same topic straight from the broker and through the gateway: with nothing
 * to mask, with one field masked, and with a row filter that passes half.
 */
final class GatewayProgram implements Program {
  private static final String DIRECT = "direct";

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public String summary() {
    return "Reads 200-byte records in all formats, directly and through the gateway: records/s and CPU.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "records",
        "1000000",
        "rounds",
        "7",
        "compression",
        "none,lz4,zstd",
        "format",
        "json,avro,protobuf");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    for (var format : options.words("format")) {
      for (var compression : options.words("compression")) {
        try (var mesh = new RunningMesh()) {
          measure(mesh, format, compression, options, report);
        }
      }
    }
  }

  private static void measure(
      RunningMesh mesh, String format, String compression, Options options, Report report)
      throws Exception {
    var records = options.count("records");
    var port = mesh.classifiedPort("payments", compression);
    var schema = mesh.writes(format);
    Topics.fill(
        mesh.direct(), port.topic(), compression, records, i -> Payment.of(i).as(format, schema));
    var ways = ways(mesh, records);
    var costs = new LinkedHashMap<String, List<Cost>>();
    // The first round warms the machine up and is not counted.
    for (var round = 0; round <= options.count("rounds"); round++) {
      for (var way : ways) {
        var cost = way.read(port);
        if (round > 0) {
          costs.computeIfAbsent(way.name, added -> new ArrayList<>()).add(cost.per(records));
        }
      }
    }
    print(format + ", compression " + compression, costs, report);
  }

  private static List<Way> ways(RunningMesh mesh, long records) {
    var north = LongStream.range(0, records).filter(i -> Payment.of(i).north()).count();
    return List.of(
        new Way(DIRECT, mesh.direct(), records, "CH930076"),
        new Way("nothing to mask", mesh.as(Payments.SEES_ALL), records, "CH930076"),
        new Way("one field masked", mesh.as(Payments.SEES_MASKED), records, "XXXX"),
        new Way("half filtered", mesh.as(Payments.SEES_HALF), north, "north"));
  }

  /** One way to read, how many records it must bring, and what each must contain. */
  private record Way(String name, KafkaAccess access, long expected, String contains) {
    Cost read(PortName port) throws Exception {
      var cost =
          Topics.read(
              access,
              port.topic(),
              record -> {
                if (!new String(record.value(), US_ASCII).contains(contains)) {
                  throw new IllegalStateException(name + ": not what this reader may see");
                }
              });
      if (cost.records() != expected) {
        throw new IllegalStateException(name + ": " + cost.records() + ", not " + expected);
      }
      return cost;
    }
  }

  private static void print(String what, Map<String, List<Cost>> costs, Report report) {
    var table = report.table(what, "records/s", "x direct", "CPU-us/record", "added CPU-us");
    var direct = costs.get(DIRECT);
    costs.forEach(
        (name, rounds) -> {
          var speed = Cost.median(rounds, Cost::perSecond);
          var cpu = Cost.median(rounds, Cost::cpuMicros);
          table.row(
              name,
              Report.thousands(speed),
              Report.two(speed / Cost.median(direct, Cost::perSecond)),
              Report.two(cpu),
              Report.two(cpu - Cost.median(direct, Cost::cpuMicros)));
        });
    table.print();
  }
}
