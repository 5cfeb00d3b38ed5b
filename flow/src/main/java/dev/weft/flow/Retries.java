package dev.weft.flow;

import dev.weft.flow.FlowStatus.Level;
import dev.weft.spi.flow.RetryableException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what becomes of a FlowFile that a processor could not bring where its author wants it: it
 * goes on, or waits to be tried again. For one thread at a time.
 */
final class Retries {
  private final String processor;
  private final RunOptions options;
  private final FlowScope scope;
  private final Clock clock;
  private Instant yieldsUntil = Instant.MIN;

  Retries(String processor, RunOptions options, FlowScope scope) {
    this.processor = processor;
    this.options = options;
    this.scope = scope;
    this.clock = scope.clock();
  }

  /** Whether the processor takes nothing for now. */
  boolean isYielding() {
    if (!yieldsUntil.equals(Instant.MIN) && !clock.instant().isBefore(yieldsUntil)) {
      yieldsUntil = Instant.MIN;
    }
    return !yieldsUntil.equals(Instant.MIN);
  }

  /** Until when it takes nothing; long ago when it takes. */
  Instant yieldsUntil() {
    return yieldsUntil;
  }

  /** The unit of work is given up. */
  void rollBack() {
    yieldsUntil = Instant.MIN;
  }

  /**
   * The call has returned. Takes back what it has emitted and lets the FlowFile wait, if it took a
   * relationship that says so and has not been tried often enough.
   */
  boolean waits(Waiting one, Connection from, Outlets outlets) {
    if (options.retries().isEmpty() || outlets.hasDelivered()) {
      return false;
    }
    Optional<RunOptions.Retry> retry =
        options.retries().entrySet().stream()
            .filter(each -> outlets.hasEmitted(each.getKey()))
            .map(Map.Entry::getValue)
            .filter(each -> one.tried().times() < each.times())
            .findFirst();
    if (retry.isEmpty() || FlowFileSize.of(one.flowFile()) > QueueLog.FLOWFILE_BYTES_MAX) {
      return false;
    }
    outlets.again();
    var next = clock.instant().plus(options.pause(retry.get(), one.tried().times()));
    if (retry.get().yields()) {
      yieldsUntil = next;
    }
    from.waitAgain(one, one.tried().again(next));
    scope.tally(processor).count("retried", Target.records(one.flowFile()));
    return true;
  }

  /**
   * The call has not come to an end for a reason that may pass. When its author has said how long
   * the processor yields, it does, and the rest of the flow goes on; else the unit of work is given
   * up.
   */
  void yields(UnitAborted why, Waiting one, Connection from, Outlets outlets) {
    if (options.yieldFor().isEmpty()
        || !(why.getCause() instanceof RetryableException)
        || outlets.hasDelivered()) {
      throw why;
    }
    outlets.again();
    yieldsUntil = clock.instant().plus(options.yieldFor().get());
    from.waitAgain(one, one.tried().later(yieldsUntil));
    scope.bulletins().tell(Level.WARNING, processor, why.getMessage());
  }
}
