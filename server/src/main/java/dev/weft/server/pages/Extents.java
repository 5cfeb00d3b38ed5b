package dev.weft.server.pages;

import dev.weft.model.PortName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How many offsets a port holds: counts only, never data; looked up at most every five seconds. */
public final class Extents {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int PATIENCE_SECONDS = 3;

  private final Admin admin;
  private final Clock clock;
  private final Map<PortName, Extent> known = new ConcurrentHashMap<>();

  public Extents(Admin admin, Clock clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /** Offsets between the first and the last one, which count transaction markers too. */
  public record Extent(long records, int partitions, Instant at) {}

  public Extent of(PortName port) {
    return known.compute(
        port,
        (name, before) ->
            before != null && clock.instant().isBefore(before.at().plus(FRESH))
                ? before
                : look(name));
  }

  private Extent look(PortName port) {
    try {
      var partitions =
          admin
              .describeTopics(List.of(port.topic()))
              .topicNameValues()
              .get(port.topic())
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .partitions()
              .stream()
              .map(partition -> new TopicPartition(port.topic(), partition.partition()))
              .toList();
      var records = sum(partitions, OffsetSpec.latest()) - sum(partitions, OffsetSpec.earliest());
      return new Extent(records, partitions.size(), clock.instant());
    } catch (ExecutionException | TimeoutException e) {
      return new Extent(0, 0, clock.instant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Extent(0, 0, clock.instant());
    }
  }

  private long sum(List<TopicPartition> partitions, OffsetSpec spec)
      throws ExecutionException, TimeoutException, InterruptedException {
    return admin
        .listOffsets(partitions.stream().collect(Collectors.toMap(one -> one, one -> spec)))
        .all()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .values()
        .stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }
}
