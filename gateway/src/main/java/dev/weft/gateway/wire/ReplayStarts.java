package dev.weft.gateway.wire;

import dev.weft.gateway.access.ReplayWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;

/**
 * Where in a partition the records begin that a reader's window may admit, so that nobody walks
 * over millions of records only to get none of them: for such a reader the log begins there, as if
 * retention had taken what was before. Belongs to one connection; remembers what it has looked up.
 *
 * <p>An offset that was right for one time is right for any later one, only less sharp: the records
 * themselves are judged one by one all the same.
 */
final class ReplayStarts {
  private static final int REMEMBERED_MAX = 10_000;

  /** A window that moves with the clock is looked up again when it has moved so far. */
  private static final long MOVED_MS_MAX = 60_000;

  private static final long LATEST = ListOffsetsRequest.LATEST_TIMESTAMP;

  private record Start(long time, long offset) {}

  private final Shared shared;
  private final Map<TopicPartition, Start> known = new HashMap<>();

  ReplayStarts(Shared shared) {
    this.shared = shared;
  }

  /** The first offset of which a record may lie in the window; empty: not known. */
  OptionalLong of(TopicPartition partition, ReplayWindow window) {
    var start = known.get(partition);
    return start == null || start.time > window.from()
        ? OptionalLong.empty()
        : OptionalLong.of(start.offset);
  }

  /** Looks up what is missing for these partitions, then goes on. */
  void lookUp(Exchange exchange, Map<TopicPartition, ReplayWindow> windows, Runnable then) {
    var missing = new LinkedHashMap<TopicPartition, Long>();
    windows.forEach(
        (partition, window) -> {
          var start = known.get(partition);
          var sharp =
              start != null
                  && start.time <= window.from()
                  && window.from() - start.time <= MOVED_MS_MAX;
          if (window.begins() && !sharp) {
            missing.put(partition, window.from());
          }
        });
    if (missing.isEmpty()) {
      then.run();
      return;
    }
    // The end first: if the window has no record yet, its first one can only come behind that.
    var ends = new LinkedHashMap<TopicPartition, Long>();
    missing.keySet().forEach(partition -> ends.put(partition, LATEST));
    ask(
        exchange,
        ends,
        latest ->
            ask(
                exchange,
                missing,
                found -> {
                  learn(missing, latest, found);
                  then.run();
                }));
  }

  private void learn(
      Map<TopicPartition, Long> times,
      Map<TopicPartition, Long> latest,
      Map<TopicPartition, Long> found) {
    if (known.size() + times.size() > REMEMBERED_MAX) {
      known.clear();
    }
    times.forEach(
        (partition, time) -> {
          var offset = found.get(partition);
          var end = latest.get(partition);
          if (offset != null && end != null) {
            known.put(partition, new Start(time, offset >= 0 ? offset : end));
          }
        });
  }

  /** Asks for the offsets of these times; partitions with an error are missing in the answer. */
  private void ask(
      Exchange exchange,
      Map<TopicPartition, Long> times,
      Consumer<Map<TopicPartition, Long>> answered) {
    var question =
        ListOffsetsRequest.Builder.forConsumer(false, IsolationLevel.READ_UNCOMMITTED)
            .setTargetTimes(topics(times))
            .build(shared.offered().get().newest(ApiKeys.LIST_OFFSETS));
    exchange.ask(question, ListOffsetsResponse.class, answer -> answered.accept(offsets(answer)));
  }

  private static List<ListOffsetsTopic> topics(Map<TopicPartition, Long> times) {
    var topics = new LinkedHashMap<String, ListOffsetsTopic>();
    times.forEach(
        (partition, time) ->
            topics
                .computeIfAbsent(
                    partition.topic(),
                    name -> new ListOffsetsTopic().setName(name).setPartitions(new ArrayList<>()))
                .partitions()
                .add(
                    new ListOffsetsPartition()
                        .setPartitionIndex(partition.partition())
                        .setTimestamp(time)));
    return List.copyOf(topics.values());
  }

  private static Map<TopicPartition, Long> offsets(ListOffsetsResponse answer) {
    var offsets = new HashMap<TopicPartition, Long>();
    for (var topic : answer.topics()) {
      for (var partition : topic.partitions()) {
        if (partition.errorCode() == Errors.NONE.code()) {
          offsets.put(
              new TopicPartition(topic.name(), partition.partitionIndex()), partition.offset());
        }
      }
    }
    return offsets;
  }
}
