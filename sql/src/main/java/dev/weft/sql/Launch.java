package dev.weft.sql;

import dev.weft.model.KafkaAccess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how a job runs.
 *
 * @param cluster Flink's REST interface
 * @param jobId 32 hexadecimal digits: chosen before the job is submitted, so that it is found again
 *     whatever happens between
 * @param gateway how the job's Kafka clients reach the gateway, as whom
 * @param restore a savepoint or retained checkpoint to start from
 * @param checkpoints a folder, or the URL of an S3-compatible store, for the job's checkpoints
 * @param every how often the job's output is committed
 * @param parallelism 1 or more
 * @param stateTtl for how long a row that nothing touches is remembered; zero: for ever
 */
public record Launch(
    Cluster cluster,
    String jobId,
    KafkaAccess gateway,
    Optional<String> restore,
    String checkpoints,
    Duration every,
    int parallelism,
    Duration stateTtl) {

  /** The same with more jars for the job. */
  Launch with(List<Path> more) {
    var all = new ArrayList<>(cluster.jars());
    all.addAll(more);
    return new Launch(
        new Cluster(cluster.url(), cluster.settings(), all),
        jobId,
        gateway,
        restore,
        checkpoints,
        every,
        parallelism,
        stateTtl);
  }

  /**
   * A Flink cluster.
   *
   * @param url of its REST interface
   * @param settings for Flink's client: how it proves who it is, for instance. May hold secrets
   * @param jars what the cluster does not have on its class path; empty for the embedded one
   */
  public record Cluster(URI url, Map<String, String> settings, List<Path> jars) {
    public Cluster {
      settings = Map.copyOf(settings);
      jars = List.copyOf(jars);
    }

    @Override
    public String toString() {
      return "Cluster[" + url + "]";
    }
  }
}
