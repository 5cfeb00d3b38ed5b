package dev.weft.catalog.log;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the writer by Kafka's own means: all servers are in one consumer group on a topic with
 * one partition, and who holds the partition writes. The group only chooses; that there is never
 * more than one writer is the fencing of the transactional id.
 *
 * <p>Each server is a static member named by its URL, so that a quick restart keeps the place.
 */
final class Election implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Election.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int SESSION_TIMEOUT_MS = 6000;
  private static final int HEARTBEAT_MS = 500;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<String> topic;
  private final Runnable won;
  private final Runnable lost;
  private final Thread thread = new Thread(this::run, "weft-mesh-election");
  private volatile boolean closing;
  private volatile boolean again;

  /** {@code won} and {@code lost} are called in turn, on the election's thread. */
  Election(MeshLogSettings settings, Runnable won, Runnable lost) {
    this.topic = List.of(settings.topics().mesh());
    this.won = won;
    this.lost = lost;
    this.consumer = consumer(settings);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Gives the place back, if this server has it, and asks for it anew. Safe for any thread. */
  void again() {
    again = true;
  }

  /** Leaves the group, so that another server takes over at once. */
  @Override
  public void close() {
    closing = true;
    if (!thread.isAlive()) {
      consumer.close();
      return;
    }
    consumer.wakeup();
    try {
      thread.join(20_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      consumer.subscribe(topic, new Places());
      while (!closing) {
        poll();
      }
    } catch (WakeupException | InterruptException e) {
      log.debug("The election is over for this server");
    } catch (FencedInstanceIdException e) {
      log.error("Another server runs under this server's URL; this one follows from now on.");
      lost.run();
    } finally {
      consumer.close(
          CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(Duration.ofSeconds(5)));
    }
  }

  private void poll() {
    try {
      if (again) {
        again = false;
        consumer.unsubscribe();
        consumer.subscribe(topic, new Places());
      }
      consumer.poll(POLL);
    } catch (WakeupException | InterruptException | FencedInstanceIdException e) {
      throw e;
    } catch (KafkaException e) {
      log.warn("The election of the mesh log's writer is interrupted: {}", e.getMessage());
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Turns partitions into places; the records themselves are never fetched. */
  private final class Places implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      if (!partitions.isEmpty()) {
        won.run();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        lost.run();
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      onPartitionsRevoked(partitions);
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(MeshLogSettings settings) {
    var config = settings.access().clientProperties();
    config.put("group.id", settings.topics().writerGroup());
    config.put("group.protocol", "classic");
    config.put("group.instance.id", settings.advertisedUrl().replaceAll("[^A-Za-z0-9._-]+", "-"));
    config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    config.put("session.timeout.ms", SESSION_TIMEOUT_MS);
    config.put("heartbeat.interval.ms", HEARTBEAT_MS);
    config.put("enable.auto.commit", "false");
    config.put("auto.offset.reset", "latest");
    config.put("allow.auto.create.topics", "false");
    config.put("reconnect.backoff.max.ms", "1000");
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(config, bytes, bytes);
  }
}
