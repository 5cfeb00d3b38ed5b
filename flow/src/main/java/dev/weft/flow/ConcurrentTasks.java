package dev.weft.flow;

import dev.weft.spi.flow.Processor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Several instances of one processor, each with a thread while there is something to do. They take
 * what is given in its order; none ever sees two threads at once.
 */
final class ConcurrentTasks implements AutoCloseable {
  private static final int IDLE_SECONDS_MAX = 10;

  private final List<Processor> processors;
  private final BlockingQueue<Processor> idle;
  private final ThreadPoolExecutor threads;

  private ConcurrentTasks(String name, List<Processor> processors) {
    this.processors = List.copyOf(processors);
    this.idle = new LinkedBlockingQueue<>(processors);
    this.threads =
        new ThreadPoolExecutor(
            processors.size(),
            processors.size(),
            IDLE_SECONDS_MAX,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var thread = new Thread(work, "weft-flow-task-" + name);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** When making one fails, those made before are closed again. */
  static ConcurrentTasks of(String name, int count, Supplier<Processor> maker) {
    var made = new ArrayList<Processor>();
    try {
      for (var i = 0; i < count; i++) {
        made.add(maker.get());
      }
      return new ConcurrentTasks(name, made);
    } catch (RuntimeException e) {
      made.forEach(Processor::close);
      throw e;
    }
  }

  int count() {
    return processors.size();
  }

  List<Processor> processors() {
    return processors;
  }

  /** There are as many threads as processors: whoever runs finds one that is idle. */
  void run(ConcurrentCall call) {
    threads.execute(
        () -> {
          var processor = idle.remove();
          try {
            call.run(processor);
          } finally {
            idle.add(processor);
          }
        });
  }

  /** No call may be at work any more. The first fault is thrown when all have been closed. */
  @Override
  public void close() {
    threads.shutdownNow();
    RuntimeException first = null;
    for (var processor : processors) {
      try {
        processor.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
