package dev.weft.gateway.access;

import dev.weft.model.PortName;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.AccessObserver.Amounts;
import dev.weft.spi.AccessObserver.ReadOpened;
import dev.weft.spi.AccessObserver.ReadRange;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.ReadDecision;
import dev.weft.spi.ReadView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the audit of what one connection reads: says before the first record of a stretch that it
 * may be read, and afterwards exactly what was. One thread at a time.
 *
 * <p>A stretch is opened generously, so that a steady reader waits for the audit once in ten
 * thousand records only, and a fast one seldom: who has used up a stretch within two seconds gets
 * four times as much with the next. So what is announced and not yet read stays in proportion to
 * what is read in seconds.
 *
 * <p>What was really read is closed after two seconds, and whenever the offsets jump or the
 * decision changes. Who then reads on from there is a steady reader, whose next ranges last twice
 * as long each, up to a minute: one event a minute and partition, not one per record.
 *
 * <p>What is read by policies that all say so leaves no events here; refusals always do.
 */
public final class ReadLedger {
  private static final long AHEAD = 10_000;
  private static final long AHEAD_GROWTH = 4;
  private static final long AHEAD_MAX = 640_000;
  private static final Duration USED_UP_FAST = Duration.ofSeconds(2);
  private static final Duration RANGE_FIRST = Duration.ofSeconds(2);
  private static final Duration RANGE_MAX = Duration.ofMinutes(1);
  private static final long RANGE_RECORDS_MAX = 5_000_000;
  private static final int PARTITIONS_MAX = 10_000;

  private record Partition(PortName port, int number) {}

  /** The decision of a view, made once: views are kept while they hold. */
  private record Seen(ReadView view, ReadDecision decision) {}

  private record Opened(ReadDecision decision, long from, long limit, long ahead, Instant since) {
    boolean covers(Delivery delivery, ReadDecision now) {
      return delivery.from() >= from && delivery.to() < limit && now.equals(decision);
    }

    /** Whether the delivery goes on where this stretch ends, before the time. */
    boolean isUsedUpBy(Delivery delivery, Instant now) {
      return delivery.from() >= from
          && delivery.from() <= limit
          && now.isBefore(since.plus(USED_UP_FAST));
    }
  }

  /** What was delivered in one go, and how long it may last before it is told. */
  private record Range(
      Reader reader,
      ReadDecision decision,
      long from,
      long to,
      Amounts amounts,
      Instant since,
      Instant until,
      Duration life) {

    static Range of(
        Reader reader, Delivery first, ReadDecision decision, Instant now, Duration life) {
      return new Range(reader, decision, first.from(), first.to(), amounts(first), now, now, life);
    }

    boolean isContinuedBy(Reader next, Delivery delivery, ReadDecision now) {
      return delivery.from() == to + 1 && next.equals(reader) && now.equals(decision);
    }

    Range plus(Delivery next, Instant now) {
      return new Range(
          reader, decision, from, next.to(), amounts.plus(amounts(next)), since, now, life);
    }

    boolean isLongEnough(Instant now) {
      return to - from >= RANGE_RECORDS_MAX || !now.isBefore(since.plus(life));
    }

    Duration nextLife() {
      var twice = life.multipliedBy(2);
      return twice.compareTo(RANGE_MAX) < 0 ? twice : RANGE_MAX;
    }

    private static Amounts amounts(Delivery delivery) {
      return new Amounts(
          delivery.delivered(), delivery.filtered(), delivery.withheld(), delivery.bytes());
    }
  }

  private final AccessObserver observer;
  private final Clock clock;
  private final Map<Partition, Opened> opened = new HashMap<>();
  private final Map<Partition, Range> ranges = new HashMap<>();
  private final Map<Partition, Range> told = new HashMap<>();
  private final Map<PortName, Reader> touched = new HashMap<>();
  private final Map<PortName, Seen> decisions = new HashMap<>();

  public ReadLedger(AccessObserver observer, Clock clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Announces the delivery if that has not been done yet. The caller waits for the future, if there
   * is one, before it delivers; when it fails, {@link #forget} makes the next attempt ask again.
   */
  public Optional<CompletableFuture<Void>> announce(Reader reader, Delivery delivery) {
    if (!delivery.view().terms().audited()) {
      return Optional.empty();
    }
    var partition = new Partition(delivery.port(), delivery.partition());
    var known = opened.get(partition);
    var decision = decision(delivery.view());
    if (known != null && known.covers(delivery, decision)) {
      return Optional.empty();
    }
    if (opened.size() >= PARTITIONS_MAX) {
      opened.clear();
    }
    var now = clock.instant();
    var fast = known != null && known.isUsedUpBy(delivery, now);
    var ahead = fast ? Math.min(AHEAD_MAX, known.ahead * AHEAD_GROWTH) : AHEAD;
    var next = new Opened(decision, delivery.from(), delivery.to() + 1 + ahead, ahead, now);
    opened.put(partition, next);
    touched.put(delivery.port(), reader);
    return Optional.of(
        observer.readOpened(
            new ReadOpened(
                reader,
                delivery.port(),
                delivery.partition(),
                next.from,
                next.limit,
                next.decision)));
  }

  /** The announcement was not stored. */
  public void forget(Delivery delivery) {
    opened.remove(new Partition(delivery.port(), delivery.partition()));
  }

  /** The records are on their way to the reader. */
  public void delivered(Reader reader, Delivery delivery) {
    var partition = new Partition(delivery.port(), delivery.partition());
    var range = ranges.get(partition);
    if (!delivery.view().terms().audited()) {
      Optional.ofNullable(ranges.remove(partition)).ifPresent(open -> close(partition, open));
      told.remove(partition);
      return;
    }
    var now = clock.instant();
    var decision = decision(delivery.view());
    if (range != null && range.isContinuedBy(reader, delivery, decision)) {
      ranges.put(partition, range.plus(delivery, now));
      return;
    }
    if (range != null) {
      close(partition, range);
    }
    if (ranges.size() >= PARTITIONS_MAX) {
      closeAll();
    }
    var life =
        Optional.ofNullable(told.remove(partition))
            .filter(last -> last.isContinuedBy(reader, delivery, decision))
            .map(Range::nextLife)
            .orElse(RANGE_FIRST);
    ranges.put(partition, Range.of(reader, delivery, decision, now, life));
  }

  /** Closes what has lasted long enough. */
  public void closeOld() {
    if (ranges.isEmpty()) {
      return;
    }
    var now = clock.instant();
    var old = new ArrayList<Partition>();
    ranges.forEach(
        (partition, range) -> {
          if (range.isLongEnough(now)) {
            old.add(partition);
          }
        });
    old.forEach(partition -> close(partition, ranges.remove(partition)));
  }

  /** Closes everything that is open. */
  public void closeAll() {
    ranges.forEach(this::close);
    ranges.clear();
  }

  /** The connection has ended: tells the rest, and that there is no more. */
  public void end() {
    closeAll();
    touched.forEach(
        (port, reader) ->
            AuditWatch.watch(
                observer.readEnded(reader, port),
                "that a reader of " + port + " has gone; it knows what was read"));
    touched.clear();
  }

  /**
   * Always the same object while nothing has changed for the reader, so that comparing is quick.
   */
  @SuppressWarnings("ReferenceEquality")
  private ReadDecision decision(ReadView view) {
    var known = decisions.get(view.port());
    if (known != null && known.view == view) {
      return known.decision;
    }
    if (decisions.size() >= PARTITIONS_MAX) {
      decisions.clear();
    }
    var made = ReadDecision.of(view);
    var same = known != null && known.decision.equals(made) ? known.decision : made;
    decisions.put(view.port(), new Seen(view, same));
    return same;
  }

  private void close(Partition partition, Range range) {
    if (told.size() >= PARTITIONS_MAX) {
      told.clear();
    }
    told.put(partition, range);
    AuditWatch.watch(
        observer.readClosed(
            new ReadRange(
                range.reader,
                partition.port,
                partition.number,
                range.from,
                range.to,
                range.amounts,
                range.decision,
                range.since,
                range.until)),
        "what was read of " + partition.port + "; it knows what was announced");
  }
}
