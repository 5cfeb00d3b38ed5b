package dev.weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * What a server needs for the metadata of very many products: loading them, asking, and starting
 * again. The products are only proposed, so that there are no topics behind them.
 */
final class MeshProgram implements Program {
  private static final int BATCH = 100;
  private static final int WARM = 20;

  private final List<String> launcher;

  /** {@code launcher} starts a server when {@code up} and its options are added. */
  MeshProgram(List<String> launcher) {
    this.launcher = List.copyOf(launcher);
  }

  @Override
  public String name() {
    return "mesh";
  }

  @Override
  public String summary() {
    return "Loads the metadata of many products, asks for them, and starts again.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("products", "1000,10000", "questions", "200");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var heads = new ArrayList<>(List.of("products"));
    heads.addAll(options.words("products"));
    var table = report.table(heads.toArray(String[]::new));
    var columns = new ArrayList<List<String>>();
    for (var products : options.words("products")) {
      var folder = Files.createTempDirectory("weft-bench-mesh-");
      try {
        columns.add(
            measure(folder, Integer.parseInt(products), options.count("questions"), report));
      } finally {
        delete(folder);
      }
    }
    for (var row = 0; row < Figure.values().length; row++) {
      var cells = new ArrayList<String>();
      cells.add(Figure.values()[row].title);
      for (var column : columns) {
        cells.add(column.get(row));
      }
      table.row(cells.toArray(String[]::new));
    }
    table.print();
  }

  private enum Figure {
    LOAD("loaded, s"),
    RATE("products/s"),
    CPU("CPU-ms a product"),
    RESIDENT("MB resident then"),
    HEAP("MB heap after start"),
    NAME("search by name, p50 / p99 ms"),
    WORDS("search by words, p50 / p99 ms"),
    QUESTION("exact question, p50 / p99 ms"),
    LINEAGE("lineage, depth 5, p50 / p99 ms"),
    PAGE("product page, p50 / p99 ms"),
    CHANGE("change of one, p50 / p99 ms"),
    AGAIN("again to ready, s");

    private final String title;

    Figure(String title) {
      this.title = title;
    }
  }

  private List<String> measure(Path folder, int products, int questions, Report report)
      throws Exception {
    var figures = new ArrayList<String>();
    try (var server = ServerProcess.start(launcher, folder)) {
      var cpu = server.cpuSeconds();
      var begin = System.nanoTime();
      server.apply(domains());
      for (var from = 0; from < products; from += BATCH) {
        server.apply(products(from, Math.min(products, from + BATCH)));
        if (from / BATCH % 50 == 49) {
          report.line("  %,d of %,d", from + BATCH, products);
        }
      }
      var seconds = (System.nanoTime() - begin) / 1e9;
      figures.add(Report.one(seconds));
      figures.add(Report.thousands(products / seconds));
      figures.add(Report.two((server.cpuSeconds() - cpu) * 1e3 / products));
      figures.add(Report.thousands(server.residentBytes() / 1048576.0));
    }
    try (var server = ServerProcess.start(launcher, folder)) {
      figures.add(Report.thousands(server.heapBytes() / 1048576.0));
      var random = new SplittableRandom(7);
      IntFunction<String> some = one -> "p" + random.nextInt(products);
      figures.add(asked(server, questions, i -> "search?q=" + some.apply(i)));
      figures.add(asked(server, questions, i -> "search?q=" + word(random) + "+" + word(random)));
      figures.add(
          asked(
              server,
              questions,
              i ->
                  "search/query?q=from+Field+where+name+like+'"
                      + some.apply(i)
                      + ".*'+and+tag='pii.email'"));
      figures.add(
          asked(server, questions, i -> "lineage/port%2F" + some.apply(i) + ".out?depth=5"));
      figures.add(asked(server, questions, i -> "products/" + some.apply(i)));
      figures.add(changed(server, questions / 4, products));
      figures.add(Report.one(server.seconds()));
    }
    return figures;
  }

  private static String asked(ServerProcess server, int questions, IntFunction<String> question)
      throws IOException, InterruptedException {
    var millis = new double[questions];
    for (var i = -WARM; i < questions; i++) {
      var path = question.apply(i);
      var begin = System.nanoTime();
      server.get(path);
      if (i >= 0) {
        millis[i] = (System.nanoTime() - begin) / 1e6;
      }
    }
    return both(millis);
  }

  private static String changed(ServerProcess server, int changes, int products)
      throws IOException, InterruptedException {
    var millis = new double[Math.max(1, changes)];
    for (var i = 0; i < millis.length; i++) {
      var one = product(i * 37 % products).replace("One of", "Change " + i + " of");
      var begin = System.nanoTime();
      server.apply(List.of(one));
      millis[i] = (System.nanoTime() - begin) / 1e6;
    }
    return both(millis);
  }

  private static String both(double[] millis) {
    var all = Percentiles.of(millis);
    return Report.one(all.at(0.5)) + " / " + Report.one(all.at(0.99));
  }

  private static final String[] WORDS = {
    "customer", "account", "payment", "card", "invoice", "order", "shipment", "claim", "branch",
    "loan", "deposit", "fraud", "device", "session", "price", "stock", "supplier", "region",
    "daily", "monthly", "verified", "open", "closed", "historic", "current", "planned", "raw"
  };

  private static String word(SplittableRandom random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static List<String> domains() {
    var all = new ArrayList<String>();
    for (var i = 0; i < 20; i++) {
      all.add(
          "apiVersion: weft.dev/v1\nkind: Domain\nname: d%d\ngovernance: {body: [admin]}\n"
              .formatted(i));
    }
    return all;
  }

  private static List<String> products(int from, int to) {
    var all = new ArrayList<String>();
    for (var i = from; i < to; i++) {
      all.add(contract(i));
      all.add(product(i));
    }
    return all;
  }

  /** Every tenth takes in what the one before it gives out. */
  private static String product(int i) {
    var random = new SplittableRandom(i);
    var input =
        i % 10 == 0
            ? ""
            : "inputPorts: [{name: before, version: 1.0.0, contractId: c%d}]\n".formatted(i - 1);
    return """
        apiVersion: v1.0.0
        kind: DataProduct
        id: p%1$d
        name: P %1$d %3$s %4$s
        version: 1.0.0
        status: proposed
        domain: d%2$d
        description: {purpose: 'One of many: the %3$s %4$s of each %5$s.'}
        %6$soutputPorts:
          - {name: out, version: 1.0.0, contractId: c%1$d, description: 'A %5$s a row.'}
        team: {name: T, members: [{username: admin, role: owner}]}
        """
        .formatted(i, i % 20, word(random), word(random), word(random), input);
  }

  private static String contract(int i) {
    var random = new SplittableRandom(i);
    var fields = new StringBuilder();
    for (var field : List.of("name", "city", "amount", "currency", "status", "comment")) {
      fields.append(
          "      - {name: %s, logicalType: string, description: The %s of the %s.}\n"
              .formatted(field, word(random), word(random)));
    }
    return """
        apiVersion: v3.1.0
        kind: DataContract
        id: c%1$d
        version: 1.0.0
        status: draft
        domain: d%2$d
        dataProduct: p%1$d
        schema:
          - name: row
            properties:
              - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
              - {name: email, logicalType: string, tags: [pii.email]}
        """
            .formatted(i, i % 20)
        + fields;
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
