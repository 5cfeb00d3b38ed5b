package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;

/** Tells offsets of topics that the principal may see. */
final class ListOffsetsHandler implements ApiHandler {
  private static final int CONSUMER = -1;

  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(ListOffsetsRequest.class);
    var admission = new Admission(exchange);
    var split = Split.of(request.data().topics(), topic -> admission.maySee(topic.name()));
    request.data().setReplicaId(CONSUMER).setTopics(split.refused());
    var refused =
        (ListOffsetsResponseData)
            request.getErrorResponse(Errors.TOPIC_AUTHORIZATION_FAILED.exception()).data();
    request.data().setTopics(split.admitted());
    exchange.ask(
        request,
        ListOffsetsResponse.class,
        answer -> {
          answer.data().topics().addAll(refused.topics());
          exchange.reply(answer);
        });
  }
}
