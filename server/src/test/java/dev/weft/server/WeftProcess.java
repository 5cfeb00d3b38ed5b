package dev.weft.server;

import dev.weft.testing.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Weft as a process of its own, started as the launcher does. What it prints goes to a file, which
 * a restart continues.
 */
final class WeftProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final int STOP_SECONDS_MAX = 30;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Where a Weft runs: the same again after a restart. */
  record Home(Path data, int http, int gateway, List<String> more) {
    Home(Path data, int http, int gateway) {
      this(data, http, gateway, List.of());
    }

    /** A home with ports that are free. */
    static Home at(Path data, Random random, String... more) {
      return new Home(data, freePort(random), freePort(random), List.of(more));
    }

    String url() {
      return "http://127.0.0.1:" + http;
    }

    /** The administrator, with the token of the first start. */
    Rest admin() {
      try {
        return new Rest(url(), Files.readString(data.resolve("admin.token")).strip());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Path printed() {
      return data.resolveSibling(data.getFileName() + ".out");
    }

    WeftProcess start() {
      return start(List.of());
    }

    /** With more options of the JVM. */
    WeftProcess start(List<String> options) {
      return new WeftProcess(this, options);
    }
  }

  private final Home home;
  private final Process process;

  private WeftProcess(Home home, List<String> options) {
    this.home = home;
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    // Most of a test's time is starting: what a second compilation gains comes too late for it.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(ClassArchive.options(classPath(), Main.class.getName(), "rehearse"));
    command.addAll(List.of(Main.class.getName(), "up", "--data", home.data().toString()));
    command.addAll(List.of("--http", "" + home.http(), "--gateway", "" + home.gateway()));
    command.addAll(List.of("--search-vectors", "off"));
    command.addAll(home.more());
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(home.printed().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the process says that everything works. */
  WeftProcess awaitReady() {
    Eventually.within(
        READY_WITHIN,
        home.url() + " ready",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("Weft has ended with " + process.exitValue() + printed());
          }
          return isReady();
        });
    return this;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  boolean isReady() {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(home.url() + "/health/ready"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** As kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to stop, as SIGTERM does, and returns its exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return awaitEnd();
  }

  /** Waits until it has ended by itself, and returns its exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("Weft does not end" + printed());
    }
    return process.exitValue();
  }

  /** All that it has printed so far, of all its starts. */
  String printed() {
    try {
      return "\n" + Files.readString(home.printed());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of it. */
  String printedLast(int lines) {
    var all = printed().lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * A port that nobody listens on. Below those the system gives to outgoing connections: a client
   * that tries again and again while nobody listens could otherwise be connected to itself.
   */
  static int freePort(Random random) {
    while (true) {
      var port = 12_000 + random.nextInt(18_000);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException inUse) {
        // Another one then.
      }
    }
  }
}
