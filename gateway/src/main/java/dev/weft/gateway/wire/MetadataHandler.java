package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
import dev.weft.gateway.wire.Nodes.Seen;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopicCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;

/**
 * Shows a principal the topics it may read or write, and no others; and itself in the brokers'
 * place.
 */
final class MetadataHandler implements ApiHandler {
  /** The first version that can say that no topic may be created by asking for it. */
  private static final short NO_CREATION = 4;

  private static final int NOBODY = -1;

  private final Shared shared;

  MetadataHandler(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void handle(Exchange exchange) {
    var asked = exchange.request(MetadataRequest.class).data().topics();
    var all = asked == null || (exchange.version() == 0 && asked.isEmpty());
    var admission = new Admission(exchange);
    var split =
        Split.of(
            all ? List.<MetadataRequestTopic>of() : asked,
            topic -> isById(topic) || admission.maySee(topic.name()));
    var question =
        new MetadataRequestData()
            .setTopics(all ? null : split.admitted())
            .setAllowAutoTopicCreation(false);
    var version = (short) Math.max(exchange.version(), NO_CREATION);
    exchange.ask(
        new MetadataRequest(question, version),
        MetadataResponse.class,
        answer -> {
          var data = answer.data();
          shared.topicIds().learn(data);
          data.setTopics(visible(exchange, data.topics()));
          split.refused().forEach(topic -> data.topics().add(refused(topic.name())));
          advertise(data);
          exchange.reply(new MetadataResponse(data, exchange.version()));
        });
  }

  private MetadataResponseTopicCollection visible(
      Exchange exchange, MetadataResponseTopicCollection all) {
    var kept = new MetadataResponseTopicCollection();
    var own = exchange.session().identity().flow();
    for (var topic : all) {
      if (topic.name() != null
          && (exchange.views().visible(topic.name())
              || own.filter(flow -> flow.mayWrite(topic.name())).isPresent())) {
        kept.add(topic.duplicate());
      } else if (exchange.version() >= 12 && !Uuid.ZERO_UUID.equals(topic.topicId())) {
        unknown(exchange, topic.topicId()).forEach(kept::add);
      }
    }
    return kept;
  }

  /** A topic that was asked for by its id and may not be seen looks as if it did not exist. */
  private static List<MetadataResponseTopic> unknown(Exchange exchange, Uuid id) {
    var asked = exchange.request(MetadataRequest.class).data().topics();
    if (asked == null || asked.stream().noneMatch(topic -> id.equals(topic.topicId()))) {
      return List.of();
    }
    return List.of(
        new MetadataResponseTopic()
            .setName(null)
            .setTopicId(id)
            .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code()));
  }

  /**
   * Sends clients to the gateway's own ports. A broker that has none yet gets one soon; until then
   * it looks as if it were not there.
   */
  private void advertise(MetadataResponseData data) {
    var nodes = shared.nodes();
    nodes.noticed(data.brokers().stream().map(Seen::of).toList());
    data.brokers().removeIf(broker -> nodes.advertised(broker.nodeId()).isEmpty());
    for (var broker : data.brokers()) {
      nodes
          .advertised(broker.nodeId())
          .ifPresent(at -> broker.setHost(at.host()).setPort(at.port()));
    }
    if (nodes.advertised(data.controllerId()).isEmpty()) {
      data.setControllerId(NOBODY);
    }
    for (var topic : data.topics()) {
      for (var partition : topic.partitions()) {
        if (partition.leaderId() != NOBODY && nodes.advertised(partition.leaderId()).isEmpty()) {
          partition.setLeaderId(NOBODY).setErrorCode(Errors.LEADER_NOT_AVAILABLE.code());
        }
      }
    }
  }

  private static boolean isById(MetadataRequestTopic topic) {
    return topic.name() == null && !Uuid.ZERO_UUID.equals(topic.topicId());
  }

  private static MetadataResponseTopic refused(String name) {
    return new MetadataResponseTopic()
        .setName(name)
        .setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code());
  }
}
