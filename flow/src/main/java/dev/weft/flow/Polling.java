package dev.weft.flow;

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

  /** The source is about to be asked; throws when the flow is being stopped. */
  synchronized void begin(StopSignal stop) {
    if (stop.isGiven()) {
      throw new UnitAborted.Stopped();
    }
    waiting = true;
  }

  synchronized void end() {
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
