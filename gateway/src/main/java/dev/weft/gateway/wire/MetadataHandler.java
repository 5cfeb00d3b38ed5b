package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Admission.Split;
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
 * Shows a principal the topics it may read or write, and no others; and itself as the only way to
 * the brokers.
 */
final class MetadataHandler implements ApiHandler {
  /** The first version that can say that no topic may be created by asking for it. */
  private static final short NO_CREATION = 4;

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
    for (var topic : all) {
      if (topic.name() != null && exchange.views().visible(topic.name())) {
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

  private void advertise(MetadataResponseData data) {
    for (var broker : data.brokers()) {
      broker.setHost(shared.advertised().host()).setPort(shared.advertised().port());
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
