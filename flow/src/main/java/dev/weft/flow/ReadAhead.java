package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * A source whose next batch another thread reads while the last one is worked on and committed.
 *
 * <p>What was read ahead is used only for the position that it follows, and not a second after it
 * was asked for: a right that has been taken away meanwhile must not be used. Where units of work
 * take too long for that, or no thread is free, nothing is read ahead. For one thread at a time;
 * the source, too, is asked by one thread at a time.
 */
final class ReadAhead implements ContinuousSource {
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration END_USUAL = Duration.ofMillis(200);
  private static final Duration END_LONGEST = Duration.ofSeconds(5);

  private final SourceProcessor source;
  private final Executor readers;
  private final LongSupplier nanos;
  private Reading ahead;
  private long polledAt;

  /**
   * The readers refuse what they have no thread for; the time is in nanoseconds since some time.
   */
  ReadAhead(SourceProcessor source, Executor readers, LongSupplier nanos) {
    this.source = source;
    this.readers = readers;
    this.nanos = nanos;
    this.polledAt = nanos.getAsLong() - FRESH_NANOS;
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    var quick = nanos.getAsLong() - polledAt < FRESH_NANOS / 2;
    var read = taken(position);
    var batch = read.isPresent() ? read.get() : source.poll(position);
    polledAt = nanos.getAsLong();
    if (quick && !batch.flowFiles().isEmpty() && batch.position().isPresent()) {
      begin(batch.position());
    }
    return batch;
  }

  @Override
  public Optional<Batch> following(Optional<JsonNode> position, Duration within) {
    try {
      if (ahead == null || !ahead.hasEnded(within) || !ahead.hasSucceeded()) {
        return Optional.empty();
      }
      var batch = taken(position);
      polledAt = nanos.getAsLong();
      batch.filter(each -> !each.flowFiles().isEmpty()).ifPresent(each -> begin(each.position()));
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (RetryableException e) {
      throw new IllegalStateException("what has succeeded has not failed", e);
    }
  }

  private void begin(Optional<JsonNode> position) {
    var next = new Reading(source, position, nanos.getAsLong());
    try {
      readers.execute(next);
      ahead = next;
    } catch (RejectedExecutionException e) {
      // It is read when it is asked for.
    }
  }

  /** What was read ahead, if it is of use; waits for it, also when it was read in vain. */
  private Optional<Batch> taken(Optional<JsonNode> position)
      throws RetryableException, InterruptedException {
    if (ahead == null) {
      return Optional.empty();
    }
    var reading = ahead;
    try {
      var batch = reading.get();
      ahead = null;
      var something = !batch.flowFiles().isEmpty() || batch.position().isPresent();
      return something && serves(reading, position) ? Optional.of(batch) : Optional.empty();
    } catch (ExecutionException e) {
      ahead = null;
      if (!serves(reading, position)) {
        return Optional.empty();
      }
      throw asItIs(e.getCause());
    }
  }

  private boolean serves(Reading reading, Optional<JsonNode> position) {
    return position.equals(reading.position) && nanos.getAsLong() - reading.askedAt < FRESH_NANOS;
  }

  private static RuntimeException asItIs(Throwable cause)
      throws RetryableException, InterruptedException {
    if (cause instanceof RetryableException retryable) {
      throw retryable;
    }
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  @Override
  public void committed(JsonNode position) {
    source.committed(position);
  }

  /** Returns when no other thread is in the source any more, and closes it. */
  @Override
  public void close() {
    var interrupted = Thread.interrupted();
    if (ahead != null) {
      interrupted |= ahead.end();
      ahead = null;
    }
    source.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One batch that is being read ahead. */
  private static final class Reading extends FutureTask<Batch> {
    private final Optional<JsonNode> position;
    private final long askedAt;
    private Thread reader;
    private volatile boolean succeeded;

    Reading(SourceProcessor source, Optional<JsonNode> position, long askedAt) {
      super(() -> source.poll(position));
      this.position = position;
      this.askedAt = askedAt;
    }

    @Override
    public void run() {
      synchronized (this) {
        reader = Thread.currentThread();
      }
      try {
        super.run();
      } finally {
        synchronized (this) {
          reader = null;
          // The thread goes back to others.
          Thread.interrupted();
        }
      }
    }

    @Override
    protected void set(Batch batch) {
      succeeded = true;
      super.set(batch);
    }

    boolean hasSucceeded() {
      return succeeded;
    }

    /** Returns when it has ended, interrupted if need be; whether the caller was interrupted. */
    boolean end() {
      try {
        if (!hasEnded(END_USUAL)) {
          synchronized (this) {
            if (reader != null) {
              reader.interrupt();
            }
          }
          hasEnded(END_LONGEST);
        }
        return false;
      } catch (InterruptedException e) {
        return true;
      }
    }

    private boolean hasEnded(Duration within) throws InterruptedException {
      try {
        get(within.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (ExecutionException e) {
        return true;
      } catch (TimeoutException e) {
        return false;
      }
    }
  }
}
