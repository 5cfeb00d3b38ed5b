package dev.weft.bench;

import dev.weft.catalog.lineage.Direction;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How long the lineage takes to build, to change and to walk when there is very much of it.
 *
 * <p>Each product has a port, a flow that makes it of two other ports, and six subscribers: ten
 * edges. Ports are chosen unevenly, so that a few have thousands of readers, as in real meshes.
 */
final class LineageProgram implements Program {
  private static final int EDGES_PER_PRODUCT = 10;
  private static final int SUBSCRIBERS = 6;
  private static final int PRODUCTS_AT_ONCE = 500;
  private static final int DEPTH = 5;

  @Override
  public String name() {
    return "lineage";
  }

  @Override
  public String summary() {
    return "The lineage graph at size: building, heap, walks of depth 5, a change and a walk.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("edges", "10000,100000,1000000", "walks", "2000");
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    var built = report.table("edges", "build s", "us an edge", "heap MB", "bytes an edge");
    var walked = report.table("ms", "edges", "p50", "p99", "max", "cut short");
    for (var size : options.words("edges")) {
      var edges = Integer.parseInt(size);
      measure(Math.max(10, edges / EDGES_PER_PRODUCT), options.count("walks"), built, walked);
    }
    built.print();
    walked.print();
  }

  private static void measure(int products, int walks, Report.Table built, Report.Table walked)
      throws Exception {
    var before = heap();
    var graph = new LineageGraph();
    var nanos = build(graph, products);
    var heap = heap() - before;
    var edges = (long) products * EDGES_PER_PRODUCT;
    built.row(
        Report.thousands((double) edges),
        Report.one(nanos / 1e9),
        Report.one(nanos / 1e3 / edges),
        Report.thousands(heap / 1e6),
        Report.thousands((double) heap / edges));
    for (var direction : Direction.values()) {
      var title = "walk " + direction.name().toLowerCase(Locale.ROOT);
      walk(graph, direction, products, walks / 4);
      row(walked, title, edges, walk(graph, direction, products, walks));
    }
    change(graph, products, walks / 4);
    var changed = change(graph, products, walks);
    row(walked, "a change", edges, new Walks(Percentiles.of(changed[0]), 0));
    row(walked, "and a walk after it", edges, new Walks(Percentiles.of(changed[1]), 0));
  }

  private record Walks(Percentiles millis, int truncated) {}

  private static void row(Report.Table table, String title, long edges, Walks walks) {
    var millis = walks.millis();
    table.row(
        title,
        Report.thousands((double) edges),
        three(millis.at(0.5)),
        three(millis.at(0.99)),
        three(millis.at(1)),
        "" + walks.truncated());
  }

  private static String three(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  /** Not the builder's documents: only what the graph keeps. */
  private static long heap() throws InterruptedException {
    var least = Long.MAX_VALUE;
    for (var i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
      var runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** How long the graph took; making the documents does not count. */
  private static long build(LineageGraph graph, int products) {
    var nanos = 0L;
    for (var from = 0; from < products; from += PRODUCTS_AT_ONCE) {
      var changes = new ArrayList<Fold.Change>();
      for (var i = from; i < Math.min(products, from + PRODUCTS_AT_ONCE); i++) {
        changes.addAll(product(i, products));
      }
      var begin = System.nanoTime();
      graph.apply(changes);
      nanos += System.nanoTime() - begin;
    }
    return nanos;
  }

  private static Walks walk(LineageGraph graph, Direction direction, int products, int walks) {
    var random = new SplittableRandom(7);
    var millis = new double[Math.max(1, walks)];
    var truncated = 0;
    for (var i = 0; i < millis.length; i++) {
      var start = "port/p" + random.nextInt(products) + ".out";
      var begin = System.nanoTime();
      var found = graph.walk(start, direction, DEPTH);
      millis[i] = (System.nanoTime() - begin) / 1e6;
      truncated += found.truncated() ? 1 : 0;
    }
    return new Walks(Percentiles.of(millis), truncated);
  }

  /** A flow reads other ports than before; then its product is asked for. */
  private static double[][] change(LineageGraph graph, int products, int changes) {
    var random = new SplittableRandom(11);
    var millis = new double[2][Math.max(1, changes)];
    for (var i = 0; i < millis[0].length; i++) {
      var product = random.nextInt(products);
      var change = List.of(flow(product, products, random));
      var begin = System.nanoTime();
      graph.apply(change);
      var changed = System.nanoTime();
      var found = graph.walk("port/p" + product + ".out", Direction.UP, DEPTH);
      millis[1][i] = (System.nanoTime() - changed) / 1e6;
      millis[0][i] = (changed - begin) / 1e6;
      if (found.edges().size() < 4) {
        throw new IllegalStateException("the change is not in the graph: " + found);
      }
    }
    return millis;
  }

  private static List<Fold.Change> product(int i, int products) {
    var random = new SplittableRandom(i);
    var changes = new ArrayList<Fold.Change>();
    changes.add(
        ManyPolicies.change(
            ResourceKind.DATA_PRODUCT,
            "p" + i,
            "{'id': 'p%1$d', 'domain': 'd%2$d', 'outputPorts': [{'name': 'out', 'contractId': 'c%1$d'}]}"
                .formatted(i, i % 20)));
    changes.add(flow(i, products, random));
    var ports = new int[SUBSCRIBERS];
    Arrays.setAll(ports, any -> port(random, products));
    for (var s = 0; s < SUBSCRIBERS; s++) {
      changes.add(
          ManyPolicies.change(
              ResourceKind.SUBSCRIPTION,
              "s" + i + "-" + s,
              "{'id': 's%1$d-%2$d', 'principal': 'u%1$d-%2$d', 'port': 'p%3$d.out', 'status': 'APPROVED'}"
                  .formatted(i, s, ports[s])));
    }
    return changes;
  }

  private static Fold.Change flow(int i, int products, SplittableRandom random) {
    var first = port(random, products);
    var second = (first + 1 + random.nextInt(products - 1)) % products;
    return ManyPolicies.change(
        ResourceKind.FLOW,
        "f" + i,
        """
        {'name': 'f%1$d', 'product': 'p%1$d', 'processors': [
          {'name': 'a', 'type': 'ConsumePort', 'settings': {'port': 'p%2$d.out'}},
          {'name': 'b', 'type': 'ConsumePort', 'settings': {'port': 'p%3$d.out'}},
          {'name': 'put', 'type': 'PublishPort', 'settings': {'port': 'p%1$d.out'}}],
         'connections': ['a.success -> put', 'b.success -> put']}
        """
            .formatted(i, first, second));
  }

  /** The lower its number, the more often a port is chosen. */
  private static int port(SplittableRandom random, int products) {
    return (int) (Math.pow(random.nextDouble(), 3) * products);
  }
}
