package dev.weft.sql;

import dev.weft.model.KafkaAccess;
import dev.weft.model.RecordPlace;
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
 * @param writing as whom and where to
 * @param leftOut records that it is to do without
 */
public record Launch(
    Cluster cluster,
    String jobId,
    KafkaAccess gateway,
    Optional<String> restore,
    String checkpoints,
    Duration every,
    int parallelism,
    Duration stateTtl,
    Writing writing,
    List<RecordPlace> leftOut) {

  public Launch {
    leftOut = List.copyOf(leftOut);
  }

  /** Of a job that writes to its ports, if to any, under the name of its query. */
  public Launch(
      Cluster cluster,
      String jobId,
      KafkaAccess gateway,
      Optional<String> restore,
      String checkpoints,
      Duration every,
      int parallelism,
      Duration stateTtl) {
    this(
        cluster,
        jobId,
        gateway,
        restore,
        checkpoints,
        every,
        parallelism,
        stateTtl,
        Writing.USUAL,
        List.of());
  }

  /**
   * How a job writes.
   *
   * @param transactions begins their names, together with that of the port: jobs that go on from
   *     each other's state have the same, so that one ends what the other has left open; a job that
   *     begins anew has another, or it would look through all that the other ever had. Empty: the
   *     query's name
   * @param upcoming whether it writes to the topics in which the ports' next contents grow
   */
  public record Writing(String transactions, boolean upcoming) {
    static final Writing USUAL = new Writing("", false);
  }

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
        stateTtl,
        writing,
        leftOut);
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
