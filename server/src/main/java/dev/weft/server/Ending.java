package dev.weft.server;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/**
 * How this process ends: first everything is stopped, then it exits with the code that says why. A
 * signal is an order, not a failure: 0. A second one does not wait.
 *
 * <p>No shutdown hook, because hooks run side by side: the log would be closed while the last parts
 * still write to it, and the code would be the signal's.
 */
final class Ending {
  private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final AtomicReference<AutoCloseable> running = new AtomicReference<>(() -> {});
  private final AtomicBoolean begun = new AtomicBoolean();

  /** From now on signals end the process in this way. */
  void listen() {
    SIGNALS.forEach(this::listen);
  }

  /** What has to be stopped. Killed before it runs, there is nothing that would be lost. */
  void running(AutoCloseable all) {
    running.set(all);
  }

  /** Ends the process; returns never in the thread that ends it. */
  void exit(int code) {
    if (!begun.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(code);
    }
    var closing = new Thread(this::close, "stop");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(LONGEST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(code);
  }

  private void close() {
    try {
      running.get().close();
    } catch (Exception e) {
      LoggerFactory.getLogger(Ending.class).warn("Stopping went wrong", e);
    }
  }

  /** By reflection: the compiler knows this part of the JDK only with a warning. */
  private void listen(String name) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var exiting =
          Proxy.newProxyInstance(
              Ending.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                exit(0);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), exiting);
    } catch (ReflectiveOperationException e) {
      // This JDK keeps its own way for that signal: the process ends as if it was killed.
      LoggerFactory.getLogger(Ending.class).debug("No handler for {}", name, e);
    }
  }
}
