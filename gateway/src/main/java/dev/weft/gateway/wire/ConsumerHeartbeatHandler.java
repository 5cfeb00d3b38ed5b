package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
import java.util.List;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatResponse;

/**
 * Serves members of groups whose partitions the broker assigns (KIP-848). It may assign only topics
 * that the principal may read; a pattern, which the broker would match with all topics, is refused.
 */
final class ConsumerHeartbeatHandler implements ApiHandler {
  @Override
  public void handle(Exchange exchange) {
    var request = exchange.request(ConsumerGroupHeartbeatRequest.class);
    var data = request.data();
    if (data.subscribedTopicRegex() != null && !data.subscribedTopicRegex().isEmpty()) {
      refuse(
          exchange,
          Errors.INVALID_REGULAR_EXPRESSION,
          "Subscribe to topics by name, or with a pattern that the client matches itself.");
      return;
    }
    var topics = data.subscribedTopicNames();
    var admission = new Admission(exchange);
    var split = Split.of(topics == null ? List.<String>of() : topics, admission::mayRead);
    if (!split.refused().isEmpty()) {
      refuse(
          exchange,
          Errors.TOPIC_AUTHORIZATION_FAILED,
          "Not authorized to read " + String.join(", ", split.refused()) + ".");
      return;
    }
    exchange.joined(data.groupId());
    data.setGroupId(exchange.outward(data.groupId()));
    exchange.ask(
        request,
        ConsumerGroupHeartbeatResponse.class,
        answer -> {
          answer.data().setErrorMessage(exchange.cleaned(answer.data().errorMessage()));
          exchange.reply(answer);
        });
  }

  private static void refuse(Exchange exchange, Errors error, String message) {
    exchange.reply(
        new ConsumerGroupHeartbeatResponse(
            new ConsumerGroupHeartbeatResponseData()
                .setErrorCode(error.code())
                .setErrorMessage(message)));
  }
}
