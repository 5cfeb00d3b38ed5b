package dev.weft.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Where ports end, looked up for all flows of a runner together: with a thousand idle flows two
 * requests do what would be a thousand fetches. It says of a port only whether there is something
 * new, never what; reading is for the door. In doubt there is. Safe for any thread.
 */
final class PortEnds {
  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PARTITIONS_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long OLD_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long FORGOTTEN_NANOS = Duration.ofMinutes(1).toNanos();

  private final Supplier<Admin> admin;
  private final ConcurrentMap<String, Long> askedAt = new ConcurrentHashMap<>();
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Seen seen = new Seen(System.nanoTime() - OLD_NANOS, Map.of());
  private Map<String, Integer> partitions = Map.of();
  private long partitionsAt;

  /** The ends of all partitions, by topic, as of a moment. */
  private record Seen(long at, Map<String, Map<Integer, Long>> ends) {}

  PortEnds(Supplier<Admin> admin) {
    this.admin = admin;
  }

  /**
   * Whether committed records may be beyond these offsets, or in partitions that are not among
   * them.
   *
   * @param next the next offset of each partition
   */
  boolean hasNews(String topic, Map<Integer, Long> next) {
    askedAt.put(topic, System.nanoTime());
    look();
    var now = seen;
    var ends = now.ends.get(topic);
    return ends == null
        || System.nanoTime() - now.at > OLD_NANOS
        || !ends.keySet().equals(next.keySet())
        || ends.entrySet().stream().anyMatch(end -> next.get(end.getKey()) < end.getValue());
  }

  /** One thread looks, when the last look is old enough; the others go by what it saw last. */
  private void look() {
    if (System.nanoTime() - seen.at < LOOK_NANOS || !looking.tryLock()) {
      return;
    }
    try {
      var at = System.nanoTime();
      askedAt.values().removeIf(asked -> at - asked > FORGOTTEN_NANOS);
      if (!partitions.keySet().containsAll(askedAt.keySet())
          || at - partitionsAt > PARTITIONS_NANOS) {
        partitions = partitions();
        partitionsAt = at;
      }
      seen = new Seen(at, ends());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | KafkaException e) {
      // Whoever asks reads, and hears from the door what is the matter.
      seen = new Seen(System.nanoTime(), Map.of());
      partitions = Map.of();
    } finally {
      looking.unlock();
    }
  }

  /** A topic that does not exist has none. */
  private Map<String, Integer> partitions() throws InterruptedException, ExecutionException {
    var counts = new HashMap<String, Integer>();
    for (var topic : admin.get().describeTopics(askedAt.keySet()).topicNameValues().entrySet()) {
      try {
        counts.put(topic.getKey(), topic.getValue().get().partitions().size());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        counts.put(topic.getKey(), 0);
      }
    }
    return counts;
  }

  private Map<String, Map<Integer, Long>> ends() throws InterruptedException, ExecutionException {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(
        (topic, count) -> {
          for (var partition = 0; partition < count; partition++) {
            wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
          }
        });
    var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    var ends = new HashMap<String, Map<Integer, Long>>();
    for (var end : admin.get().listOffsets(wanted, options).all().get().entrySet()) {
      ends.computeIfAbsent(end.getKey().topic(), none -> new HashMap<>())
          .put(end.getKey().partition(), end.getValue().offset());
    }
    return ends;
  }
}
