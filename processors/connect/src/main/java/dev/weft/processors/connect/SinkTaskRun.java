package dev.weft.processors.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * One task of a sink connector, with what it sees of the worker. It is given partitions when their
 * first record comes. Called by one thread; only reports may come from others.
 */
final class SinkTaskRun implements SinkTaskContext {
  /** A record that the connector does not take. */
  record Refused(SinkRecord record, String reason) {}

  private final SinkTask task;
  private final Map<String, String> config;
  private final PluginMetrics metrics;
  private final Set<TopicPartition> assigned = new HashSet<>();
  private final Set<TopicPartition> paused = new HashSet<>();
  private final Map<TopicPartition, Long> stored = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
  private final Queue<Refused> refused = new ConcurrentLinkedQueue<>();
  private boolean reports;
  private boolean rewinds;

  SinkTaskRun(SinkTask task, Map<String, String> config, PluginMetrics metrics) {
    this.task = task;
    this.config = Map.copyOf(config);
    this.metrics = metrics;
  }

  void start() {
    task.initialize(this);
    task.start(new HashMap<>(config));
  }

  void put(List<SinkRecord> records) {
    var fresh = new ArrayList<TopicPartition>();
    var wanted = new ArrayList<SinkRecord>();
    for (var record : records) {
      var place = new TopicPartition(record.topic(), record.kafkaPartition());
      if (assigned.add(place)) {
        fresh.add(place);
      }
    }
    if (!fresh.isEmpty()) {
      task.open(fresh);
    }
    for (var record : records) {
      var place = new TopicPartition(record.topic(), record.kafkaPartition());
      if (record.kafkaOffset() >= stored.getOrDefault(place, 0L)) {
        wanted.add(record);
      }
    }
    task.put(wanted);
    for (var record : records) {
      reached.put(
          new TopicPartition(record.topic(), record.kafkaPartition()),
          new OffsetAndMetadata(record.kafkaOffset() + 1));
    }
  }

  /** Lets it work without new records. */
  void nudge() {
    task.put(List.of());
  }

  boolean isPaused() {
    return !paused.isEmpty();
  }

  /** Whether everything that it was given is durable. */
  boolean isFlushed() {
    if (reached.isEmpty()) {
      return true;
    }
    var durable = task.preCommit(new HashMap<>(reached));
    return durable != null
        && reached.entrySet().stream()
            .allMatch(
                each ->
                    durable.containsKey(each.getKey())
                        && durable.get(each.getKey()).offset() >= each.getValue().offset());
  }

  /** Whether it has asked for records again that it had; asked once. */
  boolean takeRewinds() {
    var asked = rewinds;
    rewinds = false;
    return asked;
  }

  /** Whether it reports records that it does not take. */
  boolean reports() {
    return reports;
  }

  /** What it has reported since. */
  List<Refused> takeRefused() {
    var all = new ArrayList<Refused>();
    for (var next = refused.poll(); next != null; next = refused.poll()) {
      all.add(next);
    }
    return all;
  }

  void stop() {
    if (!assigned.isEmpty()) {
      task.close(List.copyOf(assigned));
    }
    task.stop();
  }

  @Override
  public Map<String, String> configs() {
    return config;
  }

  @Override
  public void offset(Map<TopicPartition, Long> offsets) {
    offsets.forEach(this::offset);
  }

  /** Offsets ahead are what it has already; those behind would have to come again. */
  @Override
  public void offset(TopicPartition partition, long offset) {
    var known = reached.get(partition);
    if (known != null && offset < known.offset()) {
      rewinds = true;
      reached.remove(partition);
    } else {
      stored.put(partition, offset);
    }
  }

  @Override
  public void timeout(long timeoutMs) {
    // The runner has its own backoff.
  }

  @Override
  public Set<TopicPartition> assignment() {
    return Set.copyOf(assigned);
  }

  @Override
  public void pause(TopicPartition... partitions) {
    paused.addAll(Arrays.asList(partitions));
  }

  @Override
  public void resume(TopicPartition... partitions) {
    paused.removeAll((Collection<?>) Arrays.asList(partitions));
  }

  @Override
  public void requestCommit() {
    // Every unit of work commits at its end.
  }

  @Override
  public ErrantRecordReporter errantRecordReporter() {
    reports = true;
    return this::report;
  }

  private Future<Void> report(SinkRecord record, Throwable error) {
    refused.add(new Refused(record, ConnectorSource.words(error)));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return metrics;
  }
}
