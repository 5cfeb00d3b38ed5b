package dev.weft.bench;

import dev.weft.flow.FlowStatus;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A source at full speed into a sink outside. Every round the sink stops twice: its other end reads
 * no more, then the processor is paused. What the source makes meanwhile must stay within the limit
 * of a connection, besides what the system's sockets hold, nothing may be lost, and memory must not
 * grow.
 */
final class BackPressureProgram implements Program {
  private static final String FLOW = "pressure";
  private static final long LIMIT = 10_000;
  private static final int BATCH = 1_000;

  private static final int LINE_BYTES_LEAST = 180;
  private static final long SOCKETS_USUAL = 16L << 20;

  private static final long AT_LEAST = 20_000;
  private static final double GROWTH_MAX = 1.25;
  private static final double SPARE_MEGABYTES = 24;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = 20_000_000;
  private static final int LOOKS = 50;

  @Override
  public String name() {
    return "backpressure";
  }

  @Override
  public String summary() {
    return "A source at full speed whose sink stops: how far it runs on, and whether memory grows.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("minutes", "10", "flowing-seconds", "30");
  }

  /** What a round has shown. */
  private record Round(
      double perSecond,
      long whileNotRead,
      long whilePaused,
      double heapMegabytes,
      double residentMegabytes) {}

  @Override
  public void run(Options options, Report report) throws Exception {
    var end = System.nanoTime() + (long) (Double.parseDouble(options.text("minutes")) * 60e9);
    var flowing = Duration.ofSeconds(options.count("flowing-seconds"));
    var rounds = new ArrayList<Round>();
    try (var mesh = new RunningMesh();
        var sink = new LineSink()) {
      mesh.runner().start(flow(sink.port()), Map.of());
      do {
        rounds.add(round(mesh, sink, flowing));
      } while (System.nanoTime() < end);
      mesh.runner().forget(FLOW);
      print(rounds, sink, report);
      check(rounds, sink);
    }
  }

  private static FlowSpec flow(int port) {
    var text =
        """
        {'name': '%s', 'product': 'results', 'processors': [
          {'name': 'make', 'type': 'GenerateRecords',
           'settings': {'count': %d, 'perPoll': %d, 'fields': {
             'n': 'record.n', 'account': {'type': 'text', 'length': 20},
             'note': {'type': 'text', 'length': 120}}}},
          {'name': 'send', 'type': 'PutTCP', 'settings': {'host': '127.0.0.1', 'port': %d}}],
         'connections': ['make.success -> send']}
        """;
    var flow = text.formatted(FLOW, Long.MAX_VALUE - 1, BATCH, port).replace('\'', '"');
    return Json.read(Json.parse(flow), FlowSpec.class);
  }

  private static Round round(RunningMesh mesh, LineSink sink, Duration flowing) throws IOException {
    var began = System.nanoTime();
    var before = sink.lines();
    var until = began + flowing.toNanos();
    await("records flow", () -> System.nanoTime() > until && sink.lines() - before >= AT_LEAST);
    var perSecond = (sink.lines() - before) / ((System.nanoTime() - began) / 1e9);

    sink.stop();
    var notRead = standstill(mesh, sink);
    sink.goOn();
    var reached = sink.highest();
    await("it goes on", () -> sink.highest() > reached + BATCH);

    mesh.runner().hold(FLOW, Set.of("send"));
    var paused = standstill(mesh, sink);
    mesh.runner().hold(FLOW, Set.of());
    var waited = made(mesh);
    await("what has waited arrives", () -> sink.highest() >= waited - 1);
    return new Round(perSecond, notRead, paused, heapMegabytes(), residentMegabytes());
  }

  /** Returns when the source makes no more, how many it has made that the sink does not have. */
  private static long standstill(RunningMesh mesh, LineSink sink) {
    var last = new long[] {-1};
    var same = new int[1];
    await(
        "the source stands still",
        () -> {
          var now = made(mesh) + sink.lines();
          same[0] = now == last[0] ? same[0] + 1 : 0;
          last[0] = now;
          return same[0] >= LOOKS;
        });
    return Math.max(0, made(mesh) - (sink.highest() + 1));
  }

  /** What the source has made, in units of work that are committed. */
  private static long made(RunningMesh mesh) {
    return mesh.runner().status(FLOW).orElseThrow().processors().stream()
        .filter(each -> each.name().equals("make"))
        .mapToLong(FlowStatus.ProcessorStatus::out)
        .sum();
  }

  private static void await(String what, java.util.function.BooleanSupplier condition) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("It did not come true: " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /**
   * What the system may hold of lines that are sent and not read: as much as it may let the buffers
   * of both ends grow to.
   */
  private static long socketBytes() throws IOException {
    var all = 0L;
    for (var name : List.of("tcp_rmem", "tcp_wmem")) {
      var file = Path.of("/proc/sys/net/ipv4", name);
      if (!Files.isReadable(file)) {
        return SOCKETS_USUAL;
      }
      var words = Files.readString(file).strip().split("\\s+");
      all += Long.parseLong(words[words.length - 1]);
    }
    return Math.max(SOCKETS_USUAL, all);
  }

  private static double heapMegabytes() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
  }

  private static double residentMegabytes() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  private static void print(List<Round> rounds, LineSink sink, Report report) {
    var table =
        report.table(
            "round",
            "records/s",
            "made while not read",
            "made while paused",
            "heap MB after GC",
            "resident MB");
    for (var i = 0; i < rounds.size(); i++) {
      var round = rounds.get(i);
      table.row(
          "" + (i + 1),
          Report.thousands(round.perSecond()),
          Report.thousands((double) round.whileNotRead()),
          Report.thousands((double) round.whilePaused()),
          Report.one(round.heapMegabytes()),
          Report.thousands(round.residentMegabytes()));
    }
    table.print();
    report.line(
        "%,d records arrived, %,d of them again; %d gaps",
        sink.lines(), sink.lines() - sink.highest() - 1, sink.gaps());
  }

  private static void check(List<Round> rounds, LineSink sink) throws IOException {
    var first = rounds.get(Math.min(1, rounds.size() - 1)).heapMegabytes();
    var last = rounds.get(rounds.size() - 1).heapMegabytes();
    if (sink.gaps() > 0) {
      throw new IllegalStateException("Records were left out: " + sink.gaps() + " gaps");
    }
    var inSockets = socketBytes() / LINE_BYTES_LEAST;
    for (var round : rounds) {
      var beyond = round.whileNotRead() > LIMIT + BATCH + inSockets;
      if (beyond || round.whilePaused() > LIMIT + BATCH) {
        throw new IllegalStateException("The source ran on beyond the limit: " + round);
      }
    }
    if (last > first * GROWTH_MAX + SPARE_MEGABYTES) {
      throw new IllegalStateException("The heap grew from " + first + " to " + last + " MB");
    }
  }
}
