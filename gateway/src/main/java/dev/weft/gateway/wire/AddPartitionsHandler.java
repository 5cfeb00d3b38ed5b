package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;

/** Takes partitions into a transaction: all of them, or none if one may not be written. */
final class AddPartitionsHandler implements ApiHandler {
  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(AddPartitionsToTxnRequest.class);
    var data = request.data();
    var admission = new Admission(exchange);
    var split = Split.of(data.v3AndBelowTopics(), topic -> admission.mayWrite(topic.name()));
    if (split.refused().isEmpty()) {
      data.setV3AndBelowTransactionalId(exchange.outward(data.v3AndBelowTransactionalId()));
      exchange.ask(request, AddPartitionsToTxnResponse.class, exchange::reply);
      return;
    }
    var answer = new AddPartitionsToTxnResponseData();
    var results = answer.resultsByTopicV3AndBelow();
    split.refused().forEach(each -> results.add(result(each, Errors.TOPIC_AUTHORIZATION_FAILED)));
    split.admitted().forEach(each -> results.add(result(each, Errors.OPERATION_NOT_ATTEMPTED)));
    exchange.reply(new AddPartitionsToTxnResponse(answer));
  }

  private static AddPartitionsToTxnTopicResult result(AddPartitionsToTxnTopic topic, Errors error) {
    var result = new AddPartitionsToTxnTopicResult().setName(topic.name());
    for (var partition : topic.partitions()) {
      result
          .resultsByPartition()
          .add(
              new AddPartitionsToTxnPartitionResult()
                  .setPartitionIndex(partition)
                  .setPartitionErrorCode(error.code()));
    }
    return result;
  }
}
