package dev.weft.gateway.wire;

import dev.weft.model.PortName;
import dev.weft.model.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * Holds one fetch to the rates of its reader, and to what else its key is held to. A port whose
 * rate is used up is left out, so that others in the same fetch come at their own pace; if nothing
 * is left, the answer says at once how long to wait, and the connection is not read for so long, as
 * a broker does it (KIP-219).
 */
final class FetchPace {
  private static final Duration REST_MAX = Duration.ofSeconds(30);

  /** A port of a small rate gives a second's worth at once, but not less than this. */
  private static final long PIECE_MIN_BYTES = 16 * 1024;

  private final Exchange exchange;
  private final Shared shared;
  private final Optional<Duration> held;
  private Duration rest = REST_MAX;
  private Priority priority = Priority.INTERACTIVE;

  FetchPace(Exchange exchange, Shared shared) {
    this.exchange = exchange;
    this.shared = shared;
    this.held = shared.credentials().rest(exchange.session().identity().key());
  }

  /** Whether the topic's port may be fetched from now, which is then counted. */
  boolean mayFetch(Optional<String> topic) {
    var port = topic.flatMap(exchange.views()::port);
    return port.isEmpty() || mayFetch(port.get());
  }

  private boolean mayFetch(PortName port) {
    var principal = exchange.session().identity().key().principal();
    var terms = exchange.views().read(port).terms();
    var owed = longer(shared.quotas().owed(principal, port, terms), held.orElse(Duration.ZERO));
    if (!owed.isZero()) {
      rest = owed.compareTo(rest) < 0 ? owed : rest;
      return false;
    }
    shared.quotas().fetched(principal, port, terms);
    priority = priority.and(terms.priority());
    return true;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** How urgent the fetch is: as its least urgent port, or one would carry the others. */
  Priority priority() {
    return priority;
  }

  /**
   * Makes the pieces of the port small where its rate is, so that no piece takes long to pay for.
   */
  void cut(Optional<String> topic, FetchTopic asked) {
    if (held.isPresent()) {
      asked.partitions().forEach(each -> cut(each, PIECE_MIN_BYTES));
    }
    topic
        .flatMap(exchange.views()::port)
        .map(port -> exchange.views().read(port).terms().bytesPerSecond())
        .ifPresent(
            rate -> rate.ifPresent(bytes -> asked.partitions().forEach(each -> cut(each, bytes))));
  }

  private static void cut(FetchPartition partition, long bytesPerSecond) {
    var most = Math.max(PIECE_MIN_BYTES, bytesPerSecond);
    partition.setPartitionMaxBytes((int) Math.min(partition.partitionMaxBytes(), most));
  }

  /** Answers with nothing but the time to wait. */
  void rest(List<FetchableTopicResponse> refused) {
    shared.counters().throttled.increment();
    exchange.session().rest(rest);
    exchange.reply(
        FetchResponse.of(
            new FetchResponseData()
                .setThrottleTimeMs((int) Math.max(1, rest.toMillis()))
                .setResponses(new ArrayList<>(refused))));
  }

  /** An answer without records for a port that rests while others do not. */
  FetchableTopicResponse nothing(FetchTopic topic) {
    return new FetchableTopicResponse()
        .setTopic(topic.topic())
        .setTopicId(topic.topicId())
        .setPartitions(
            topic.partitions().stream()
                .map(each -> FetchResponse.partitionResponse(each.partition(), Errors.NONE))
                .toList());
  }
}
