package dev.weft.gateway.wire;

import dev.weft.gateway.access.FlowRights;
import dev.weft.gateway.write.NewFields;
import dev.weft.gateway.write.Rejected;
import dev.weft.model.PortName;
import dev.weft.spi.WriteChecks.OnViolation;
import dev.weft.spi.WriteChecks.WriteCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;

/**
 * What a request to write is after its records were checked: parts that are refused, parts that
 * pass, the records that go to quarantine first, and the fields that must be classified first.
 */
final class CheckedProduce {
  /** Records of one part that go to quarantine. */
  record Aside(PortName port, Rejected.Origin origin, List<Rejected> records) {}

  /** A part of a request: what is written to one partition of a topic, for a port. */
  record Part(String topic, PortName port, int partition) {}

  private final Exchange exchange;
  private final Shared shared;
  private final BatchCheck check;
  private final BatchCheck.Budget budget = new BatchCheck.Budget();
  private final Map<PortName, NewFields> fields = new LinkedHashMap<>();
  private final List<Aside> aside = new ArrayList<>();
  private final List<TopicProduceData> passing = new ArrayList<>();
  private final ProduceRefusals refusals;

  CheckedProduce(
      Exchange exchange, Shared shared, BatchCheck check, List<TopicProduceData> admitted) {
    this.exchange = exchange;
    this.shared = shared;
    this.check = check;
    this.refusals = new ProduceRefusals(exchange, shared.counters());
    admitted.forEach(this::topic);
  }

  /** The new fields of each port. */
  Map<PortName, NewFields> fields() {
    return fields;
  }

  List<Aside> aside() {
    return aside;
  }

  /** What may be written, with empty places for what may not. */
  List<TopicProduceData> passing() {
    return passing;
  }

  ProduceRefusals refusals() {
    return refusals;
  }

  private void topic(TopicProduceData topic) {
    var asPort = exchange.views().written(topic.name());
    if (asPort.isEmpty()) {
      ofFlow(topic);
      return;
    }
    var port = asPort.get();
    var promised = shared.writes().of(port);
    var kept = new ArrayList<PartitionProduceData>();
    for (var partition : topic.partitionData()) {
      var part = new Part(topic.name(), port, partition.index());
      if (promised.isEmpty()) {
        var reason = "The port " + port + " has no contract that records could be checked against.";
        refusals.refuse(part, Errors.INVALID_RECORD, reason);
      } else {
        partition(part, partition, promised.get()).ifPresent(kept::add);
      }
    }
    pass(topic, kept);
  }

  private void pass(TopicProduceData topic, List<PartitionProduceData> kept) {
    if (!kept.isEmpty()) {
      passing.add(new TopicProduceData().setName(topic.name()).setPartitionData(kept));
    }
  }

  /** What a flow keeps beside its ports: each record must be its own, or nothing is written. */
  private void ofFlow(TopicProduceData topic) {
    var rights = exchange.session().identity().flow().orElseThrow();
    var kept = new ArrayList<PartitionProduceData>();
    for (var partition : topic.partitionData()) {
      var reason = objection(rights, topic.name(), partition);
      if (reason.isEmpty()) {
        kept.add(partition.duplicate());
      } else {
        refusals.refuse(topic.name(), partition.index(), Errors.INVALID_RECORD, reason);
      }
    }
    pass(topic, kept);
  }

  private String objection(FlowRights rights, String topic, PartitionProduceData asked) {
    try {
      ProduceRequest.validateRecords(exchange.version(), asked.records());
      var records = (MemoryRecords) asked.records();
      if (!records.firstBatch().isValid()) {
        return "The checksum of the batch is wrong.";
      }
      var all = check.all(records, budget, (key, value) -> rights.mayWrite(topic, key, value));
      return all ? "" : "A record belongs to another flow, or is none that a flow keeps there.";
    } catch (MalformedBatch | ApiException e) {
      return "The batch cannot be read: " + e.getMessage() + ".";
    }
  }

  private Optional<PartitionProduceData> partition(
      Part part, PartitionProduceData asked, WriteCheck promised) {
    var port = part.port();
    try {
      ProduceRequest.validateRecords(exchange.version(), asked.records());
      var records = (MemoryRecords) asked.records();
      if (!records.firstBatch().isValid()) {
        refusals.refuse(part, Errors.CORRUPT_MESSAGE, "The checksum of the batch is wrong.");
        return Optional.empty();
      }
      var news = fields.computeIfAbsent(port, any -> new NewFields(shared.fields().known(port)));
      var rejected = check.rejected(port, records, promised.check(), news, budget);
      if (rejected.isEmpty()) {
        return Optional.of(asked.duplicate());
      }
      if (promised.onViolation() == OnViolation.REFUSE) {
        refusals.refuse(part, rejected);
        return Optional.empty();
      }
      aside.add(new Aside(port, origin(asked.index(), records), rejected));
      return Optional.of(asked.duplicate().setRecords(check.without(rejected, records)));
    } catch (MalformedBatch e) {
      var reason = "The batch cannot be read: " + e.getMessage() + ".";
      refusals.refuse(part, Errors.INVALID_RECORD, reason);
      return Optional.empty();
    } catch (ApiException e) {
      refusals.refuse(part, Errors.forException(e), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Rejected.Origin origin(int partition, MemoryRecords records) {
    var batch = records.firstBatch();
    var marks = partition + "/" + batch.producerId() + "/" + batch.producerEpoch();
    var client = exchange.session().identity().key().id() + "/" + exchange.clientId();
    return new Rejected.Origin(client, marks, batch.baseSequence());
  }
}
