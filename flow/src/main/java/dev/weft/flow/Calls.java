package dev.weft.flow;

import dev.weft.spi.flow.RetryableException;

/**
 * Calls processors, and again where that may help.
 *
 * @param triesInPlace how often a call is repeated before the unit of work is given up
 * @param stop ends the waiting
 */
record Calls(Backoff backoff, int triesInPlace, StopSignal stop) {

  /** What is called. */
  interface Call {
    void run() throws RetryableException;
  }

  /** What a call has emitted so far. */
  interface Emitted {
    /** Whether something of it has gone on already: then the call cannot be made again alone. */
    boolean hasDelivered();

    /** Takes all of it back. */
    void again();
  }

  /** What a call has emitted is taken back before it is made again. */
  void patiently(String processor, Call call, Emitted emitted) {
    for (var attempt = 0; ; attempt++) {
      try {
        call.run();
        return;
      } catch (RetryableException e) {
        if (emitted.hasDelivered() || attempt >= triesInPlace) {
          throw new UnitAborted("'" + processor + "': " + Faults.words(e), e);
        }
        emitted.again();
        stop.pause(backoff.pause(attempt));
      } catch (UnitAborted | FlowFault e) {
        throw e;
      } catch (RuntimeException e) {
        throw new FlowFault("'" + processor + "' has a fault: " + Faults.words(e), e);
      }
    }
  }
}
