package dev.weft.registry.quality;

import dev.weft.model.DataRecord;
import dev.weft.registry.quality.Figure.Standing;
import dev.weft.registry.quality.Objective.Measure;
import dev.weft.registry.quality.Objectives.Measured;
import dev.weft.spi.QualityQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Counts the records of one port for its objectives, minute by minute, and says how they stand.
 * Every record is given once, in any order; those before the longest window are forgotten. Keeps
 * counts and hashes; values only of fields that a query in SQL names, in its window. Safe for any
 * thread.
 */
public final class Meter implements AutoCloseable {
  private static final double SHARE_IN_TIME = 0.99;
  private static final double ALL = 100;
  private static final Duration SLICE = Duration.ofMinutes(1);
  private static final Duration LONG_SLICE = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofDays(1);

  private final Objectives objectives;
  private final Instant promisedSince;
  private final long sliceMillis;
  private final NavigableMap<Long, Tally> slices = new TreeMap<>();
  private final RecentKeys[] keys;
  private final long[] newestTime;
  private final Optional<QualityQueries.Window> window;
  private long newest = Long.MIN_VALUE;
  private Instant coveredSince = Instant.MIN;
  private long undecoded;

  /**
   * @param promisedSince when the contract became what it is: what needs time is not judged before
   */
  public Meter(Objectives objectives, Instant promisedSince) {
    this.objectives = objectives;
    this.promisedSince = promisedSince;
    var isLong = objectives.longestWindow().compareTo(LONG) > 0;
    this.sliceMillis = (isLong ? LONG_SLICE : SLICE).toMillis();
    var count = objectives.measured().size();
    this.keys = new RecentKeys[count];
    this.newestTime = new long[count];
    this.window = objectives.asking().map(asking -> asking.open(objectives.queries()));
    for (var i = 0; i < count; i++) {
      var one = objectives.measured().get(i);
      newestTime[i] = Long.MIN_VALUE;
      if (!one.keys().isEmpty()) {
        keys[i] = new RecentKeys(one.objective().window().toMillis());
      }
    }
  }

  public Objectives objectives() {
    return objectives;
  }

  /** Nothing that came before this moment has been seen. */
  public synchronized void coveredSince(Instant moment) {
    coveredSince = moment;
  }

  /** A record of this time is there, although it is not given. */
  public synchronized void newest(long timestamp) {
    newest = Math.max(newest, timestamp);
  }

  /**
   * Counts a record.
   *
   * @param record empty when it cannot be decoded, or when no objective looks into records
   * @param timestamp of the record, in milliseconds since 1970
   * @param readableAt when it could be read first; empty when that was not seen
   */
  public synchronized void record(
      Optional<DataRecord> record, long timestamp, OptionalLong readableAt) {
    newest = Math.max(newest, timestamp);
    var tally = tally(timestamp);
    tally.records++;
    var all = objectives.measured();
    for (var i = 0; i < all.size(); i++) {
      look(i, all.get(i), record, timestamp, readableAt, tally);
    }
    window.ifPresent(it -> record.ifPresent(one -> it.add(Instant.ofEpochMilli(timestamp), one)));
    if (objectives.needRecords() && record.isEmpty()) {
      undecoded++;
    }
  }

  private void look(
      int i,
      Measured one,
      Optional<DataRecord> record,
      long timestamp,
      OptionalLong readableAt,
      Tally tally) {
    var measure = one.objective().measure();
    if (measure == Measure.LATENCY && one.time().isEmpty()) {
      readableAt.ifPresent(at -> late(i, one, at - timestamp, tally));
    }
    if (record.isEmpty()) {
      return;
    }
    one.against().ifPresent(test -> tally.judge(i, test.test(record.get())));
    if (keys[i] != null) {
      var values = one.keys().stream().map(path -> path.in(record.get())).toList();
      tally.judge(i, keys[i].isKnown(RecentKeys.hash(values), timestamp));
    }
    one.time()
        .map(path -> EventTime.of(path.in(record.get())))
        .filter(OptionalLong::isPresent)
        .ifPresent(
            time -> {
              newestTime[i] = Math.max(newestTime[i], time.getAsLong());
              if (measure == Measure.LATENCY) {
                late(i, one, readableAt.orElse(timestamp) - time.getAsLong(), tally);
              }
            });
  }

  private static void late(int i, Measured one, long millis, Tally tally) {
    tally.time(i, millis);
    tally.judge(i, !one.objective().limit().isKeptBy(millis / 1000.0));
  }

  /** A record of this time went to quarantine instead. */
  public synchronized void quarantined(long timestamp) {
    tally(timestamp).quarantined++;
  }

  private Tally tally(long timestamp) {
    return slices.computeIfAbsent(
        Math.floorDiv(timestamp, sliceMillis), added -> new Tally(objectives.measured().size()));
  }

  /** How everything stands at this moment. */
  public synchronized List<Figure> figures(Instant now) {
    var kept = now.minus(objectives.longestWindow()).toEpochMilli();
    slices.headMap(Math.floorDiv(kept, sliceMillis)).clear();
    var figures = new ArrayList<Figure>();
    for (var i = 0; i < objectives.measured().size(); i++) {
      figures.add(figure(i, objectives.measured().get(i).objective(), now));
    }
    return figures;
  }

  private Figure figure(int i, Objective objective, Instant now) {
    if (objective.measure() == Measure.FRESHNESS) {
      return freshness(i, objective, now);
    }
    if (objective.measure() == Measure.QUERY) {
      return asked(i, objective, now);
    }
    var sum = new Tally(objectives.measured().size());
    var from = Math.floorDiv(now.minus(objective.window()).toEpochMilli(), sliceMillis);
    var to = Math.floorDiv(now.toEpochMilli(), sliceMillis);
    slices.subMap(from, true, to, true).values().forEach(sum::add);
    return switch (objective.measure()) {
      case VOLUME -> early(Figure.of(objective, (double) sum.records), now);
      case ERROR_RATE -> share(objective, sum.quarantined, sum.records + sum.quarantined);
      case COMPLETENESS -> share(objective, sum.judged[i] - sum.against[i], sum.judged[i]);
      case LATENCY -> latency(i, objective, sum);
      default ->
          objective.unit() == Unit.PERCENT
              ? share(objective, sum.against[i], sum.judged[i])
              : early(Figure.of(objective, (double) sum.against[i]), now);
    };
  }

  private Figure asked(int i, Objective objective, Instant now) {
    var number =
        objectives.measured().subList(0, i).stream().filter(it -> it.query().isPresent()).count();
    var answer = window.orElseThrow().ask((int) number, now.minus(objective.window()), now);
    if (answer.number().isEmpty()) {
      return Figure.unknown(objective, answer.note());
    }
    var figure = early(Figure.of(objective, answer.number().getAsDouble()), now);
    return answer.note().isEmpty()
        ? figure
        : new Figure(
            objective, figure.standing(), figure.measured(), figure.text() + " " + answer.note());
  }

  private static Figure share(Objective objective, long part, long all) {
    return all == 0
        ? Figure.unknown(objective, "no record within the window")
        : Figure.of(objective, ALL * part / all);
  }

  /** By how many were late; the quantile, which is rounded, is for people. */
  private static Figure latency(int i, Objective objective, Tally sum) {
    if (sum.judged[i] == 0) {
      return Figure.unknown(objective, "no record whose time is known");
    }
    var isKept = sum.against[i] <= (1 - SHARE_IN_TIME) * sum.judged[i];
    var seconds = LatencyScale.quantile(sum.times[i], SHARE_IN_TIME) / 1000;
    var measured = Figure.of(objective, seconds);
    return new Figure(
        objective,
        isKept ? Standing.KEPT : Standing.BROKEN,
        measured.measured(),
        String.format(
            Locale.ROOT,
            "about %s; %,d of %,d later",
            measured.text(),
            sum.against[i],
            sum.judged[i]));
  }

  /** Who has just promised it has as long as the promise says. */
  private Figure freshness(int i, Objective objective, Instant now) {
    var isOfField = !objective.field().isEmpty();
    var last = isOfField ? newestTime[i] : newest;
    if (last == Long.MIN_VALUE) {
      var waited = Duration.between(promisedSince, now).toMillis() / 1000.0;
      return objective.limit().isKeptBy(waited)
          ? Figure.unknown(objective, "no record yet")
          : new Figure(
              objective,
              Standing.BROKEN,
              OptionalDouble.empty(),
              "no record since " + promisedSince.truncatedTo(ChronoUnit.SECONDS));
    }
    var age = Math.max(0, now.toEpochMilli() - last) / 1000.0;
    var figure = Figure.of(objective, age);
    var promised = Duration.between(promisedSince, now).toMillis() / 1000.0;
    return figure.standing() == Standing.BROKEN && objective.limit().isKeptBy(promised)
        ? new Figure(objective, Standing.UNKNOWN, figure.measured(), figure.text())
        : figure;
  }

  /** Too few is no breach while the window is not over. */
  private Figure early(Figure figure, Instant now) {
    var begin = now.minus(figure.objective().window());
    var since = coveredSince.isAfter(promisedSince) ? coveredSince : promisedSince;
    var isEarly =
        figure.standing() == Standing.BROKEN
            && since.isAfter(begin)
            && figure.objective().limit().wantsMore(figure.measured().orElse(0));
    return isEarly
        ? new Figure(
            figure.objective(),
            Standing.UNKNOWN,
            figure.measured(),
            figure.text() + " since " + since.truncatedTo(ChronoUnit.SECONDS))
        : figure;
  }

  /**
   * What came in one slice of time.
   *
   * @param against records that count against each objective, in their order
   */
  public record Slice(Instant from, long records, long quarantined, List<Long> against) {}

  /** The slices within the longest window in which something came, oldest first. */
  public synchronized List<Slice> slices() {
    return slices.entrySet().stream()
        .map(
            entry -> {
              var against = new ArrayList<Long>();
              for (var count : entry.getValue().against) {
                against.add(count);
              }
              return new Slice(
                  Instant.ofEpochMilli(entry.getKey() * sliceMillis),
                  entry.getValue().records,
                  entry.getValue().quarantined,
                  against);
            })
        .toList();
  }

  /** How many records could not be decoded. */
  public synchronized long undecoded() {
    return undecoded;
  }

  /** Forgets what queries in SQL are asked of. */
  @Override
  public synchronized void close() {
    window.ifPresent(QualityQueries.Window::close);
  }
}
