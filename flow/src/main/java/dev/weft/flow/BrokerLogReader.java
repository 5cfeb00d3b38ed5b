package dev.weft.flow;

import dev.weft.model.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** The flows' part of the log, read from the broker itself. Connects when first needed. */
public final class BrokerLogReader implements FlowLogReader {
  private final KafkaAccess broker;
  private final StateReader records;
  private final PortEnds portEnds = new PortEnds(this::admin);
  private Admin admin;
  private int partitions;

  public BrokerLogReader(KafkaAccess broker) {
    this.broker = broker;
    this.records = new StateReader(broker);
  }

  @Override
  public synchronized int partition(String flow) {
    try {
      if (partitions == 0) {
        SystemTopics.ensure(admin());
        var topic = admin().describeTopics(List.of(SystemTopics.STATE)).topicNameValues();
        partitions = topic.get(SystemTopics.STATE).get().partitions().size();
      }
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      throw fault(e);
    }
    var hash = Utils.toPositive(Utils.murmur2(flow.getBytes(StandardCharsets.UTF_8)));
    return hash % partitions;
  }

  @Override
  public long end(String flow) {
    return end(new TopicPartition(SystemTopics.STATE, partition(flow)), Until.ALL_HAVE_ENDED);
  }

  /** Where the recorded events end, those of open transactions included. */
  long eventsEnd() {
    partition(""); // Creates the topics if no flow has run yet.
    return end(new TopicPartition(SystemTopics.EVENTS, 0), Until.ALL_HAVE_ENDED);
  }

  @Override
  public void read(Kept kept, String flow, Until until, Consumer<Logged> each) {
    var partition = new TopicPartition(kept.topic(), partition(flow));
    try {
      records.read(
          partition,
          end(partition, until),
          (key, record) -> each.accept(new Logged(record.offset(), key, record.value())));
    } catch (RuntimeException e) {
      throw fault(e);
    }
  }

  private long end(TopicPartition partition, Until until) {
    var isolation =
        until == Until.COMMITTED ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
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

  @Override
  public boolean hasNews(String topic, Map<Integer, Long> next) {
    return portEnds.hasNews(topic, next);
  }

  @Override
  public boolean hasTopics(List<String> topics) {
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
    records.close();
    if (admin != null) {
      admin.close();
      admin = null;
    }
  }
}
