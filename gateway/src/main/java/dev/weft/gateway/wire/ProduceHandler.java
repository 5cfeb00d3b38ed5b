package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
import java.util.List;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;

/** Writes the records of a port's provisioning principal, and refuses everybody else's. */
final class ProduceHandler implements ApiHandler {
  private final Shared shared;

  ProduceHandler(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void handle(Exchange exchange) {
    var asked = exchange.request(ProduceRequest.class).data();
    var admission = new Admission(exchange);
    var split = Split.of(asked.topicData(), topic -> admission.mayWrite(topic.name()));
    if (asked.acks() == 0) {
      unanswered(exchange, asked, split);
    } else if (split.admitted().isEmpty()) {
      exchange.reply(new ProduceResponse(withRefused(new ProduceResponseData(), split.refused())));
    } else {
      exchange.ask(
          question(exchange, asked, split.admitted()),
          ProduceResponse.class,
          answer -> {
            advertise(answer.data());
            exchange.reply(new ProduceResponse(withRefused(answer.data(), split.refused())));
          });
    }
  }

  private void advertise(ProduceResponseData answer) {
    var nodes = shared.nodes();
    answer.nodeEndpoints().removeIf(node -> nodes.advertised(node.nodeId()).isEmpty());
    for (var node : answer.nodeEndpoints()) {
      nodes.advertised(node.nodeId()).ifPresent(at -> node.setHost(at.host()).setPort(at.port()));
    }
  }

  /** Who wants no answer notices a refusal by the end of the connection, as with a broker. */
  private static void unanswered(
      Exchange exchange, ProduceRequestData asked, Split<TopicProduceData> split) {
    if (split.refused().isEmpty()) {
      exchange.tell(question(exchange, asked, split.admitted()));
    } else {
      exchange.session().close("it may not write what it wrote without waiting for an answer");
    }
  }

  private static ProduceRequest question(
      Exchange exchange, ProduceRequestData asked, List<TopicProduceData> admitted) {
    var topics = new TopicProduceDataCollection();
    admitted.forEach(topic -> topics.add(topic.duplicate()));
    var id = asked.transactionalId();
    return new ProduceRequest(
        new ProduceRequestData()
            .setAcks(asked.acks())
            .setTimeoutMs(asked.timeoutMs())
            .setTransactionalId(id == null ? null : exchange.outward(id))
            .setTopicData(topics),
        exchange.version());
  }

  private static ProduceResponseData withRefused(
      ProduceResponseData answer, List<TopicProduceData> refused) {
    for (var topic : refused) {
      answer
          .responses()
          .add(
              new TopicProduceResponse()
                  .setName(topic.name())
                  .setPartitionResponses(
                      topic.partitionData().stream()
                          .map(
                              partition ->
                                  new PartitionProduceResponse()
                                      .setIndex(partition.index())
                                      .setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code())
                                      .setBaseOffset(-1))
                          .toList()));
    }
    return answer;
  }
}
