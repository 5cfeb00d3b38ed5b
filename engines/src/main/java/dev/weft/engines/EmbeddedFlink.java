package dev.weft.engines;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this process: one job manager, one task manager, reached by its REST interface
 * on a loopback port of its own as any other cluster would be. Both sides of every connection show
 * the certificate that this process has made for itself, so nobody else can submit a job, which
 * would be to run a program of theirs here.
 *
 * <p>It keeps nothing itself: a job's checkpoints are where the job says. Starting takes seconds.
 */
public final class EmbeddedFlink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedFlink.class);
  private static final String HOST = "127.0.0.1";
  private static final int SLOTS = 128;

  /**
   * Of a slot, for what windows, joins and sorts hold: with less than a megabyte or two for each of
   * them they do not begin. Taken from the system only when it is used.
   */
  private static final int SLOT_MEBIBYTES = 8;

  private static final String THREADS = "metrics.reporter.weft.factory.class";
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** A task that waits for the log's disk must not be taken for dead. */
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofMinutes(2);

  private final MiniCluster cluster;
  private final LoopbackIdentity identity;
  private final URI url;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedFlink(MiniCluster cluster, LoopbackIdentity identity, URI url) {
    this.cluster = cluster;
    this.identity = identity;
    this.url = url;
  }

  /**
   * Starts the cluster and returns when it takes jobs.
   *
   * @param dataFolder Weft's data folder; files are in {@code flink} within it
   * @throws ProblemException with an ENVIRONMENT problem when it does not start
   */
  public static EmbeddedFlink start(Path dataFolder) {
    var folder = dataFolder.toAbsolutePath().resolve("flink");
    LoopbackIdentity identity = null;
    MiniCluster cluster = null;
    try {
      empty(folder.resolve("tmp"));
      identity = LoopbackIdentity.make(folder.resolve("flink.jks"), new SecureRandom());
      var configuration = configuration(folder, identity);
      cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(configuration)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(SLOTS)
                  .build());
      cluster.start();
      return new EmbeddedFlink(cluster, identity, cluster.getRestAddress().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStarted(cluster, identity, e);
    } catch (Exception e) {
      throw notStarted(cluster, identity, e);
    }
  }

  /** What a process that was killed has left there is of no use. */
  private static void empty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.createDirectories(folder);
  }

  /** Where its REST interface is. */
  public URI url() {
    return url;
  }

  /** What a client of Flink needs to be let in, secrets included: for Weft only. */
  public Map<String, String> clientSettings() {
    return rest(identity).toMap();
  }

  /** How much of the processor its jobs use. */
  public static JobThreads threads() {
    return JobThreads.OF_THIS_PROCESS;
  }

  /** Stops all jobs where they are, without a savepoint. Safe to call twice. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stop(cluster);
      identity.close();
    }
  }

  private static Configuration configuration(Path folder, LoopbackIdentity identity) {
    var all = rest(identity);
    all.set(RestOptions.BIND_ADDRESS, HOST);
    all.set(RestOptions.ADDRESS, HOST);
    all.set(RestOptions.BIND_PORT, "0");
    all.set(WebOptions.SUBMIT_ENABLE, false);
    all.set(JobManagerOptions.BIND_HOST, HOST);
    all.set(JobManagerOptions.ADDRESS, HOST);
    all.set(TaskManagerOptions.BIND_HOST, HOST);
    all.set(TaskManagerOptions.HOST, HOST);
    all.set(SecurityOptions.SSL_INTERNAL_ENABLED, true);
    all.set(SecurityOptions.SSL_INTERNAL_KEYSTORE_TYPE, LoopbackIdentity.TYPE);
    all.set(SecurityOptions.SSL_INTERNAL_TRUSTSTORE_TYPE, LoopbackIdentity.TYPE);
    all.set(SecurityOptions.SSL_INTERNAL_KEYSTORE, identity.file().toString());
    all.set(SecurityOptions.SSL_INTERNAL_KEYSTORE_PASSWORD, identity.password());
    all.set(SecurityOptions.SSL_INTERNAL_KEY_PASSWORD, identity.password());
    all.set(SecurityOptions.SSL_INTERNAL_TRUSTSTORE, identity.file().toString());
    all.set(SecurityOptions.SSL_INTERNAL_TRUSTSTORE_PASSWORD, identity.password());
    all.set(CoreOptions.TMP_DIRS, folder.resolve("tmp").toString());
    all.set(BlobServerOptions.STORAGE_DIRECTORY, folder.resolve("tmp").toString());
    all.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    all.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    all.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(SLOT_MEBIBYTES * SLOTS));
    all.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT);
    all.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, FRESH);
    all.setString(THREADS, JobThreadsReporterFactory.class.getName());
    return all;
  }

  private static Configuration rest(LoopbackIdentity identity) {
    var all = new Configuration();
    all.set(SecurityOptions.SSL_PROTOCOL, "TLSv1.3");
    all.set(SecurityOptions.SSL_ALGORITHMS, "TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256");
    all.set(SecurityOptions.SSL_REST_ENABLED, true);
    all.set(SecurityOptions.SSL_REST_AUTHENTICATION_ENABLED, true);
    all.set(SecurityOptions.SSL_REST_KEYSTORE_TYPE, LoopbackIdentity.TYPE);
    all.set(SecurityOptions.SSL_REST_TRUSTSTORE_TYPE, LoopbackIdentity.TYPE);
    all.set(SecurityOptions.SSL_REST_KEYSTORE, identity.file().toString());
    all.set(SecurityOptions.SSL_REST_KEYSTORE_PASSWORD, identity.password());
    all.set(SecurityOptions.SSL_REST_KEY_PASSWORD, identity.password());
    all.set(SecurityOptions.SSL_REST_TRUSTSTORE, identity.file().toString());
    all.set(SecurityOptions.SSL_REST_TRUSTSTORE_PASSWORD, identity.password());
    return all;
  }

  private static void stop(MiniCluster cluster) {
    try {
      cluster.close();
    } catch (Exception e) {
      log.warn("The embedded Flink did not stop cleanly", e);
    }
  }

  private static ProblemException notStarted(
      MiniCluster cluster, LoopbackIdentity identity, Exception cause) {
    if (cluster != null) {
      stop(cluster);
    }
    if (identity != null) {
      identity.close();
    }
    return new ProblemException(
        List.of(
            Problem.environment(
                "flink-start",
                "The embedded Flink did not start: " + cause.getMessage() + ".",
                "Look into the log; or name a cluster in the environment: flink: {url: ...}.")),
        cause);
  }
}
