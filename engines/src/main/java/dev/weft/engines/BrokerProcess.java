package dev.weft.engines;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A broker as a process of its own, for tests that need a Kafka outside Weft or one that may be
 * killed. It ends with its parent, even when the parent is killed.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final String READY = "broker is ready";
  private static final int STOP_SECONDS_MAX = 20;

  private final Process process;
  private final KafkaAccess access;

  private BrokerProcess(Process process, KafkaAccess access) {
    this.process = process;
    this.access = access;
  }

  /** Starts a broker on that folder and returns when it takes requests. */
  public static BrokerProcess start(Path dataFolder) throws IOException {
    return start(dataFolder, ProcessBuilder.Redirect.INHERIT);
  }

  /** As {@link #start(Path)}, with the place where its error output goes. */
  static BrokerProcess start(Path dataFolder, ProcessBuilder.Redirect errors) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                dataFolder.toString())
            .redirectError(errors)
            .start();
    awaitReady(process);
    return new BrokerProcess(process, KafkaFolder.accessOf(dataFolder));
  }

  /** How to reach the broker, credentials included. */
  public KafkaAccess access() {
    return access;
  }

  /** Ends the process as {@code kill -9} does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits until the process has ended by itself, and returns its exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Stops the broker cleanly: it ends when its standard input does. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a broker on the folder named by the only argument until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    try (var kafka = EmbeddedKafka.start(Path.of(arguments[0]))) {
      System.out.println(READY + " at " + kafka.access().bootstrapServers());
      while (System.in.read() >= 0) {
        // Whoever has started this process ends it by closing the pipe, or by dying.
      }
    }
    System.exit(0);
  }

  private static void awaitReady(Process process) throws IOException {
    var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(READY)) {
        return;
      }
    }
    process.destroyForcibly();
    throw Problem.environment(
            "broker-not-started", "The broker's process ended early.", "Its error output says why.")
        .asException();
  }
}
