package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetCommitResponse;

/** Stores how far a group has read, of topics that the principal may read. */
final class OffsetCommitHandler implements ApiHandler {
  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(OffsetCommitRequest.class);
    var data = request.data();
    var admission = new Admission(exchange);
    var split = Split.of(data.topics(), topic -> admission.mayRead(topic.name()));
    data.setTopics(split.refused());
    var refused = request.getErrorResponse(Errors.TOPIC_AUTHORIZATION_FAILED.exception()).data();
    if (split.admitted().isEmpty()) {
      exchange.reply(new OffsetCommitResponse(refused));
      return;
    }
    exchange.joined(data.groupId());
    data.setGroupId(exchange.outward(data.groupId())).setTopics(split.admitted());
    exchange.ask(
        request,
        OffsetCommitResponse.class,
        answer -> {
          answer.data().topics().addAll(refused.topics());
          exchange.reply(answer);
        });
  }
}
