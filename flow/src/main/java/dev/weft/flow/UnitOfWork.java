package dev.weft.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.flow.UnitAborted.WriterBroken;
import dev.weft.spi.HopCodec;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.flow.Content.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Everything that must become visible together: the records of one batch in their ports and
 * quarantines, the trace of them, and the position of the source. One thread; only the callbacks
 * come from the producer's thread, and {@link TransactionalWriter#flush} waits for them.
 */
final class UnitOfWork {
  /** After so many records their hops are written, so that a huge unit needs little memory. */
  private static final int RECORDS_PER_HOP = 50_000;

  private final String flow;
  private final Clock clock;
  private final TransactionalWriter writer;
  private final int statePartition;
  private final Map<HopKey, HopRuns> hops = new LinkedHashMap<>();
  private final AtomicReference<Exception> fault = new AtomicReference<>();
  private HopKey last;
  private HopRuns lastRuns;
  private int unsettled;

  private record HopKey(String topic, int partition, List<String> path) {}

  UnitOfWork(String flow, Clock clock, TransactionalWriter writer, int statePartition) {
    this.flow = flow;
    this.clock = clock;
    this.writer = writer;
    this.statePartition = statePartition;
  }

  /**
   * Writes one record.
   *
   * @param path the processors that it has been through
   * @param tooLarge is run, from any thread, when the log finds the record too large, and that is
   *     what the unit fails for
   */
  void send(
      ProducerRecord<byte[], byte[]> record, Origin origin, List<String> path, Runnable tooLarge) {
    try {
      writer.send(
          record,
          (metadata, failure) -> {
            // Those that were still waiting to be sent then fail with the same words.
            if (failure instanceof RecordTooLargeException && fault.get() == null) {
              tooLarge.run();
            }
            sent(metadata, failure, origin, path);
          });
    } catch (WriterBroken e) {
      // After one record has failed no other is taken; the first one's reason says more.
      check();
      throw e;
    }
    if (++unsettled >= RECORDS_PER_HOP) {
      settle();
    }
  }

  /** Writes down something that belongs to it and that no reader sees. */
  void note(ProducerRecord<byte[], byte[]> record) {
    writer.send(record, failing());
  }

  private void sent(RecordMetadata metadata, Exception failure, Origin origin, List<String> path) {
    if (failure != null) {
      fault.compareAndSet(null, failure);
    } else if (!metadata.hasOffset()) {
      fault.compareAndSet(null, new IllegalStateException("no offset for a record"));
    } else if (origin != null && writer.isTraced()) {
      runs(metadata.topic(), metadata.partition(), path).add(metadata.offset(), origin);
    }
  }

  /** Records that follow one another mostly take the same way. */
  @SuppressWarnings("ReferenceEquality") // An equal path that is another list is looked up.
  private HopRuns runs(String topic, int partition, List<String> path) {
    var same =
        last != null
            && last.path() == path
            && last.partition() == partition
            && last.topic().equals(topic);
    if (!same) {
      last = new HopKey(topic, partition, path);
      lastRuns = hops.computeIfAbsent(last, added -> new HopRuns());
    }
    return lastRuns;
  }

  /** Commits; afterwards all of it is there, for all readers at once. */
  void commit(String source, JsonNode position) {
    if (position != null) {
      note(FlowState.position(statePartition, flow, source, position, clock.instant()));
    }
    commit();
  }

  /** Commits what no source has led to. */
  void commit() {
    settle();
    if (writer.isOpen()) {
      writer.commit();
    }
  }

  /** Writes down what processors have changed in what they remember. */
  void remember(Map<String, ProcessorMemory> memories) {
    memories.forEach(
        (processor, memory) ->
            memory
                .changes()
                .forEach(
                    (key, value) ->
                        note(FlowState.memory(statePartition, flow, processor, key, value))));
  }

  /** Writes down whether something waits in the connections. */
  void waiting(boolean something) {
    note(FlowState.waiting(statePartition, flow, something));
  }

  /** Writes which runner has the flow, in a transaction of its own. */
  void own(String runner) {
    note(FlowState.owner(statePartition, flow, runner, clock.instant()));
    writer.commit();
  }

  /** Nothing of it has happened. */
  void abort() {
    unsettled = 0;
    writer.abort();
    hops.clear();
    last = null;
    fault.set(null);
  }

  /** Waits for what was sent and writes the hops that are known then. */
  private void settle() {
    if (!writer.isOpen()) {
      return;
    }
    writer.flush();
    check();
    hops.forEach(this::write);
    hops.clear();
    last = null;
    unsettled = 0;
  }

  private void check() {
    var failure = fault.get();
    if (failure instanceof RecordTooLargeException) {
      throw new UnitAborted("A record is too large for the log; it goes to quarantine.", failure);
    }
    if (failure != null) {
      var meaning = Faults.ofLog(failure);
      throw meaning instanceof WriterBroken
          ? new WriterBroken("Kafka refuses a record: " + Faults.words(failure), failure)
          : meaning;
    }
  }

  private void write(HopKey key, HopRuns runs) {
    var hop = new Hop(flow, key.path(), key.topic(), key.partition(), runs.runs(), clock.millis());
    var name = (key.topic() + "/" + key.partition()).getBytes(StandardCharsets.UTF_8);
    note(new ProducerRecord<>(SystemTopics.TRACE, name, HopCodec.encode(hop)));
  }

  private Callback failing() {
    return (metadata, failure) -> {
      if (failure != null) {
        fault.compareAndSet(null, failure);
      }
    };
  }
}
