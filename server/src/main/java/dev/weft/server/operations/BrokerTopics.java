package dev.weft.server.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker holds: each topic's records and bytes, and how far each consumer group is behind.
 * Looked up at most every ten seconds, whoever asks; numbers only, never data.
 */
public final class BrokerTopics {
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final int PATIENCE_SECONDS = 5;
  private static final int TOPICS_MAX = 2_000;
  private static final int GROUPS_MAX = 1_000;

  private final Admin admin;
  private final Clock clock;
  private Seen known = new Seen(Instant.EPOCH, List.of(), List.of(), true, "");

  public BrokerTopics(Admin admin, Clock clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /**
   * A topic.
   *
   * @param records offsets between the first and the last one, which count markers too
   * @param bytes on all brokers together
   */
  public record Topic(String name, int partitions, long records, long bytes) {}

  /** How many offsets of a topic a consumer group has not read. */
  public record Lag(String group, String topic, long lag) {}

  /**
   * All that was seen.
   *
   * @param complete false: there are more topics or groups than are looked at
   * @param problem why it is not newer; empty when all is well
   */
  public record Seen(
      Instant at, List<Topic> topics, List<Lag> lags, boolean complete, String problem) {}

  /** What was seen last, if that is not too old. */
  public synchronized Seen seen() {
    if (clock.instant().isBefore(known.at().plus(FRESH))) {
      return known;
    }
    try {
      known = look();
    } catch (ExecutionException | TimeoutException e) {
      var why = e.getCause() == null ? "It did not answer in time." : e.getCause().getMessage();
      known = new Seen(clock.instant(), known.topics(), known.lags(), known.complete(), why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return known;
  }

  private Seen look() throws ExecutionException, TimeoutException, InterruptedException {
    var names =
        get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names()).stream()
            .sorted()
            .toList();
    var some = names.subList(0, Math.min(names.size(), TOPICS_MAX));
    var partitions = new ArrayList<TopicPartition>();
    get(admin.describeTopics(some).allTopicNames())
        .values()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        one -> partitions.add(new TopicPartition(topic.name(), one.partition()))));
    var ends = offsets(partitions, OffsetSpec.latest());
    var groups = get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all());
    return new Seen(
        clock.instant(),
        topics(some, partitions, ends, offsets(partitions, OffsetSpec.earliest())),
        lags(groups, ends),
        names.size() <= TOPICS_MAX && groups.size() <= GROUPS_MAX,
        "");
  }

  private List<Topic> topics(
      List<String> names,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> begins)
      throws ExecutionException, TimeoutException, InterruptedException {
    var counts = new HashMap<String, Integer>();
    var records = new HashMap<String, Long>();
    for (var partition : partitions) {
      counts.merge(partition.topic(), 1, Integer::sum);
      var held = ends.getOrDefault(partition, 0L) - begins.getOrDefault(partition, 0L);
      records.merge(partition.topic(), held, Long::sum);
    }
    var bytes = bytes();
    return names.stream()
        .map(
            name ->
                new Topic(
                    name,
                    counts.getOrDefault(name, 0),
                    records.getOrDefault(name, 0L),
                    bytes.getOrDefault(name, 0L)))
        .toList();
  }

  private Map<String, Long> bytes()
      throws ExecutionException, TimeoutException, InterruptedException {
    var brokers = get(admin.describeCluster().nodes()).stream().map(Node::id).toList();
    var bytes = new HashMap<String, Long>();
    for (var folders : get(admin.describeLogDirs(brokers).allDescriptions()).values()) {
      for (var folder : folders.values()) {
        folder
            .replicaInfos()
            .forEach((partition, info) -> bytes.merge(partition.topic(), info.size(), Long::sum));
      }
    }
    return bytes;
  }

  private List<Lag> lags(Collection<GroupListing> groups, Map<TopicPartition, Long> ends)
      throws ExecutionException, TimeoutException, InterruptedException {
    var wanted = new HashMap<String, ListConsumerGroupOffsetsSpec>();
    groups.stream()
        .limit(GROUPS_MAX)
        .forEach(group -> wanted.put(group.groupId(), new ListConsumerGroupOffsetsSpec()));
    if (wanted.isEmpty()) {
      return List.of();
    }
    var lags = new ArrayList<Lag>();
    get(admin.listConsumerGroupOffsets(wanted).all())
        .forEach(
            (group, offsets) -> {
              var behind = new HashMap<String, Long>();
              offsets.forEach(
                  (partition, at) -> {
                    if (at != null && ends.containsKey(partition)) {
                      var lag = Math.max(0, ends.get(partition) - at.offset());
                      behind.merge(partition.topic(), lag, Long::sum);
                    }
                  });
              behind.forEach((topic, lag) -> lags.add(new Lag(group, topic, lag)));
            });
    return List.copyOf(lags);
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, TimeoutException, InterruptedException {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> wanted.put(partition, which));
    var found = new HashMap<TopicPartition, Long>();
    get(admin.listOffsets(wanted).all())
        .forEach((partition, offset) -> found.put(partition, offset.offset()));
    return found;
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
