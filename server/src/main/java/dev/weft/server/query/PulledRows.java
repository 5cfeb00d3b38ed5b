package dev.weft.server.query;

import dev.weft.model.DataRecord;
import dev.weft.model.Problem;
import dev.weft.sql.SqlPlanner;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Pulls rows of a job on a thread of its own: a job may be silent for hours, and whoever waits for
 * its rows must be able to see meanwhile that nobody wants them any more. A few rows are pulled
 * ahead. For one reader.
 */
final class PulledRows implements AutoCloseable {
  private static final int AHEAD = 100;
  private static final String THREAD = "weft-query-look";

  private final Supplier<SqlPlanner.Rows> look;
  private final Runnable cancel;
  private final BlockingQueue<Pulled> pulled = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private volatile boolean closed;
  private SqlPlanner.Rows rows;
  private boolean over;

  /**
   * What was pulled: a row, or with none the end.
   *
   * @param failure why it ended; null when there are no more rows
   */
  private record Pulled(DataRecord row, RuntimeException failure) {}

  private PulledRows(Supplier<SqlPlanner.Rows> look, Runnable cancel) {
    this.look = look;
    this.cancel = cancel;
    this.thread = new Thread(this::pull, THREAD);
    thread.setDaemon(true);
  }

  /**
   * Begins at once.
   *
   * @param cancel ends the job if there is one, while {@code look} has not given its rows yet
   */
  static PulledRows of(Supplier<SqlPlanner.Rows> look, Runnable cancel) {
    var pulled = new PulledRows(look, cancel);
    pulled.thread.start();
    return pulled;
  }

  private void pull() {
    try {
      pulled.put(new Pulled(null, pullAll()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody reads on.
    }
  }

  /** Gives what it ended with; null for the end of the rows. */
  private RuntimeException pullAll() throws InterruptedException {
    try (var opened = look.get()) {
      keep(opened);
      while (!closed && opened.hasNext()) {
        pulled.put(new Pulled(opened.next(), null));
      }
      return null;
    } catch (RuntimeException e) {
      return e;
    } catch (LinkageError e) {
      return new IllegalStateException(e); // Flink's classes are loaded with the first look.
    }
  }

  private synchronized void keep(SqlPlanner.Rows opened) {
    rows = opened;
  }

  /** Whether the last row was given. */
  boolean isOver() {
    return over;
  }

  /**
   * The next row; empty when there is none within that time, or no more at all.
   *
   * @throws RuntimeException what the query failed with
   */
  Optional<DataRecord> next(Duration patience) {
    try {
      var next = pulled.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        return Optional.empty();
      }
      over = next.row() == null;
      if (next.failure() != null) {
        throw next.failure();
      }
      return Optional.ofNullable(next.row());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.environment("stopping", "Weft stops.", "").asException();
    }
  }

  /**
   * Ends the job. One that is about to be submitted ends as soon as it was: broken off in between,
   * it could run on with nobody who knows of it.
   */
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      if (rows != null) {
        rows.close();
        thread.interrupt();
      } else if (!over) {
        cancel.run();
      }
    }
  }
}
