package dev.weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from typing {@code weft up} until it is ready: in an empty folder, again, and
 * after kill -9; and how much memory a mesh needs that does nothing.
 */
final class StartProgram implements Program {
  private final List<String> launcher;

  /** {@code launcher} starts a server when {@code up} and its options are added. */
  StartProgram(List<String> launcher) {
    this.launcher = List.copyOf(launcher);
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "Starts a server cold, again and after kill -9; its resident memory when idle.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("rounds", "3", "products", "100", "idle-seconds", "20");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var found = new LinkedHashMap<String, List<Started>>();
    for (var round = 0; round < options.count("rounds"); round++) {
      var folder = Files.createTempDirectory("weft-bench-start-");
      try {
        round(folder, options, found);
      } finally {
        delete(folder);
      }
    }
    var table = report.table("start", "s to ready", "CPU-s", "MB resident then");
    found.forEach(
        (name, starts) ->
            table.row(
                name,
                Report.one(median(starts, Started::seconds)),
                Report.one(median(starts, Started::cpuSeconds)),
                Report.thousands(median(starts, Started::residentMegabytes))));
    table.print();
  }

  /** One start, and what the process had used when it was ready, or idle later on. */
  private record Started(double seconds, double cpuSeconds, double residentMegabytes) {}

  private void round(Path folder, Options options, Map<String, List<Started>> found)
      throws Exception {
    var products = options.count("products");
    try (var first = ServerProcess.start(launcher, folder)) {
      keep(found, "first time, empty folder", first);
      first.apply(products);
    }
    try (var again = ServerProcess.start(launcher, folder)) {
      keep(found, "again, " + products + " products", again);
      LockSupport.parkNanos(options.count("idle-seconds") * 1_000_000_000L);
      keep(found, "the same, idle for " + options.count("idle-seconds") + " s", again);
      again.kill();
    }
    try (var killed = ServerProcess.start(launcher, folder)) {
      keep(found, "after kill -9", killed);
    }
  }

  private static void keep(Map<String, List<Started>> found, String name, ServerProcess server)
      throws IOException {
    found
        .computeIfAbsent(name, added -> new ArrayList<>())
        .add(
            new Started(server.seconds(), server.cpuSeconds(), server.residentBytes() / 1048576.0));
  }

  private static double median(
      List<Started> starts, java.util.function.ToDoubleFunction<Started> figure) {
    return Percentiles.median(starts.stream().mapToDouble(figure).toArray());
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
