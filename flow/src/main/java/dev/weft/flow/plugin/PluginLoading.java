package dev.weft.flow.plugin;

import dev.weft.spi.flow.ForeignPlugins;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Loads a plug-in on a thread of its own: one whose classes never return holds up nobody else. */
record PluginLoading(ClassLoader weft, List<ForeignPlugins> foreign) {
  private static final int SECONDS_MAX = 30;

  Plugin load(PluginFile file, Path copies) throws Plugin.Broken {
    var task = new FutureTask<>(() -> Plugin.load(file, copies, this));
    var thread = new Thread(task, "plugin " + file.name());
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Plugin.Broken broken
          ? broken
          : new Plugin.Broken("It cannot be loaded: " + e.getCause() + ".");
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new Plugin.Broken(
          "Its classes have not loaded within " + SECONDS_MAX + " seconds: do nothing slow there.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Plugin.Broken("Loading it was interrupted.");
    }
  }
}
