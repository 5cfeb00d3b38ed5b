package dev.weft.flow;

import dev.weft.flow.UnitAborted.Stopped;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One call of a processor on a thread of its own, and what it has emitted until the flow's thread
 * passes that on. A call that emits a lot waits for its turn, then goes through in pieces.
 */
final class ConcurrentCall implements Processor.Output, Calls.Emitted {
  private final String name;
  private final FlowFile in;
  private final Calls calls;
  private final int recordsMax;
  private List<Consumer<Outlets>> results = new ArrayList<>();
  private int records;
  private boolean full;
  private boolean passing;
  private boolean ended;
  private boolean givenUp;
  private Thread thread;
  private Throwable fault;

  /** It holds so many emitted records at most. */
  ConcurrentCall(String name, FlowFile in, Calls calls, int recordsMax) {
    this.name = name;
    this.in = in;
    this.calls = calls;
    this.recordsMax = recordsMax;
  }

  /** Calls the processor; whatever becomes of it is told to who passes on. */
  void run(Processor processor) {
    if (begin()) {
      try {
        calls.patiently(name, () -> processor.process(in, this), this);
      } catch (RuntimeException | Error e) {
        end(e);
        return;
      }
    }
    end(null);
  }

  private synchronized boolean begin() {
    thread = Thread.currentThread();
    return !givenUp;
  }

  private synchronized void end(Throwable why) {
    fault = why;
    ended = true;
    thread = null;
    // The thread goes back to its pool, without an interruption that was meant for this call.
    Thread.interrupted();
    notifyAll();
  }

  @Override
  public synchronized void emit(String relationship, FlowFile out) {
    var its = Target.records(out);
    try {
      while (records > 0 && records + its > recordsMax) {
        if (givenUp) {
          throw new Stopped();
        }
        full = true;
        notifyAll();
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
    records += its;
    results.add(outlets -> outlets.emit(relationship, out));
    notifyAll();
  }

  @Override
  public synchronized void count(String counter, long by) {
    results.add(outlets -> outlets.count(counter, by));
  }

  @Override
  public synchronized boolean hasDelivered() {
    return passing;
  }

  @Override
  public synchronized void again() {
    results.clear();
    records = 0;
  }

  /** Returns when all that it emits has been emitted there; throws what the call has thrown. */
  void passOn(Outlets outlets) {
    var more = true;
    while (more) {
      var now = piece();
      now.forEach(result -> result.accept(outlets));
      more = hasMore();
    }
  }

  private synchronized boolean hasMore() {
    return !ended || fault != null || !results.isEmpty();
  }

  /** Waits for the end of the call, or for as much as it may hold, and takes it. */
  private synchronized List<Consumer<Outlets>> piece() {
    try {
      while (!ended && !full && records < recordsMax) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
    passing |= !ended;
    full = false;
    if (fault instanceof RuntimeException why) {
      throw why;
    } else if (fault instanceof Error why) {
      throw why;
    }
    var now = results;
    results = new ArrayList<>();
    records = 0;
    notifyAll();
    return now;
  }

  /** Nobody wants it any more. */
  synchronized void giveUp() {
    givenUp = true;
    if (thread != null) {
      thread.interrupt();
    }
    notifyAll();
  }

  /** Returns when no thread is in it, however long that takes: the processor is used again. */
  void awaitEnd() {
    var interrupted = false;
    synchronized (this) {
      while (!ended) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
