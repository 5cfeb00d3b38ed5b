package dev.weft.flow;

import dev.weft.flow.UnitAborted.Stopped;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.util.Optional;

/**
 * Knows which thread is at work for a flow and whether it waits for the source, so that it can be
 * interrupted there and nowhere else: an interrupted commit could not say how it ended.
 */
final class Polling {
  private Thread working;
  private boolean waiting;

  synchronized void enter() {
    working = Thread.currentThread();
  }

  /** The thread goes back to its pool, without an interruption that was meant for the flow. */
  synchronized void leave() {
    working = null;
    Thread.interrupted();
  }

  /**
   * Asks a source. One that does not answer is asked later if its author has said when, and people
   * hear of it; else the unit of work is given up.
   *
   * @return empty when it is to be asked later
   */
  Optional<Batch> poll(Lane lane, StopSignal stop, long nowMillis, Bulletins bulletins) {
    begin(stop);
    try {
      return Optional.of(lane.source().poll(lane.position()));
    } catch (RetryableException e) {
      if (lane.yields(nowMillis)) {
        bulletins.tell(FlowStatus.Level.WARNING, lane.name(), Faults.words(e));
        return Optional.empty();
      }
      throw new UnitAborted("'" + lane.name() + "': " + Faults.words(e), e);
    } catch (InterruptedException e) {
      throw new Stopped();
    } catch (RuntimeException e) {
      throw new FlowFault("'" + lane.name() + "' has a fault: " + Faults.words(e), e);
    } finally {
      end();
    }
  }

  /** The source is about to be asked; throws when the flow is being stopped. */
  private synchronized void begin(StopSignal stop) {
    if (stop.isGiven()) {
      throw new Stopped();
    }
    waiting = true;
  }

  private synchronized void end() {
    waiting = false;
    Thread.interrupted();
  }

  /** Interrupts the thread if it waits for the source. */
  synchronized void interrupt() {
    if (waiting) {
      working.interrupt();
    }
  }

  /** Interrupts the thread wherever it is. */
  synchronized void interruptAll() {
    if (working != null) {
      working.interrupt();
    }
  }
}
