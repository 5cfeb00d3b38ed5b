package dev.weft.flow.plugin;

import dev.weft.spi.flow.ForeignPlugins;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Loads a plug-in on a thread of its own: one whose classes never return holds up nobody else.
 *
 * @param patience how long it is waited for; it goes on without being waited for
 */
record PluginLoading(
    ClassLoader weft, List<ForeignPlugins> foreign, Clock clock, Duration patience) {
  /** After which time what could not be read is read again. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  Attempt begin(PluginFile file, Path copies) {
    var task = new FutureTask<>(() -> Plugin.load(file, copies, this));
    var thread = new Thread(task, "plugin " + file.name());
    thread.setDaemon(true);
    thread.start();
    return new Attempt(file, task, thread, clock.instant());
  }

  /** To load one file as it was. */
  final class Attempt {
    private final PluginFile file;
    private final FutureTask<Plugin> task;
    private final Thread thread;
    private final Instant since;
    private boolean waited;
    private boolean over;

    private Attempt(PluginFile file, FutureTask<Plugin> task, Thread thread, Instant since) {
      this.file = file;
      this.task = task;
      this.thread = thread;
      this.since = since;
    }

    boolean isOf(PluginFile other) {
      return file.equals(other);
    }

    /** Whether it has told what became of it: another one may have more luck. */
    boolean isOver() {
      return over;
    }

    /** Whether it has come to its end since it was last asked, or it is time for another. */
    boolean isWorthALook() {
      return over ? !clock.instant().isBefore(since.plus(AGAIN)) : task.isDone();
    }

    /** What was loaded; waits for it, the first time. */
    Plugin plugin() throws Plugin.Broken {
      try {
        var plugin = task.get(waited ? 0 : patience.toMillis(), TimeUnit.MILLISECONDS);
        over = true;
        return plugin;
      } catch (ExecutionException e) {
        over = true;
        throw e.getCause() instanceof Plugin.Broken broken
            ? broken
            : new Plugin.Broken("It cannot be loaded: " + e.getCause() + ".");
      } catch (TimeoutException e) {
        waited = true;
        throw Plugin.Broken.forNow(
            "Its classes have not loaded within "
                + patience.toSeconds()
                + " seconds: it is used once they have. Do nothing slow there.");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Plugin.Broken.forNow("Loading it was interrupted.");
      }
    }

    /** Nobody wants it any more. */
    void giveUp() {
      thread.interrupt();
    }
  }
}
