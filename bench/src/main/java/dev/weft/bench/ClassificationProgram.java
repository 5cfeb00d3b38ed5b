package dev.weft.bench;

import dev.weft.bench.columns.Column;
import dev.weft.bench.columns.HeldOutColumns;
import dev.weft.bench.columns.KnownColumns;
import dev.weft.classification.Classifiers;
import dev.weft.spi.Classifier.Candidate;
import dev.weft.spi.Classifier.Finding;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often the classifiers are right over labelled columns, and how fast they are. */
final class ClassificationProgram implements Program {
  /** Below this something is broken rather than a little worse. */
  private static final double LEAST = 0.75;

  private final Classifiers classifiers = Classifiers.installed();

  @Override
  public String name() {
    return "classification";
  }

  @Override
  public String summary() {
    return "Classifies labelled columns: precision and recall for each tag, and fields a second.";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("seconds", "5", "misses", "no");
  }

  /** What came of one tag: rightly found, missed, wrongly found. */
  private record Outcome(int right, int missed, int wrong) {
    static final Outcome NONE = new Outcome(0, 0, 0);

    Outcome and(Outcome other) {
      return new Outcome(right + other.right, missed + other.missed, wrong + other.wrong);
    }

    double precision() {
      return right + wrong == 0 ? 1 : (double) right / (right + wrong);
    }

    double recall() {
      return right + missed == 0 ? 1 : (double) right / (right + missed);
    }
  }

  @Override
  public void run(Options options, Report report) {
    var known = KnownColumns.all();
    var held = HeldOutColumns.all();
    report.line(
        "%d columns of 50 values, %d of them with nothing to find; %d held out",
        known.size() + held.size(), count(known, "") + count(held, ""), held.size());
    var misses = options.text("misses").equals("yes");
    var byName = outcomes(known, true, misses, report);
    var blank = outcomes(known, false, misses, report);
    var heldByName = outcomes(held, true, false, report);
    var heldBlank = outcomes(held, false, false, report);
    perTag(report, byName, blank, heldByName, heldBlank);
    totals(report, byName, blank, heldByName, heldBlank);
    speed(report, known, options.count("seconds"));
    require(sum(byName), "with names");
    require(sum(heldByName), "held out, with names");
  }

  private static long count(List<Column> columns, String tag) {
    return columns.stream().filter(column -> column.tag().equals(tag)).count();
  }

  private Map<String, Outcome> outcomes(
      List<Column> columns, boolean named, boolean misses, Report report) {
    var outcomes = new TreeMap<String, Outcome>();
    for (var column : columns) {
      var tags = find(column, named).stream().map(Finding::tag).toList();
      if (!column.tag().isEmpty()) {
        var right = tags.contains(column.tag());
        outcomes.merge(column.tag(), new Outcome(right ? 1 : 0, right ? 0 : 1, 0), Outcome::and);
        if (!right && misses) {
          report.line("missed %s %s %s", named ? column.name() : "-", column.tag(), sample(column));
        }
      }
      for (var tag : tags) {
        if (!tag.equals(column.tag())) {
          outcomes.merge(tag, new Outcome(0, 0, 1), Outcome::and);
          if (misses) {
            report.line(
                "wrong  %s %s %s %s",
                named ? "" : "-", column.name(), find(column, named), sample(column));
          }
        }
      }
    }
    return outcomes;
  }

  private static List<String> sample(Column column) {
    return column.values().subList(0, 3);
  }

  private List<Finding> find(Column column, boolean named) {
    return classifiers.classify(
        new Candidate("p", named ? column.name() : "c", "string", "", column.values()));
  }

  @SafeVarargs
  private static void perTag(Report report, Map<String, Outcome>... parts) {
    var table =
        report.table(
            "tag", "columns", "precision", "recall", "precision, no names", "recall, no names");
    var tags = new TreeMap<String, List<Outcome>>();
    for (var i = 0; i < parts.length; i++) {
      for (var tag : parts[i].keySet()) {
        tags.computeIfAbsent(tag, any -> new ArrayList<>());
      }
    }
    for (var tag : tags.keySet()) {
      var named = of(parts[0], tag).and(of(parts[2], tag));
      var blank = of(parts[1], tag).and(of(parts[3], tag));
      table.row(
          tag,
          "" + (named.right() + named.missed()),
          Report.two(named.precision()),
          Report.two(named.recall()),
          Report.two(blank.precision()),
          Report.two(blank.recall()));
    }
    table.print();
  }

  private static Outcome of(Map<String, Outcome> outcomes, String tag) {
    return outcomes.getOrDefault(tag, Outcome.NONE);
  }

  private static Outcome sum(Map<String, Outcome> outcomes) {
    return outcomes.values().stream().reduce(Outcome.NONE, Outcome::and);
  }

  private static void totals(
      Report report,
      Map<String, Outcome> byName,
      Map<String, Outcome> blank,
      Map<String, Outcome> heldByName,
      Map<String, Outcome> heldBlank) {
    var table = report.table("all tags", "columns with a tag", "precision", "recall");
    row(table, "looked at while tuning", sum(byName));
    row(table, "the same without names", sum(blank));
    row(table, "held out", sum(heldByName));
    row(table, "held out, without names", sum(heldBlank));
    table.print();
  }

  private static void row(Report.Table table, String title, Outcome outcome) {
    table.row(
        title,
        "" + (outcome.right() + outcome.missed()),
        Report.two(outcome.precision()),
        Report.two(outcome.recall()));
  }

  private void speed(Report report, List<Column> columns, int seconds) {
    for (var column : columns) {
      find(column, true);
    }
    var thread = ManagementFactory.getThreadMXBean();
    var start = thread.getCurrentThreadCpuTime();
    var fields = 0L;
    var slowest = 0L;
    while (thread.getCurrentThreadCpuTime() - start < seconds * 1_000_000_000L) {
      for (var column : columns) {
        var values = new ArrayList<String>();
        for (var i = 0; i < 4; i++) {
          values.addAll(column.values());
        }
        var before = thread.getCurrentThreadCpuTime();
        classifiers.classify(new Candidate("p", column.name(), "string", "", values));
        slowest = Math.max(slowest, thread.getCurrentThreadCpuTime() - before);
        fields++;
      }
    }
    var nanos = (double) (thread.getCurrentThreadCpuTime() - start);
    report.line(
        "%n%s fields of 200 values a second of CPU, %.2f ms each, %.1f ms at most",
        Report.thousands(fields / nanos * 1e9), nanos / fields / 1e6, slowest / 1e6);
  }

  private static void require(Outcome outcome, String which) {
    if (outcome.precision() < LEAST || outcome.recall() < LEAST) {
      throw new IllegalStateException(
          which + ": precision %.2f, recall %.2f".formatted(outcome.precision(), outcome.recall()));
    }
  }
}
