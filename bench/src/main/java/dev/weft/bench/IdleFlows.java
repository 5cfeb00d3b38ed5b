package dev.weft.bench;

import dev.weft.flow.FlowLimits;
import dev.weft.flow.FlowStatus;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Many small flows that have nothing to do: what they take of memory and of the processor. */
final class IdleFlows {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

  /** Longer than a flow keeps its writer when there is nothing to write. */
  private static final Duration SETTLES = FlowLimits.DEFAULT.idleAfter().plusSeconds(10);

  private static final Duration LOOK = Duration.ofSeconds(20);

  private final RunningMesh mesh;
  private final Report report;

  IdleFlows(RunningMesh mesh, Report report) {
    this.mesh = mesh;
    this.report = report;
  }

  void run(int flows) throws Exception {
    var source = mesh.port("payments", "quiet", 1);
    var target = mesh.port("results", "quiet", 1);
    var folder = Files.createTempDirectory("weft-bench-idle-");
    try {
      // One flow has run, so that what all share is there before.
      start("idle-first", folder, source, target, 0);
      start("idle-second", folder, source, target, 1);
      awaitRunning(2);
      Thread.sleep(SETTLES.toMillis());
      var before = Memory.now();
      var alone = idle(2);
      var starting =
          Cost.of(
              () -> {
                for (var i = 0; i < flows; i++) {
                  start("idle-" + i, folder, source, target, i);
                }
                awaitRunning(flows + 2);
                return flows;
              });
      Thread.sleep(SETTLES.toMillis());
      var after = Memory.now();
      var idle = idle(flows);
      print(flows, before, after, starting, List.of(alone, idle));
      for (var status : mesh.runner().status()) {
        mesh.runner().forget(status.name());
      }
    } finally {
      Files.delete(folder);
    }
  }

  private static Cost idle(int flows) throws Exception {
    return Cost.of(
        () -> {
          Thread.sleep(LOOK.toMillis());
          return flows;
        });
  }

  private static double percent(Cost idle) {
    return 100.0 * idle.cpuNanos() / idle.nanos();
  }

  /** What the process takes without them (the broker, above all) is told apart. */
  private void print(
      int flows, Memory before, Memory after, Cost starting, List<Cost> withoutAndWith) {
    var without = percent(withoutAndWith.get(0));
    report
        .table(
            "idle flows",
            "s to start",
            "MB resident",
            "MB heap",
            "threads",
            "% of a core",
            "without")
        .row(
            Report.thousands(flows),
            Report.one(starting.nanos() / 1e9),
            "+" + Report.one((after.resident - before.resident) / 1e6),
            "+" + Report.one((after.heap - before.heap) / 1e6),
            "+" + (after.threads - before.threads),
            "+" + Report.one(percent(withoutAndWith.get(1)) - without),
            Report.one(without))
        .print();
  }

  /** Half of them wait for a port, half for files. */
  private void start(String name, Path folder, PortName source, PortName target, int number) {
    var read =
        number % 2 == 0
            ? """
              {"name": "read", "type": "ConsumePort", "settings": {"port": "%s"}}
              """
                .formatted(source.topic())
            : """
              {"name": "read", "type": "ListDirectory", "settings": {"directory": "%s"}}
              """
                .formatted(folder);
    var text =
        """
        {"name": "%s", "product": "results", "processors": [%s,
          {"name": "change", "type": "UpdateRecord", "settings": {"set": {"a": "1"}}},
          {"name": "publish", "type": "PublishPort", "settings": {"port": "%s"}}],
         "connections": ["read.success -> change", "change.success -> publish"]}
        """
            .formatted(name, read, target.topic());
    mesh.runner().start(Json.read(Json.parse(text), FlowSpec.class), Map.of());
  }

  /** Returns when so many flows have begun: they have polled, and say that they run. */
  private void awaitRunning(int flows) throws InterruptedException {
    var deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (true) {
      var all = mesh.runner().status();
      var running =
          all.stream()
              .filter(one -> one.status() == FlowStatus.State.RUNNING)
              .filter(one -> !one.connections().isEmpty())
              .count();
      if (running >= flows) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(running + " of " + flows + " flows run");
      }
      Thread.sleep(20);
    }
  }

  private record Memory(long resident, long heap, int threads) {
    static Memory now() throws IOException {
      System.gc();
      var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      var threads = ManagementFactory.getThreadMXBean().getThreadCount();
      for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          var kilobytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
          return new Memory(kilobytes * 1024, heap, threads);
        }
      }
      throw new IOException("Linux does not say how much memory this process has");
    }
  }
}
