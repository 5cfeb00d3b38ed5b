package dev.weft.server.pages;

import dev.weft.model.PortName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the consumer groups of one port are behind its end, as the broker knows it: offsets and
 * times only, never data. Looked up at most every five seconds for each port.
 */
public final class PortLags {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int PATIENCE_SECONDS = 3;
  private static final int GROUPS_MAX = 1_000;
  private static final int PORTS_MAX = 1_000;

  private final Admin admin;
  private final Clock clock;
  private final Map<PortName, Seen> known = new ConcurrentHashMap<>();

  public PortLags(Admin admin, Clock clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /**
   * A consumer group as the broker names it.
   *
   * @param partitions of the port, for which it has said how far it is
   * @param lag how many offsets it has not read, which count transaction markers too
   */
  public record Group(String name, int partitions, long lag) {}

  /**
   * What was seen.
   *
   * @param newest when the newest record was written; empty while there is none
   * @param ends where each partition ends
   * @param complete false: there are more groups than are looked at
   * @param problem why nothing was seen; empty when all is well
   */
  public record Seen(
      Instant at,
      Optional<Instant> newest,
      List<Group> groups,
      Map<Integer, Long> ends,
      boolean complete,
      String problem) {

    /** How many offsets are after these, of the partitions that they name. */
    long after(Map<Integer, Long> next) {
      return next.entrySet().stream()
          .mapToLong(each -> Math.max(0, ends.getOrDefault(each.getKey(), 0L) - each.getValue()))
          .sum();
    }
  }

  /** What was seen last, if that is not too old. */
  public Seen of(PortName port) {
    if (known.size() > PORTS_MAX) {
      known.values().removeIf(seen -> !isFresh(seen));
    }
    return known.compute(
        port, (name, before) -> before != null && isFresh(before) ? before : look(name));
  }

  private boolean isFresh(Seen seen) {
    return clock.instant().isBefore(seen.at().plus(FRESH));
  }

  private Seen look(PortName port) {
    try {
      var partitions =
          get(admin.describeTopics(List.of(port.topic())).topicNameValues().get(port.topic()))
              .partitions()
              .stream()
              .map(partition -> new TopicPartition(port.topic(), partition.partition()))
              .toList();
      var groups = get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all());
      var names = groups.stream().map(GroupListing::groupId).sorted().limit(GROUPS_MAX).toList();
      // Asked for first: an end that has moved since makes nobody look ahead of it.
      var positions = positions(names, partitions);
      var ends = new HashMap<Integer, Long>();
      offsets(partitions, OffsetSpec.latest())
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
      return new Seen(
          clock.instant(),
          newest(partitions),
          lags(positions, ends),
          ends,
          groups.size() <= GROUPS_MAX,
          "");
    } catch (ExecutionException | TimeoutException e) {
      var why = e.getCause() == null ? "It did not answer in time." : e.getCause().getMessage();
      return nothing("The broker does not say how far readers are: " + why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return nothing("Nobody waited for the broker's answer.");
    }
  }

  private Seen nothing(String why) {
    return new Seen(clock.instant(), Optional.empty(), List.of(), Map.of(), false, why);
  }

  private Optional<Instant> newest(List<TopicPartition> partitions)
      throws ExecutionException, TimeoutException, InterruptedException {
    return offsets(partitions, OffsetSpec.maxTimestamp()).values().stream()
        .map(ListOffsetsResultInfo::timestamp)
        .filter(time -> time >= 0)
        .max(Long::compare)
        .map(Instant::ofEpochMilli);
  }

  private Map<String, Map<TopicPartition, OffsetAndMetadata>> positions(
      List<String> names, List<TopicPartition> partitions)
      throws ExecutionException, TimeoutException, InterruptedException {
    var wanted = new HashMap<String, ListConsumerGroupOffsetsSpec>();
    names.forEach(
        name -> wanted.put(name, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)));
    return wanted.isEmpty() ? Map.of() : get(admin.listConsumerGroupOffsets(wanted).all());
  }

  private static List<Group> lags(
      Map<String, Map<TopicPartition, OffsetAndMetadata>> positions, Map<Integer, Long> ends) {
    var groups = new ArrayList<Group>();
    positions.forEach(
        (name, offsets) -> {
          var read = 0;
          var lag = 0L;
          for (var each : offsets.entrySet()) {
            var end = ends.get(each.getKey().partition());
            if (each.getValue() != null && end != null) {
              read++;
              lag += Math.max(0, end - each.getValue().offset());
            }
          }
          if (read > 0) {
            groups.add(new Group(name, read, lag));
          }
        });
    return List.copyOf(groups);
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, TimeoutException, InterruptedException {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> wanted.put(partition, which));
    return get(admin.listOffsets(wanted).all());
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
