package dev.weft.bench;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.policy.PolicyEngine;
import dev.weft.spi.RowFilter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** How many questions one thread answers while there are very many policies. */
final class DecisionsProgram implements Program {
  private static final int PORTS_ASKED = 8;

  @Override
  public String name() {
    return "decisions";
  }

  @Override
  public String summary() {
    return "Access decisions on one core with many policies, first and repeated; row filters.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("policies", "10000", "decisions", "20000000", "first", "5000", "rounds", "5");
  }

  /** Figures of one thread: on a busy machine its CPU time says more than the clock on the wall. */
  private record Pace(double perSecond, double perCpuSecond) {
    static Pace of(long count, LongConsumer work) {
      var threads = java.lang.management.ManagementFactory.getThreadMXBean();
      var cpu = threads.getCurrentThreadCpuTime();
      var start = System.nanoTime();
      work.accept(count);
      var nanos = System.nanoTime() - start;
      return new Pace(count * 1e9 / nanos, count * 1e9 / (threads.getCurrentThreadCpuTime() - cpu));
    }

    static Pace median(List<Pace> paces) {
      return new Pace(
          Percentiles.median(paces.stream().mapToDouble(Pace::perSecond).toArray()),
          Percentiles.median(paces.stream().mapToDouble(Pace::perCpuSecond).toArray()));
    }
  }

  @Override
  public void run(Options options, Report report) {
    var secret = "a secret for hashes only".getBytes(StandardCharsets.UTF_8);
    var engine = new PolicyEngine(Clock.systemUTC(), secret);
    var mesh = new ManyPolicies(options.count("policies"));
    var folding = Pace.of(1, once -> engine.apply(mesh.changes()));
    report.line("%d policies folded in %.2f s", mesh.policies(), 1 / folding.perSecond());

    var rounds = options.count("rounds");
    var first = new java.util.ArrayList<Pace>();
    var again = new java.util.ArrayList<Pace>();
    var filtering = new java.util.ArrayList<Pace>();
    for (var round = 0; round <= rounds; round++) {
      var from = (long) round * options.count("first");
      var one = Pace.of(options.count("first"), count -> askNew(engine, mesh, from, count));
      var two = Pace.of(options.count("decisions"), count -> askAgain(engine, mesh, count));
      var three = Pace.of(options.count("decisions"), count -> filter(engine, mesh, count));
      if (round > 0) {
        first.add(one);
        again.add(two);
        filtering.add(three);
      }
    }
    var table = report.table("one thread", "per second", "per CPU-second", "ns CPU each");
    row(table, "decision, asked before", Pace.median(again));
    row(table, "decision, first time", Pace.median(first));
    row(table, "row filter with two comparisons", Pace.median(filtering));
    table.print();
  }

  private static void row(Report.Table table, String name, Pace pace) {
    table.row(
        name,
        Report.thousands(pace.perSecond()),
        Report.thousands(pace.perCpuSecond()),
        Report.thousands(1e9 / pace.perCpuSecond()));
  }

  /** Each question is one that nobody has asked yet. */
  private static void askNew(PolicyEngine engine, ManyPolicies mesh, long from, long count) {
    var allowed = 0L;
    for (var i = from; i < from + count; i++) {
      var port = ManyPolicies.port((int) (i / ManyPolicies.USERS % ManyPolicies.PORTS));
      var user = ManyPolicies.user((int) (i % ManyPolicies.USERS));
      allowed += engine.read(user, port).allowed() ? 1 : 0;
    }
    mesh.expectSome(allowed, count);
  }

  private static void askAgain(PolicyEngine engine, ManyPolicies mesh, long count) {
    var users = new PrincipalId[ManyPolicies.USERS];
    java.util.Arrays.setAll(users, ManyPolicies::user);
    var ports = new PortName[PORTS_ASKED];
    java.util.Arrays.setAll(ports, ManyPolicies::port);
    var allowed = 0L;
    for (var i = 0L; i < count; i++) {
      var user = users[(int) (i % users.length)];
      allowed += engine.read(user, ports[(int) (i % PORTS_ASKED)]).allowed() ? 1 : 0;
    }
    mesh.expectSome(allowed, count);
  }

  private static void filter(PolicyEngine engine, ManyPolicies mesh, long count) {
    var filter = engine.read(ManyPolicies.FILTERED, ManyPolicies.port(0)).filter().orElseThrow();
    var records =
        List.<Map<String, Object>>of(
            Map.of("country", "Canada", "total", 12.5),
            Map.of("country", "Brazil", "total", 12.5),
            Map.of("country", "Canada", "total", 2.5),
            Map.of("country", "Canada", "total", 99.0));
    var values =
        records.stream()
            .map(
                record ->
                    (RowFilter.Values) path -> record.getOrDefault(path, RowFilter.Values.MISSING))
            .toArray(RowFilter.Values[]::new);
    var passed = 0L;
    for (var i = 0L; i < count; i++) {
      passed += filter.passes(values[(int) (i & 3)]) ? 1 : 0;
    }
    mesh.expectSome(passed, count);
  }
}
