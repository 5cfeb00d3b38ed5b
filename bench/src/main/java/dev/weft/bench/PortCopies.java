package dev.weft.bench;

import dev.weft.model.PortName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One port copied into another, by us and by others, in turns in one run. */
final class PortCopies {
  private static final String PLAIN = "plain consumer + producer";
  private static final String MIRROR = "MirrorMaker 2 (process of its own)";
  private static final String TRANSFORM = "Connect, one transform (process of its own)";
  private static final String COPY = "Weft, port to port";
  private static final String CHANGE = "Weft, port to port, one UpdateRecord";
  private static final String TRACED = "Weft, trace on";
  private static final String UNTRACED = "Weft, trace off";

  private final RunningMesh mesh;
  private final Report report;
  private final int records;
  private final int rounds;
  private final PortName source;
  private final Map<String, List<Cost>> costs = new LinkedHashMap<>();

  PortCopies(RunningMesh mesh, Options options, Report report) throws Exception {
    this.mesh = mesh;
    this.report = report;
    this.records = options.count("records");
    this.rounds = options.count("rounds");
    this.source = mesh.port("payments", "source", 1);
  }

  PortName source() {
    return source;
  }

  /** What a plain read costs here, by which other machines can be compared. Fills the source. */
  void anchor() throws Exception {
    Topics.fill(mesh.direct(), source.topic(), "none", records, i -> Payment.of(i).json());
    var packed = mesh.port("payments", "packed", 1);
    Topics.fill(mesh.direct(), packed.topic(), "lz4", records, i -> Payment.of(i).json());
    var reads = new ArrayList<Cost>();
    for (var round = 0; round <= rounds; round++) {
      reads.add(Topics.read(mesh.direct(), packed.topic(), record -> {}));
    }
    mesh.drop(packed);
    report.line(
        "%nAnchor: a plain consumer takes %s CPU-us a record here, packed with lz4"
            + " (0.34 on the machine of 23 November, 0.75 on that of the 28th).",
        Report.two(Cost.median(reads.subList(1, reads.size()), Cost::cpuMicros)));
  }

  /** Beside a plain copy, MirrorMaker and a Connect transform. */
  void beside() throws Exception {
    var peer =
        ConnectPeer.classPath().map(path -> new ConnectPeer(mesh.direct(), mesh.admin(), path));
    for (var round = 0; round <= rounds; round++) {
      var target = mesh.port("payments", "copy" + round, 1);
      keep(round, PLAIN, Topics.copy(mesh.direct(), source.topic(), target.topic()));
      mesh.drop(target);
      keep(round, COPY, weft(round, "copy", Change.NONE, Tracing.ON));
      keep(round, CHANGE, weft(round, "change", Change.UPDATE, Tracing.ON));
      // A process of its own begins cold, as it does in each round.
      if (peer.isPresent() && round < Math.max(1, rounds)) {
        keep(round + 1, MIRROR, peer.get().copy(source.topic(), records, false));
        keep(round + 1, TRANSFORM, peer.get().copy(source.topic(), records, true));
      }
    }
    print(PLAIN, PLAIN, COPY, CHANGE, MIRROR, TRANSFORM);
    if (peer.isEmpty()) {
      report.line("Without MirrorMaker: run mvn -f bench/connect/pom.xml package first.");
    }
  }

  /** With trace and without, by turns. */
  void trace() throws Exception {
    for (var round = 0; round <= rounds; round++) {
      keep(round, UNTRACED, weft(round, "off", Change.NONE, Tracing.OFF));
      keep(round, TRACED, weft(round, "on", Change.NONE, Tracing.ON));
    }
    print(UNTRACED, UNTRACED, TRACED);
  }

  private enum Change {
    NONE,
    UPDATE
  }

  private enum Tracing {
    ON,
    OFF
  }

  private Cost weft(int round, String name, Change change, Tracing tracing) throws Exception {
    var target = mesh.port("results", name + round, 1);
    var flow =
        change == Change.NONE
            ? PublishedFlow.mirror(source, target, records)
            : PublishedFlow.kafka(source, target, records);
    var runner = tracing == Tracing.ON ? mesh.runner() : mesh.untraced();
    try {
      return Flows.run(runner, flow, name + round);
    } finally {
      mesh.drop(target);
    }
  }

  private void keep(int round, String name, Cost cost) {
    costs.computeIfAbsent(name, added -> new ArrayList<>());
    if (round > 0) {
      costs.get(name).add(cost);
    }
  }

  private void print(String against, String... names) {
    var table =
        report.table(
            "way", "records/s", "records/CPU-s", "CPU-us/record", "x " + against, "by CPU");
    var peer = Cost.median(costs.get(against), Cost::perSecond);
    var peerMicros = Cost.median(costs.get(against), Cost::cpuMicros);
    for (var name : names) {
      var all = costs.getOrDefault(name, List.of());
      if (all.isEmpty()) {
        continue;
      }
      var speed = Cost.median(all, Cost::perSecond);
      var micros = Cost.median(all, Cost::cpuMicros);
      table.row(
          name,
          Report.thousands(speed),
          Report.thousands(1e6 / micros),
          Report.two(micros),
          Report.two(speed / peer),
          Report.two(peerMicros / micros));
    }
    table.print();
  }
}
