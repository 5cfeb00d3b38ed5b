package dev.weft.processors.standard.window;

import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.ExpressionFields;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorState;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SendsNothing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts, sums and compares records over windows of equal length that follow each other (tumbling
 * windows), by the time that the records tell. Of each window and group one record comes out: the
 * values of {@code by}, {@code window_start}, {@code window_end} and what was computed.
 *
 * <p>A window is closed by records whose time is {@code lateness} or more after its end, of each
 * source (partition, file) that is heard of. So the result does not depend on when records came,
 * but only a later record ends the last window, or {@code idleAfter}.
 *
 * <p>Known limits: windows neither overlap nor grow with activity, and each begins at a multiple of
 * its length since 1970 in UTC; those need SQL. In the trace a result leads to every record that
 * was counted in its window and group.
 */
public final class AggregateRecord
    implements ProcessorType.OfQueue<AggregateRecord.Settings>,
        SendsNothing<AggregateRecord.Settings> {
  private static final Duration WINDOW_MAX = Duration.ofDays(400);

  /** Room for what is kept besides groups. */
  private static final int GROUPS_MAX = ProcessorState.ENTRIES_MAX - 2_000;

  /** Which windows, and what of them. */
  public record Settings(
      @Doc(
              "CEL over 'record' and 'attributes': the time to which a record belongs, a time or a"
                  + " text in ISO 8601 with its zone, such as record.at.")
          String time,
      @Doc("How long a window is, up to 400d, such as 5m.") Duration window,
      @Doc(
              "How much later than another a record may come and still be counted; 0s when left"
                  + " out. Later ones go to late.")
          Duration lateness,
      @Doc(
              "Field to CEL expression: records with the same values are one group. All records are"
                  + " one when left out.")
          Map<String, String> by,
      @Doc(
              "Field to what is computed: count, count(CONDITION), sum(X), avg(X), min(X), max(X),"
                  + " first(X) or last(X), with CEL over 'record' and 'attributes' for X. A null is"
                  + " left out. avg is rounded to 16 digits.")
          Map<String, String> compute,
      @Doc(
              "When nothing has come for so long the open windows are closed; they wait for a later"
                  + " record when left out.")
          Duration idleAfter,
      @Doc(
              "Partitions of a port, and files, are read in no common order: a window is closed when"
                  + " its time has passed in all that are heard of. One that has been silent for so"
                  + " long is not waited for; 10s when left out.")
          Duration sourceIdleAfter,
      @Doc(
              "How far a record's time may lie ahead of the clock; further ahead it goes to failure,"
                  + " so that one wrong clock does not close the windows of all.")
          Duration aheadMax,
      @Doc("Groups of open windows, at most; records of further ones go to failure.")
          int groupsMax) {
    public Settings {
      time = Bounds.given("time", time, "record.at");
      if (window == null) {
        throw new IllegalArgumentException("window must be given, such as 5m");
      }
      window = Bounds.positive("window", window, null);
      if (window.toMillis() < 1 || window.compareTo(WINDOW_MAX) > 0) {
        throw new IllegalArgumentException("window must be from 1ms to 400d");
      }
      lateness = lateness == null ? Duration.ZERO : lateness;
      if (lateness.isNegative() || lateness.compareTo(WINDOW_MAX) > 0) {
        throw new IllegalArgumentException("lateness must be from 0s to 400d");
      }
      by = Bounds.texts(by);
      compute = Bounds.texts(compute);
      if (compute.isEmpty()) {
        throw new IllegalArgumentException("compute must name a field and what it is, like count");
      }
      if (by.size() + compute.size() > Kept.FIELDS_MAX) {
        throw new IllegalArgumentException("by and compute may name 16 fields together");
      }
      compute.forEach(Aggregate::check);
      idleAfter = Bounds.positive("idleAfter", idleAfter, null);
      sourceIdleAfter = Bounds.positive("sourceIdleAfter", sourceIdleAfter, Duration.ofSeconds(10));
      aheadMax = Bounds.positive("aheadMax", aheadMax, Duration.ofMinutes(5));
      groupsMax = Bounds.number("groupsMax", groupsMax, 1, GROUPS_MAX, 10_000);
    }
  }

  @Override
  public String name() {
    return "AggregateRecord";
  }

  @Override
  public String summary() {
    return "Counts, sums and compares records over windows of time, by groups.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "late", "failure");
  }

  /** A window tells of when its records were; a number of all of them tells of none. */
  @Override
  public FieldMap fields(Settings settings, String relationship, Expressions expressions) {
    if (!relationship.equals("success")) {
      return FieldMap.SAME;
    }
    var made = new HashMap<String, FieldMap.Made>();
    for (var end : List.of("window_start", "window_end")) {
      made.put(end, derived(settings.time(), expressions));
    }
    settings
        .by()
        .forEach((name, text) -> made.put(name, ExpressionFields.of(text, expressions, Map.of())));
    settings
        .compute()
        .forEach(
            (name, text) ->
                made.put(
                    name,
                    Aggregate.expression(text)
                        .map(inner -> derived(inner, expressions))
                        .orElse(new FieldMap.Made(Set.of(), FieldMap.How.DERIVED))));
    return FieldMap.only(made);
  }

  private static FieldMap.Made derived(String text, Expressions expressions) {
    var made = ExpressionFields.of(text, expressions, Map.of());
    return new FieldMap.Made(made.from(), made.how().then(FieldMap.How.DERIVED));
  }

  @Override
  public QueueProcessor create(Settings settings, ProcessorContext context) {
    return new Aggregation(settings, Measures.of(settings, context.expressions()), context);
  }
}
