package dev.weft.server.rows;

import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.access.PortReader;
import dev.weft.server.access.PortReader.Seen;
import dev.weft.spi.Decisions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/**
 * The rows of a port as one person sees them, kept up to date by a thread that follows the port as
 * that person. It ends when the person sees the port otherwise than when it began, when nobody has
 * asked for a while, and when there are more rows than it may keep.
 */
final class KeptRows implements PortReader.Sink, AutoCloseable {
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(60);
  private static final Duration NOT_AGAIN = Duration.ofSeconds(30);

  private final Lens.Eye eye;
  private final Lens lens;
  private final Decisions decisions;
  private final Room room;
  private final Clock clock;
  private final TreeMap<String, Row> rows = new TreeMap<>(new KeyOrder());
  private final CountDownLatch complete = new CountDownLatch(1);
  private final Thread thread;
  private volatile Instant asked;
  private volatile boolean closed;
  private volatile ProblemException failure;
  private volatile long epoch;
  private long bytes;

  /** A row; {@code value} is its JSON, so that its size is known. */
  record Row(String key, Instant at, String value) {
    /** What a tree map needs for an entry, roughly. */
    private static final int BESIDE = 120;

    long size() {
      return 2L * (key.length() + value.length()) + BESIDE;
    }
  }

  KeptRows(
      Lens.Eye eye, Lens.Now now, PortReader reader, Decisions decisions, Room room, Clock clock) {
    this.eye = eye;
    this.lens = now.lens();
    this.epoch = now.epoch();
    this.decisions = decisions;
    this.room = room;
    this.clock = clock;
    this.asked = clock.instant();
    this.thread = new Thread(() -> follow(reader), "weft-rows-" + eye.port());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void follow(PortReader reader) {
    try {
      reader.read(eye.reader(), eye.context(), eye.port(), PortReader.From.EARLIEST, true, this);
    } catch (ProblemException e) {
      failure = e;
    } catch (KafkaException e) {
      failure =
          Problem.environment(
                  "gateway-away",
                  "The port cannot be read now: " + e.getMessage() + ".",
                  "Try again.")
              .asException();
    } finally {
      close();
    }
  }

  /** Whether it is for somebody who sees the port like this. */
  boolean isFor(Lens other) {
    return lens.equals(other);
  }

  @Override
  public boolean take(Seen seen) {
    if (!isWanted()) {
      return false;
    }
    if (seen.key().isEmpty()) {
      return true; // No row of a table.
    }
    synchronized (rows) {
      var before =
          seen.value().isNull()
              ? rows.remove(seen.key())
              : rows.put(
                  seen.key(), new Row(seen.key(), seen.timestamp(), Json.text(seen.value())));
      var after = rows.get(seen.key());
      var change = (after == null ? 0 : after.size()) - (before == null ? 0 : before.size());
      bytes += change;
      room.take(change);
      if (room.isExceeded(rows.size(), bytes)) {
        failure = room.exceeded(eye.port());
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isWanted() {
    return !closed && isSame() && !room.isIdle(asked, clock.instant());
  }

  /** Whether the person still sees the port as when it began. */
  private boolean isSame() {
    if (decisions.epoch() == epoch) {
      return true;
    }
    var now = Lens.Now.of(decisions, eye);
    if (!now.view().allowed() || !now.lens().equals(lens)) {
      return false;
    }
    epoch = now.epoch();
    return true;
  }

  @Override
  public void reachedEnd() {
    complete.countDown();
  }

  /**
   * Waits until all is there that the port held when this began.
   *
   * @throws ProblemException why it is not
   */
  private void await() {
    asked = clock.instant();
    try {
      if (!complete.await(FIRST_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw Problem.environment(
                "rows-not-ready",
                "The rows of " + eye.port() + " are still being read.",
                "Try again in a moment.")
            .asException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.environment("stopping", "Weft stops.", "").asException();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** It may have ended while somebody waited for it; then nothing is in it any more. */
  private void requireOpen() {
    if (closed) {
      throw Problem.environment(
              "rows-not-ready", "What you may see of " + eye.port() + " has changed.", "Try again.")
          .asException();
    }
  }

  /** Why it has ended a moment ago; it would again, so it is not tried at once. */
  Optional<ProblemException> failedLately() {
    return Optional.ofNullable(failure)
        .filter(why -> clock.instant().isBefore(asked.plus(NOT_AGAIN)));
  }

  Optional<Row> row(String key) {
    await();
    synchronized (rows) {
      requireOpen();
      return Optional.ofNullable(rows.get(key));
    }
  }

  /**
   * Rows in the order of their keys.
   *
   * @param from the first key, or the next one that there is; empty: from the beginning
   * @param to the key before which it ends; empty: at the end
   */
  List<Row> range(Optional<String> from, Optional<String> to, int most) {
    await();
    synchronized (rows) {
      requireOpen();
      var found = new ArrayList<Row>();
      var some = from.map(key -> rows.tailMap(key, true)).orElse(rows);
      for (var row : some.values()) {
        var isOver = to.isPresent() && rows.comparator().compare(row.key(), to.get()) >= 0;
        if (isOver || found.size() >= most) {
          break;
        }
        found.add(row);
      }
      return found;
    }
  }

  @Override
  public void close() {
    synchronized (rows) {
      if (!closed) {
        closed = true;
        rows.clear();
        room.take(-bytes);
        bytes = 0;
      }
    }
    complete.countDown();
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }

  boolean isClosed() {
    return closed;
  }
}
