package dev.weft.spi.flow;

import dev.weft.spi.flow.Processor.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks at everything that waits for it and takes what it wants: merges, barriers, rates, orders,
 * alarms.
 *
 * <p>The runner calls it from one thread at a time, never after {@link #close()}: when something
 * has arrived, and when the time has come that the last call asked for. What it leaves waits on, in
 * its order, and is there again after a restart, also after kill -9; so it keeps nothing itself but
 * what {@link ProcessorState} holds. While as much waits as a connection may hold, the senders
 * wait: a processor that is asked when {@link Waiting#isFull()} and takes nothing stops its flow
 * until time or a person changes that, and says so in a bulletin.
 *
 * <p>Exceptions mean what they mean for a {@link Processor}.
 */
public interface QueueProcessor extends AutoCloseable {
  /**
   * Takes what it wants.
   *
   * @return after which time to be called again even if nothing arrives; empty for never. At least
   *     10 ms
   */
  Optional<Duration> process(Waiting waiting, Output out) throws RetryableException;

  /** As {@link Processor#flush()}. */
  default void flush() throws RetryableException {}

  @Override
  default void close() {}

  /** What waits, in the order of the connection's prioritizer. */
  interface Waiting {
    /** All of it; does not change while the call lasts. */
    List<Queued> all();

    /** Takes one that {@link #all()} has named: from now on it is the processor's. */
    void take(Queued queued);

    /** Whether senders wait until something is taken. */
    boolean isFull();
  }

  /**
   * A FlowFile that waits.
   *
   * @param number tells it from all others that wait; grows with the order of arrival
   * @param since when it began to wait, by the runner's clock
   */
  record Queued(long number, FlowFile flowFile, Instant since) {}
}
