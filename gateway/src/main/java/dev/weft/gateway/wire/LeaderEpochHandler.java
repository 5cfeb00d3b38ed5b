package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochRequest;
import org.apache.kafka.common.requests.OffsetsForLeaderEpochResponse;

/** Tells where leader epochs ended, of topics that the principal may see. */
final class LeaderEpochHandler implements ApiHandler {
  private static final int CONSUMER = -1;

  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(OffsetsForLeaderEpochRequest.class);
    var admission = new Admission(exchange);
    var split = Split.of(request.data().topics(), topic -> admission.maySee(topic.topic()));
    var refused = new OffsetForLeaderTopicCollection();
    split.refused().forEach(topic -> refused.add(topic.duplicate()));
    var admitted = new OffsetForLeaderTopicCollection();
    split.admitted().forEach(topic -> admitted.add(topic.duplicate()));
    request.data().setReplicaId(CONSUMER).setTopics(refused);
    var errors =
        (OffsetForLeaderEpochResponseData)
            request.getErrorResponse(Errors.TOPIC_AUTHORIZATION_FAILED.exception()).data();
    request.data().setTopics(admitted);
    exchange.ask(
        request,
        OffsetsForLeaderEpochResponse.class,
        answer -> {
          errors.topics().forEach(topic -> answer.data().topics().add(topic.duplicate()));
          exchange.reply(answer);
        });
  }
}
