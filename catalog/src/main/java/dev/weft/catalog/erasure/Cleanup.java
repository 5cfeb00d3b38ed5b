package dev.weft.catalog.erasure;

import dev.weft.model.ErasurePlan.Way;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How records leave a topic, as its configuration says (Kafka's {@code cleanup.policy}, {@code
 * retention.ms}, {@code segment.ms}, {@code max.compaction.lag.ms}).
 *
 * @param compacts only the newest record of a key stays
 * @param expires after this time, counted from the newest record of a segment; empty: never
 * @param segment how long a segment is written to at most
 * @param compactionLag after this a record is compacted at the latest; empty: no promise
 */
public record Cleanup(
    boolean compacts,
    Optional<Duration> expires,
    Duration segment,
    Optional<Duration> compactionLag) {
  private static final int PATIENCE_SECONDS = 20;

  /** The configuration of each of these topics; of one that is not there, nothing. */
  public static Map<String, Cleanup> of(Admin admin, List<String> topics) {
    var asked =
        topics.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    var all = new HashMap<String, Cleanup>();
    var answers = admin.describeConfigs(asked).values();
    for (var topic : asked) {
      try {
        var config = answers.get(topic).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        var settings = new HashMap<String, String>();
        config.entries().forEach(entry -> settings.put(entry.name(), entry.value()));
        all.put(topic.name(), of(settings));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw unreachable(topic.name(), e.getCause());
        }
      } catch (TimeoutException | KafkaException e) {
        throw unreachable(topic.name(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unreachable(topic.name(), e);
      }
    }
    return all;
  }

  /** By the names and texts of Kafka's configuration. */
  static Cleanup of(Map<String, String> settings) {
    var policy = List.of(settings.getOrDefault("cleanup.policy", "delete").split("\\s*,\\s*"));
    return new Cleanup(
        policy.contains("compact"),
        policy.contains("delete") ? time(settings, "retention.ms") : Optional.empty(),
        time(settings, "segment.ms").orElse(Duration.ofDays(7)),
        time(settings, "max.compaction.lag.ms"));
  }

  /** What Kafka means by no limit is none. */
  private static Optional<Duration> time(Map<String, String> settings, String name) {
    var text = settings.getOrDefault(name, "-1");
    var millis = text.matches("-?\\d{1,19}") ? Long.parseLong(text) : -1;
    return millis < 0 || millis == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(millis));
  }

  /** What becomes of the records that were found. */
  public Way way(Found found) {
    if (compacts && !found.keys().isEmpty()) {
      return Way.TOMBSTONE;
    }
    if (compacts && found.records() > 0 && found.replaced() == found.records()) {
      return Way.COMPACTION;
    }
    return expires.isPresent() ? Way.RETENTION : Way.REMAINS;
  }

  /**
   * When they are gone at the latest; empty where nobody can say.
   *
   * @param newest the time of the newest of them
   */
  public Optional<Instant> until(Way way, Instant now, Optional<Instant> newest) {
    return switch (way) {
      // A segment that is written to is not compacted: it ends with the first record after its
      // time.
      case TOMBSTONE, COMPACTION -> compactionLag.map(lag -> now.plus(lag).plus(shorter(lag)));
      // The whole segment waits for its newest record.
      case RETENTION -> expires.flatMap(time -> newest.map(at -> at.plus(time).plus(segment)));
      default -> Optional.empty();
    };
  }

  private Duration shorter(Duration lag) {
    return segment.compareTo(lag) < 0 ? segment : lag;
  }

  private static ProblemException unreachable(String topic, Throwable cause) {
    return new ProblemException(
        List.of(
            Problem.environment(
                "kafka-unreachable",
                "Kafka did not say how " + topic + " is configured: " + cause.getMessage() + ".",
                "Check that Kafka runs.")),
        cause);
  }
}
