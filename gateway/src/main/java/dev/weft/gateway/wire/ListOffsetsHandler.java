package dev.weft.gateway.wire;

import dev.weft.gateway.access.ReplayWindow;
import dev.weft.gateway.wire.Admission.Split;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;

/**
 * Tells offsets of topics that the principal may see. For who may read a stretch of time only, the
 * log begins with it: earlier offsets and times are answered with its first.
 */
final class ListOffsetsHandler implements ApiHandler {
  private static final int CONSUMER = -1;

  /** A window of a partition, and the time that was asked for. */
  private record Asked(ReplayWindow window, long time) {}

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
    var asked = asked(exchange, split.admitted());
    var windows = new LinkedHashMap<TopicPartition, ReplayWindow>();
    asked.forEach((partition, each) -> windows.put(partition, each.window));
    var starts = exchange.session().identity().starts();
    starts.lookUp(
        exchange,
        windows,
        () ->
            exchange.ask(
                request,
                ListOffsetsResponse.class,
                answer -> {
                  limit(answer.data(), asked, starts);
                  answer.data().topics().addAll(refused.topics());
                  exchange.reply(answer);
                }));
  }

  /** What is asked of partitions with a window; times before it are asked for as its beginning. */
  private static Map<TopicPartition, Asked> asked(
      Exchange exchange, List<ListOffsetsTopic> topics) {
    var asked = new HashMap<TopicPartition, Asked>();
    for (var topic : topics) {
      var window = exchange.window(topic.name());
      if (!window.equals(ReplayWindow.ALL)) {
        for (var each : topic.partitions()) {
          asked.put(
              new TopicPartition(topic.name(), each.partitionIndex()),
              new Asked(window, each.timestamp()));
          if (each.timestamp() >= 0) {
            each.setTimestamp(Math.max(each.timestamp(), window.from()));
          }
        }
      }
    }
    return asked;
  }

  private static void limit(
      ListOffsetsResponseData answer, Map<TopicPartition, Asked> asked, ReplayStarts starts) {
    for (var topic : answer.topics()) {
      for (var each : topic.partitions()) {
        var partition = new TopicPartition(topic.name(), each.partitionIndex());
        var of = asked.get(partition);
        if (of != null && each.errorCode() == Errors.NONE.code()) {
          limit(each, of);
          if (each.offset() >= 0) {
            starts
                .of(partition, of.window)
                .ifPresent(start -> each.setOffset(Math.max(start, each.offset())));
          }
        }
      }
    }
  }

  /** No record behind the window is found by its time, and none is told about. */
  private static void limit(ListOffsetsPartitionResponse each, Asked asked) {
    var newest = asked.time == ListOffsetsRequest.MAX_TIMESTAMP;
    if (newest || (asked.time >= 0 && asked.time >= asked.window.to())) {
      each.setOffset(ListOffsetsResponse.UNKNOWN_OFFSET)
          .setTimestamp(ListOffsetsResponse.UNKNOWN_TIMESTAMP);
    } else if (each.timestamp() >= asked.window.to()) {
      // The records behind it may still be older: the reader looks from here on.
      each.setTimestamp(asked.window.to() - 1);
    }
  }
}
