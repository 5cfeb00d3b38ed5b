package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;
import org.apache.kafka.common.requests.TxnOffsetCommitResponse;

/** Stores how far a group has read, within a transaction. */
final class TxnOffsetCommitHandler implements ApiHandler {
  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(TxnOffsetCommitRequest.class);
    var data = request.data();
    var admission = new Admission(exchange);
    var split = Split.of(data.topics(), topic -> admission.mayRead(topic.name()));
    data.setTopics(split.refused());
    var refused = request.getErrorResponse(Errors.TOPIC_AUTHORIZATION_FAILED.exception()).data();
    data.setTransactionalId(exchange.outward(data.transactionalId()))
        .setGroupId(exchange.outward(data.groupId()))
        .setTopics(split.admitted());
    exchange.ask(
        request,
        TxnOffsetCommitResponse.class,
        answer -> {
          answer.data().topics().addAll(refused.topics());
          exchange.reply(answer);
        });
  }
}
