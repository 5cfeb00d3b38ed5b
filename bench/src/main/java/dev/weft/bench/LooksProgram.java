package dev.weft.bench;

import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long people wait for queries: for the rows of the first look of a fresh server and of those
 * after it, and from applying the first query of a fresh server, and later ones, until it runs.
 */
final class LooksProgram implements Program {
  private static final String PORT = "product0.out";

  /** The port's name is a word that SQL has for itself too. */
  private static final String TABLE = "product0.`out`";

  private static final String SELECT = "SELECT id, total FROM " + TABLE + " WHERE id < 10";
  private static final int ROWS = 10;
  private static final long LOOK_NANOS = 10_000_000;
  private static final double PATIENCE_SECONDS = 120;

  private static final String POLICY =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: all-read
      type: access
      resources: {domains: [bank]}
      rules: [{principals: {everyone: true}, allow: [read]}]
      """;

  private final List<String> launcher;

  /** {@code launcher} starts a server when {@code up} and its options are added. */
  LooksProgram(List<String> launcher) {
    this.launcher = List.copyOf(launcher);
  }

  @Override
  public String name() {
    return "looks";
  }

  @Override
  public String summary() {
    return "Looks at rows with SQL, and starts queries: the first of a fresh server, and later ones.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("looks", "20", "queries", "5", "records", "1000", "rounds", "1");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var table = report.table("", "s", "median after it", "slowest after it");
    for (var round = 0; round < options.count("rounds"); round++) {
      var looks = fresh(options, server -> looks(server, options.count("looks")));
      var starts = fresh(options, server -> starts(server, options.count("queries")));
      row(table, "first look of a fresh server", looks);
      row(table, "first query of a fresh server", starts);
    }
    table.print();
  }

  private static void row(Report.Table table, String name, List<Double> seconds) {
    var later = seconds.subList(1, seconds.size()).stream().mapToDouble(one -> one).toArray();
    table.row(
        name,
        Report.two(seconds.get(0)),
        Report.two(Percentiles.median(later)),
        Report.two(IntStream.range(0, later.length).mapToDouble(i -> later[i]).max().orElse(0)));
  }

  /** What is done to a server that has done nothing yet. */
  private interface Work {
    List<Double> on(ServerProcess server) throws IOException, InterruptedException;
  }

  private List<Double> fresh(Options options, Work work) throws Exception {
    var folder = Files.createTempDirectory("weft-bench-looks-");
    try (var server = ServerProcess.start(launcher, folder, List.of("--search-vectors", "off"))) {
      server.apply(1 + options.count("queries"));
      server.apply(List.of(POLICY));
      var records =
          IntStream.range(0, options.count("records"))
              .mapToObj(
                  id -> Json.text(Json.object().put("id", id).put("name", "n").put("total", 1.5)))
              .collect(Collectors.joining("\n"));
      server.post("/ports/" + PORT + "/records", records);
      return work.on(server);
    } finally {
      delete(folder);
    }
  }

  private static List<Double> looks(ServerProcess server, int later)
      throws IOException, InterruptedException {
    var seconds = new ArrayList<Double>();
    for (var look = 0; look <= later; look++) {
      var begin = System.nanoTime();
      var rows = server.post("/queries/run", Json.text(Json.object().put("sql", SELECT)));
      seconds.add((System.nanoTime() - begin) / 1e9);
      if (rows.lines().filter(row -> row.startsWith("{")).count() != ROWS) {
        throw new IllegalStateException("A look gave " + rows);
      }
    }
    return seconds;
  }

  private static List<Double> starts(ServerProcess server, int later)
      throws IOException, InterruptedException {
    var seconds = new ArrayList<Double>();
    for (var number = 1; number <= later; number++) {
      var begin = System.nanoTime();
      server.apply(List.of(query(number)));
      while (!isRunning(server, number)) {
        if ((System.nanoTime() - begin) / 1e9 > PATIENCE_SECONDS) {
          throw new IllegalStateException(server.get("queries/query" + number));
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
      seconds.add((System.nanoTime() - begin) / 1e9);
    }
    return seconds;
  }

  private static boolean isRunning(ServerProcess server, int number)
      throws IOException, InterruptedException {
    var page = Json.parse(server.get("queries/query" + number));
    return page.path("status").path("state").asText().equals("RUNNING");
  }

  private static String query(int number) {
    return """
        apiVersion: weft.dev/v1
        kind: Query
        name: query%1$d
        product: product%1$d
        into: product%1$d.out
        sql: SELECT id, name, email, total FROM %2$s WHERE id < 100
        """
        .formatted(number, TABLE);
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
