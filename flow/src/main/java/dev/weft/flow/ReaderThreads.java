package dev.weft.flow;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read ahead for the flows of a runner: as many as there are processors, and none
 * after ten idle seconds. They refuse work, with {@link RejectedExecutionException}, when all are
 * busy, so that nobody waits for a thread that waits for him.
 */
final class ReaderThreads implements Executor, AutoCloseable {
  private static final int IDLE_SECONDS_MAX = 10;

  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          IDLE_SECONDS_MAX,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Workers.named("weft-flow-reader"));

  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
