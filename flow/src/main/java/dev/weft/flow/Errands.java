package dev.weft.flow;

import dev.weft.flow.UnitAborted.Stopped;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** What people want of a flow and its next step does. Added to by any thread, done by one. */
final class Errands {
  private final Queue<FutureTask<Integer>> waiting = new ConcurrentLinkedQueue<>();

  /** What it has come to, once it is done. */
  Future<Integer> add(Callable<Integer> errand) {
    var task = new FutureTask<>(errand);
    waiting.add(task);
    return task;
  }

  /** Whoever wanted it hears of what goes wrong; here it is a unit of work that is given up. */
  void doAll() {
    for (var errand = waiting.poll(); errand != null; errand = waiting.poll()) {
      run(errand);
    }
  }

  private static void run(FutureTask<Integer> errand) {
    errand.run();
    try {
      errand.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw new FlowFault(Faults.words(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }
}
