package dev.weft.engines;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, its own controller included, in this process.
 *
 * <p>It keeps its data in {@code DATA/kafka} across restarts and kill -9, listens on two loopback
 * ports of its own, and accepts only who knows the secret in {@code DATA/kafka.secret}. One process
 * at a time may use a data folder; a lock file sees to that.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int PORT_TRIES = 5;

  private final KafkaFolder folder;
  private final KafkaRaftServer server;
  private final KafkaAccess access;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(KafkaFolder folder, KafkaRaftServer server, KafkaAccess access) {
    this.folder = folder;
    this.server = server;
    this.access = access;
  }

  /**
   * Starts the broker and returns when it takes requests. The first start formats the folder.
   *
   * <p>When the disk fails or is full later on, Kafka ends this process, with a sentence on
   * standard error and exit code 3: nothing acknowledged may depend on what could not be written.
   *
   * @param dataFolder Weft's data folder; created when missing
   * @throws ProblemException with an ENVIRONMENT problem when the folder cannot be written, is in
   *     use by another process or has no space left, or when the broker does not start
   */
  public static EmbeddedKafka start(Path dataFolder) {
    var folder = KafkaFolder.open(dataFolder);
    try {
      return start(folder);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * How to reach the broker that another process runs on that folder, for tests that look behind
   * the gateway.
   */
  public static KafkaAccess accessOf(Path dataFolder) throws IOException {
    return KafkaFolder.accessOf(dataFolder);
  }

  /** How to reach the broker, credentials included: for Weft only. */
  public KafkaAccess access() {
    return access;
  }

  /** Stops the broker cleanly and lets go of the folder; about a second. Safe to call twice. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stop(server);
      folder.close();
    }
  }

  private static EmbeddedKafka start(KafkaFolder folder) {
    var secret = folder.secret();
    folder.format();
    LastWords.prepare(folder.logs());
    var ports = folder.ports();
    for (int tries = 1; ; tries++) {
      try {
        var server = startServer(new BrokerSettings(folder.logs(), ports, secret));
        folder.remember(ports);
        return ready(new EmbeddedKafka(folder, server, BrokerSettings.access(ports, secret)));
      } catch (RuntimeException e) {
        if (!isBindFailure(e) || tries == PORT_TRIES) {
          throw notStarted(folder, e);
        }
        log.info("A port of the embedded Kafka was taken meanwhile; choosing others.");
        ports = LoopbackPorts.free();
      }
    }
  }

  private static EmbeddedKafka ready(EmbeddedKafka kafka) {
    try {
      TransactionTopic.create(kafka.access);
      return kafka;
    } catch (RuntimeException e) {
      stop(kafka.server);
      throw e;
    }
  }

  private static KafkaRaftServer startServer(BrokerSettings settings) {
    var server = new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      stop(server);
      throw e;
    }
  }

  private static void stop(KafkaRaftServer server) {
    server.shutdown();
    server.awaitShutdown();
  }

  private static boolean isBindFailure(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.net.BindException) {
        return true;
      }
    }
    return false;
  }

  private static ProblemException notStarted(KafkaFolder folder, RuntimeException cause) {
    if (cause instanceof ProblemException problem) {
      return problem;
    }
    return new ProblemException(
        List.of(
            Problem.environment(
                "kafka-not-started",
                "The embedded Kafka in " + folder.logs() + " did not start: " + cause.getMessage(),
                "The log says more. If the folder was damaged, restore it from a backup.")),
        cause);
  }
}
