package dev.weft.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a runner: one that keeps time, and some that work, which end when idle. */
final class Workers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);
  private static final int IDLE_SECONDS_MAX = 10;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, named("weft-flow-timer"));
  private final ExecutorService workers;

  Workers(int threads) {
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS_MAX,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("weft-flow"));
    pool.allowCoreThreadTimeOut(true);
    workers = pool;
  }

  /**
   * Runs the work after the pause; not at all after {@link #close}.
   *
   * @return what can be cancelled for as long as the pause lasts; empty without a pause
   */
  Optional<Future<?>> later(Duration pause, Runnable work) {
    try {
      if (pause.isZero()) {
        workers.execute(() -> guarded(work));
      } else {
        return Optional.of(
            timer.schedule(
                () -> workers.execute(() -> guarded(work)),
                pause.toMillis(),
                TimeUnit.MILLISECONDS));
      }
    } catch (RejectedExecutionException e) {
      log.debug("Nothing more is scheduled: the runner is closed");
    }
    return Optional.empty();
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      log.error("A step of a flow has ended in a way that it must not", e);
      throw e;
    }
  }

  static ThreadFactory named(String name) {
    var number = new AtomicInteger();
    return work -> {
      var thread = new Thread(work, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(IDLE_SECONDS_MAX, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
