package dev.weft.catalog.topics;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The names of Weft's own topics and everything that belongs to one mesh on a Kafka cluster.
 *
 * @param prefix {@code _weft} for the mesh; tests use others to have several on one broker
 */
public record MeshTopics(String prefix) {
  public static final MeshTopics STANDARD = new MeshTopics("_weft");

  /** The largest record of the mesh log and the audit, in bytes. */
  public static final int RECORD_BYTES_MAX = 4 * 1024 * 1024;

  private static final int ADMIN_TIMEOUT_MS = 30_000;
  private static final int FENCED_MS = 250;
  private static final int REPLICAS = 3;

  /** All resources; compacted, key {@code kind/name}. */
  public String mesh() {
    return prefix + ".mesh";
  }

  /** Everything that somebody did; append-only. */
  public String audit() {
    return prefix + ".audit";
  }

  /** The range maps of every hop; append-only. */
  public String trace() {
    return prefix + ".trace";
  }

  /** The keys under which persons' fields are encrypted; compacted, so that destroyed ones go. */
  public String keys() {
    return prefix + ".keys";
  }

  /** The consumer group whose one partition makes the writer. */
  public String writerGroup() {
    return prefix + ".writer";
  }

  /** Fences an earlier writer: {@code weft-mesh-writer}. */
  public String writerTransactionalId() {
    return prefix.replaceFirst("^_", "") + "-mesh-writer";
  }

  /**
   * Creates the topics that are missing and checks those that are there.
   *
   * @throws ProblemException of kind ENVIRONMENT when Kafka cannot be reached or refuses, or when a
   *     topic whose order matters has more than one partition; the trace may have several
   */
  public void create(KafkaAccess access) {
    var settings = access.clientProperties();
    settings.put("default.api.timeout.ms", ADMIN_TIMEOUT_MS);
    settings.put("request.timeout.ms", ADMIN_TIMEOUT_MS / 3);
    try (var admin = Admin.create(settings)) {
      var brokers = get(admin.describeCluster().nodes()).size();
      var existing = get(admin.listTopics().names());
      for (var topic : wanted(brokers)) {
        if (!existing.contains(topic.name())) {
          createIfAbsent(admin, topic);
        } else if (!topic.name().equals(trace())) {
          checkOnePartition(admin, topic.name());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(access, e);
    } catch (ExecutionException | TimeoutException | org.apache.kafka.common.KafkaException e) {
      throw unreachable(access, e);
    }
  }

  private List<NewTopic> wanted(int brokers) {
    return List.of(
        topic(mesh(), brokers, durable(brokers, compacted())),
        topic(audit(), brokers, durable(brokers, appendOnly())),
        topic(keys(), brokers, durable(brokers, forgetting())),
        topic(trace(), brokers, safe(brokers, appendOnly())));
  }

  private static NewTopic topic(String name, int brokers, Map<String, String> config) {
    return new NewTopic(name, 1, (short) Math.min(REPLICAS, brokers)).configs(config);
  }

  private static Map<String, String> compacted() {
    var config = new HashMap<String, String>();
    config.put("cleanup.policy", "compact");
    config.put("segment.bytes", "" + 64 * 1024 * 1024);
    config.put("segment.ms", "" + TimeUnit.DAYS.toMillis(1));
    return config;
  }

  /** What was replaced is gone from the disk within a day or two. */
  private static Map<String, String> forgetting() {
    var config = compacted();
    config.put("max.compaction.lag.ms", "" + TimeUnit.DAYS.toMillis(1));
    return config;
  }

  private static Map<String, String> appendOnly() {
    var config = new HashMap<String, String>();
    config.put("cleanup.policy", "delete");
    config.put("retention.ms", "-1");
    config.put("retention.bytes", "-1");
    return config;
  }

  /** A single broker must not acknowledge before the record is on disk; several vouch together. */
  private static Map<String, String> durable(int brokers, Map<String, String> config) {
    if (brokers == 1) {
      config.put("flush.messages", "1");
    }
    return safe(brokers, config);
  }

  private static Map<String, String> safe(int brokers, Map<String, String> config) {
    config.put("min.insync.replicas", brokers == 1 ? "1" : "2");
    config.put("max.message.bytes", "" + 2 * RECORD_BYTES_MAX);
    return config;
  }

  /**
   * Another server of the same mesh may create it at the same moment; that is fine. A broker that
   * has just started, or was not given the processor for seconds, takes no topics for a moment.
   */
  private static void createIfAbsent(Admin admin, NewTopic topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ADMIN_TIMEOUT_MS);
    while (true) {
      try {
        get(admin.createTopics(List.of(topic)).all());
        return;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof TopicExistsException) {
          return;
        }
        if (!(e.getCause() instanceof InvalidReplicationFactorException)
            || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(FENCED_MS);
      }
    }
  }

  private static void checkOnePartition(Admin admin, String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    var described = get(admin.describeTopics(List.of(topic)).allTopicNames());
    var partitions = described.get(topic).partitions().size();
    if (partitions != 1) {
      throw Problem.environment(
              "wrong-partitions",
              "Topic " + topic + " has " + partitions + " partitions; it must have exactly one.",
              "The order of the log would be lost. Restore the topic, or use another cluster.")
          .asException();
    }
  }

  private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(ADMIN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }

  private static ProblemException unreachable(KafkaAccess access, Exception cause) {
    var why = cause.getCause() == null ? cause : cause.getCause();
    return new ProblemException(
        List.of(
            Problem.environment(
                "kafka-unreachable",
                "Weft's topics could not be prepared in " + access + ": " + why.getMessage(),
                "Check that Kafka runs and that Weft's credentials may create topics.")),
        cause);
  }
}
