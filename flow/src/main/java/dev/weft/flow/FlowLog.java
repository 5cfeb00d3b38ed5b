package dev.weft.flow;

import dev.weft.model.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** The log as the runner's flows use it. Connects when first needed. Safe for any thread. */
final class FlowLog implements AutoCloseable {
  private final KafkaAccess broker;
  private final Tracing tracing;
  private final Recordings recordings;
  private final StateReader reader;
  private final PortEnds portEnds = new PortEnds(this::admin);
  private Admin admin;
  private int statePartitions;

  FlowLog(KafkaAccess broker) {
    this(broker, Tracing.ON, new Recordings(Clock.systemUTC()));
  }

  FlowLog(KafkaAccess broker, Tracing tracing, Recordings recordings) {
    this.broker = broker;
    this.tracing = tracing;
    this.recordings = recordings;
    this.reader = new StateReader(broker);
  }

  /** What is recorded of the flows now. */
  Recordings recordings() {
    return recordings;
  }

  /** Where ports end, for all flows of the runner. */
  PortEnds portEnds() {
    return portEnds;
  }

  /** Opens the flow's writer, which fences out any other. */
  TransactionalWriter writer(String flow) {
    return new TransactionalWriter(broker, flow, tracing);
  }

  /**
   * What is remembered of the flow. Waits for all open transactions: call it after the writer is
   * open, to resume from it.
   */
  FlowState state(String flow) {
    return state(flow, end(flow));
  }

  /** What is remembered now, without waiting: one of the open transactions may be our own. */
  FlowState committedState(String flow) {
    return state(flow, end(flow, IsolationLevel.READ_COMMITTED));
  }

  /** Where the partition with all of the flow ends now, open transactions included. */
  long end(String flow) {
    return end(flow, IsolationLevel.READ_UNCOMMITTED);
  }

  /** What waits in the flow's connections, by connection; waits for open transactions too. */
  Map<String, List<Waiting>> waiting(String flow, QueueLog queue) {
    var partition = new TopicPartition(SystemTopics.QUEUE, partition(flow));
    return queue.read(reader, end(partition, IsolationLevel.READ_UNCOMMITTED));
  }

  private FlowState state(String flow, long end) {
    try {
      return FlowState.read(
          reader, new TopicPartition(SystemTopics.STATE, partition(flow)), end, flow);
    } catch (RuntimeException e) {
      throw fault(e);
    }
  }

  private long end(String flow, IsolationLevel isolation) {
    return end(new TopicPartition(SystemTopics.STATE, partition(flow)), isolation);
  }

  private long end(TopicPartition partition, IsolationLevel isolation) {
    try {
      return admin()
          .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      throw fault(e);
    }
  }

  /** Where the recorded events end, those of open transactions included. */
  long eventsEnd() {
    partition(""); // Creates the topics if no flow has run yet.
    return end(new TopicPartition(SystemTopics.EVENTS, 0), IsolationLevel.READ_UNCOMMITTED);
  }

  /** The partition of the state topic that holds all of a flow. */
  synchronized int partition(String flow) {
    try {
      if (statePartitions == 0) {
        SystemTopics.ensure(admin());
        var topic = admin().describeTopics(List.of(SystemTopics.STATE)).topicNameValues();
        statePartitions = topic.get(SystemTopics.STATE).get().partitions().size();
      }
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      throw fault(e);
    }
    var hash = Utils.toPositive(Utils.murmur2(flow.getBytes(StandardCharsets.UTF_8)));
    return hash % statePartitions;
  }

  /** Whether these topics exist. */
  boolean hasTopics(List<String> topics) {
    try {
      return admin().listTopics().names().get().containsAll(topics);
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      throw fault(e);
    }
  }

  private synchronized Admin admin() {
    if (admin == null) {
      var properties = broker.clientProperties();
      properties.put("client.id", "weft-flows");
      properties.put("default.api.timeout.ms", 15_000);
      properties.put("request.timeout.ms", 10_000);
      admin = Admin.create(properties);
    }
    return admin;
  }

  private static UnitAborted fault(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return e instanceof UnitAborted known ? known : Faults.ofLog(e);
  }

  @Override
  public synchronized void close() {
    reader.close();
    if (admin != null) {
      admin.close();
      admin = null;
    }
  }
}
