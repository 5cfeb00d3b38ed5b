package dev.weft.registry.quality;

import dev.weft.model.Contract;
import dev.weft.model.DurationText;
import dev.weft.registry.quality.Objective.Measure;
import dev.weft.spi.Expressions;
import dev.weft.spi.QualityQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a contract promises: what of it can be measured on its records, and what cannot.
 *
 * @param measured in the order of the contract, service levels first
 * @param unmeasured what is only said
 * @param asking who asks the queries in SQL; empty when there are none
 */
public record Objectives(
    List<Measured> measured, List<Unmeasured> unmeasured, Optional<Asking> asking) {
  /** Over which stretch of the past rules are measured, where the contract does not say it. */
  public static final Duration WINDOW = Duration.ofHours(1);

  public static final Duration WINDOW_MIN = Duration.ofMinutes(15);
  public static final Duration WINDOW_MAX = Duration.ofDays(7);
  private static final String WINDOW_PROPERTY = "weft.quality.window";

  public Objectives {
    measured = List.copyOf(measured);
    unmeasured = List.copyOf(unmeasured);
  }

  /**
   * An objective with what looks at records for it.
   *
   * @param against which records count against it; empty where records are not looked into
   * @param time where the moment of a record stands, if it is a field
   * @param keys of which fields no two records may have the same values
   * @param query in SQL, if it is one
   */
  record Measured(
      Objective objective,
      Optional<RecordTest> against,
      Optional<FieldPath> time,
      List<FieldPath> keys,
      Optional<QualityQueries.Query> query) {
    boolean needsRecords() {
      return against.isPresent() || time.isPresent() || !keys.isEmpty() || query.isPresent();
    }
  }

  /** An engine for queries, and the table that these are about. */
  record Asking(QualityQueries engine, QualityQueries.Table table) {
    QualityQueries.Window open(List<QualityQueries.Query> queries) {
      return engine.open(table, queries);
    }
  }

  /** A promise that is not measured, and why. */
  public record Unmeasured(String name, String promised, String why) {}

  /** Where nobody answers queries in SQL. */
  public static Objectives of(Contract contract, Expressions expressions) {
    return of(contract, expressions, Optional.empty());
  }

  /**
   * Reads them.
   *
   * @param queries who answers rules that are queries in SQL
   * @throws dev.weft.model.ProblemException of rules that make no sense, such as a pattern that is
   *     no regular expression
   */
  public static Objectives of(
      Contract contract, Expressions expressions, Optional<QualityQueries> queries) {
    var window = window(contract);
    var found = new Found();
    new ServiceLevels(contract, window, found).read();
    new Rules(contract, window, expressions, queries, found).read();
    var asks = found.measured.stream().anyMatch(one -> one.query().isPresent());
    return new Objectives(
        found.measured,
        found.unmeasured,
        queries.filter(engine -> asks).map(engine -> new Asking(engine, SqlRules.table(contract))));
  }

  /** The queries among them, in their order. */
  List<QualityQueries.Query> queries() {
    return measured.stream().flatMap(one -> one.query().stream()).toList();
  }

  /** Whether any of them looks into records. */
  public boolean needRecords() {
    return measured.stream().anyMatch(Measured::needsRecords);
  }

  /** The longest of their windows. */
  public Duration longestWindow() {
    return measured.stream()
        .map(one -> one.objective().window())
        .max(Duration::compareTo)
        .orElse(WINDOW);
  }

  private static Duration window(Contract contract) {
    return contract
        .customProperty(WINDOW_PROPERTY)
        .flatMap(value -> DurationText.parse(value.asText()))
        .map(Objectives::within)
        .orElse(WINDOW);
  }

  static Duration within(Duration window) {
    if (window.compareTo(WINDOW_MIN) < 0) {
      return WINDOW_MIN;
    }
    return window.compareTo(WINDOW_MAX) > 0 ? WINDOW_MAX : window;
  }

  /** Gathers; no two have the same id. */
  static final class Found {
    private static final int MOST = 200;

    private final List<Measured> measured = new ArrayList<>();
    private final List<Unmeasured> unmeasured = new ArrayList<>();

    void add(
        Objective objective,
        Optional<RecordTest> against,
        Optional<FieldPath> time,
        List<FieldPath> keys) {
      add(objective, against, time, keys, Optional.empty());
    }

    void add(Objective objective, QualityQueries.Query query) {
      add(objective, Optional.empty(), Optional.empty(), List.of(), Optional.of(query));
    }

    private void add(
        Objective objective,
        Optional<RecordTest> against,
        Optional<FieldPath> time,
        List<FieldPath> keys,
        Optional<QualityQueries.Query> query) {
      if (measured.size() == MOST) {
        say(objective.name(), objective.promised(), "more than " + MOST + " are not measured");
        return;
      }
      var id = objective.id();
      for (var i = 2; isTaken(id); i++) {
        id = objective.id() + "-" + i;
      }
      measured.add(new Measured(objective.withId(id), against, time, keys, query));
    }

    void say(String name, String promised, String why) {
      unmeasured.add(new Unmeasured(name, promised, why));
    }

    private boolean isTaken(String id) {
      return measured.stream().anyMatch(one -> one.objective().id().equals(id));
    }
  }

  /** Whether the measure counts records that are bad, so that there may be a share of them. */
  static boolean countsAgainst(Measure measure) {
    return switch (measure) {
      case NULL_VALUES, MISSING_VALUES, INVALID_VALUES, DUPLICATE_VALUES, EXPRESSION -> true;
      default -> false;
    };
  }
}
