package dev.weft.gateway.wire;

import dev.weft.gateway.access.Counters;
import dev.weft.gateway.write.Rejected;
import dev.weft.model.PortName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ProduceResponse;

/**
 * What a client is told of the parts of its request that are not written. Older clients get the
 * error only: the sentences came with version 8.
 */
final class ProduceRefusals {
  /** So many records of a batch are told one by one. */
  private static final int TOLD_MAX = 100;

  private final Exchange exchange;
  private final Counters counters;
  private final Map<String, List<PartitionProduceResponse>> refused = new LinkedHashMap<>();

  ProduceRefusals(Exchange exchange, Counters counters) {
    this.exchange = exchange;
    this.counters = counters;
  }

  boolean isEmpty() {
    return refused.isEmpty();
  }

  /** These topics may not be written at all. */
  void refuse(List<TopicProduceData> topics) {
    for (var topic : topics) {
      for (var partition : topic.partitionData()) {
        add(topic.name(), answer(partition.index(), Errors.TOPIC_AUTHORIZATION_FAILED, null));
      }
    }
  }

  /** A part that is for no port. */
  void refuse(String topic, int partition, Errors error, String reason) {
    add(topic, answer(partition, error, reason));
  }

  void refuse(CheckedProduce.Part part, Errors error, String reason) {
    add(part.topic(), answer(part.partition(), error, reason));
    report(part.port(), reason);
  }

  /** The batch holds records that break the contract. */
  void refuse(CheckedProduce.Part part, List<Rejected> records) {
    var reason =
        (records.size() == 1 ? "1 record breaks" : records.size() + " records break")
            + " the contract of "
            + part.port()
            + ", so nothing of the batch was written. "
            + records.get(0).told();
    var answer = answer(part.partition(), Errors.INVALID_RECORD, reason);
    records.stream()
        .limit(TOLD_MAX)
        .forEach(
            record ->
                answer
                    .recordErrors()
                    .add(
                        new BatchIndexAndErrorMessage()
                            .setBatchIndex(record.index())
                            .setBatchIndexErrorMessage(record.told())));
    add(part.topic(), answer);
    counters.rejected.add(records.size());
    report(part.port(), reason);
  }

  /** Says in the audit what was not written as it was sent. */
  void report(PortName port, String reason) {
    exchange.session().identity().refusals().write(exchange.reader(), port, reason);
  }

  /** Try again: something here was not ready. */
  void postpone(List<TopicProduceData> topics) {
    for (var topic : topics) {
      for (var partition : topic.partitionData()) {
        add(topic.name(), answer(partition.index(), Errors.KAFKA_STORAGE_ERROR, null));
      }
    }
  }

  void addTo(org.apache.kafka.common.message.ProduceResponseData answer) {
    refused.forEach(
        (topic, partitions) -> {
          var known = answer.responses().find(topic, org.apache.kafka.common.Uuid.ZERO_UUID);
          if (known == null) {
            answer
                .responses()
                .add(
                    new TopicProduceResponse()
                        .setName(topic)
                        .setPartitionResponses(new ArrayList<>(partitions)));
          } else {
            known.partitionResponses().addAll(partitions);
          }
        });
  }

  private void add(String topic, PartitionProduceResponse answer) {
    refused.computeIfAbsent(topic, any -> new ArrayList<>()).add(answer);
  }

  private static PartitionProduceResponse answer(int partition, Errors error, String message) {
    return new PartitionProduceResponse()
        .setIndex(partition)
        .setErrorCode(error.code())
        .setErrorMessage(message)
        .setBaseOffset(ProduceResponse.INVALID_OFFSET)
        .setRecordErrors(new ArrayList<>());
  }
}
