package dev.weft.gateway.access;

import dev.weft.model.PortName;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.AccessObserver.ReadOpened;
import dev.weft.spi.AccessObserver.ReadRange;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the audit of what one connection reads: says before the first record of a stretch that it
 * may be read, and afterwards exactly what was. One thread at a time.
 *
 * <p>A stretch is opened generously, so that a steady reader waits for the audit once in ten
 * thousand records only, and a fast one seldom: who has used up a stretch within two seconds gets
 * four times as much with the next. So what is announced and not yet read stays in proportion to
 * what is read in seconds. What was really read is closed every two seconds, and whenever the
 * offsets jump or the decision changes.
 */
public final class ReadLedger {
  private static final long AHEAD = 10_000;
  private static final long AHEAD_GROWTH = 4;
  private static final long AHEAD_MAX = 640_000;
  private static final Duration OPEN_MAX = Duration.ofSeconds(2);
  private static final int PARTITIONS_MAX = 10_000;

  private record Partition(PortName port, int number) {}

  private record Opened(long from, long limit, long ahead, Instant since) {
    boolean covers(Delivery delivery) {
      return delivery.from() >= from && delivery.to() < limit;
    }

    /** Whether the delivery goes on where this stretch ends, before the time. */
    boolean isUsedUpBy(Delivery delivery, Instant now) {
      return delivery.from() >= from
          && delivery.from() <= limit
          && now.isBefore(since.plus(OPEN_MAX));
    }
  }

  private record Range(Reader reader, Delivery sum, Instant since) {
    // Views are kept while they hold: another object is another decision.
    @SuppressWarnings("ReferenceEquality")
    boolean continues(Reader next, Delivery delivery) {
      return delivery.from() == sum.to() + 1
          && delivery.view() == sum.view()
          && next.equals(reader);
    }

    Range plus(Delivery next) {
      var all =
          new Delivery(
              sum.port(),
              sum.partition(),
              sum.view(),
              sum.from(),
              next.to(),
              sum.delivered() + next.delivered(),
              sum.filtered() + next.filtered(),
              sum.withheld() + next.withheld(),
              sum.bytes() + next.bytes());
      return new Range(reader, all, since);
    }
  }

  private final AccessObserver observer;
  private final Clock clock;
  private final Map<Partition, Opened> opened = new HashMap<>();
  private final Map<Partition, Range> ranges = new HashMap<>();

  public ReadLedger(AccessObserver observer, Clock clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Announces the delivery if that has not been done yet. The caller waits for the future, if there
   * is one, before it delivers; when it fails, {@link #forget} makes the next attempt ask again.
   */
  public Optional<CompletableFuture<Void>> announce(Reader reader, Delivery delivery) {
    var partition = new Partition(delivery.port(), delivery.partition());
    var known = opened.get(partition);
    if (known != null && known.covers(delivery)) {
      return Optional.empty();
    }
    if (opened.size() >= PARTITIONS_MAX) {
      opened.clear();
    }
    var now = clock.instant();
    var fast = known != null && known.isUsedUpBy(delivery, now);
    var ahead = fast ? Math.min(AHEAD_MAX, known.ahead * AHEAD_GROWTH) : AHEAD;
    var next = new Opened(delivery.from(), delivery.to() + 1 + ahead, ahead, now);
    opened.put(partition, next);
    return Optional.of(
        observer.readOpened(
            new ReadOpened(reader, delivery.port(), delivery.partition(), next.from, next.limit)));
  }

  /** The announcement was not stored. */
  public void forget(Delivery delivery) {
    opened.remove(new Partition(delivery.port(), delivery.partition()));
  }

  /** The records are on their way to the reader. */
  public void delivered(Reader reader, Delivery delivery) {
    var partition = new Partition(delivery.port(), delivery.partition());
    var range = ranges.get(partition);
    if (range != null && range.continues(reader, delivery)) {
      ranges.put(partition, range.plus(delivery));
      return;
    }
    if (range != null) {
      close(range);
    }
    if (ranges.size() >= PARTITIONS_MAX) {
      closeAll();
    }
    ranges.put(partition, new Range(reader, delivery, clock.instant()));
  }

  /** Closes what has been open for two seconds. */
  public void closeOld() {
    if (!ranges.isEmpty()) {
      var limit = clock.instant().minus(OPEN_MAX);
      closeIf(limit);
    }
  }

  /** Closes everything: the connection ends, or a decision may have changed. */
  public void closeAll() {
    ranges.values().forEach(this::close);
    ranges.clear();
  }

  private void closeIf(Instant startedBefore) {
    var old = new ArrayList<Partition>();
    ranges.forEach(
        (partition, range) -> {
          if (!range.since.isAfter(startedBefore)) {
            old.add(partition);
          }
        });
    old.forEach(partition -> close(ranges.remove(partition)));
  }

  private void close(Range range) {
    var sum = range.sum;
    AuditWatch.watch(
        observer.readClosed(
            new ReadRange(
                range.reader,
                sum.port(),
                sum.partition(),
                sum.from(),
                sum.to(),
                sum.delivered(),
                sum.filtered(),
                sum.withheld(),
                masked(sum.view()),
                withheld(sum.view()),
                sum.view().policies())),
        "what was read of " + sum.port() + "; it knows what was announced");
  }

  private static Map<String, String> masked(ReadView view) {
    var masked = new TreeMap<String, String>();
    view.fields()
        .forEach(
            (path, rule) -> {
              if (rule instanceof FieldRule.Masked mask) {
                masked.put(path, mask.policy());
              }
            });
    return masked;
  }

  private static List<String> withheld(ReadView view) {
    return view.fields().entrySet().stream()
        .filter(each -> each.getValue() == FieldRule.WITHHOLD)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
