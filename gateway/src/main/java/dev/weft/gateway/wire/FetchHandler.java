package dev.weft.gateway.wire;

import dev.weft.gateway.access.ReplayWindow;
import dev.weft.gateway.wire.Admission.Split;
import dev.weft.model.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;

/**
 * Reads for a principal what it may read.
 *
 * <p>Fetch sessions are not offered, as by a broker whose session cache is full: each request names
 * all its partitions and is judged anew, so that a right that ends or begins takes effect with the
 * next request, and there is no state to keep in step with the broker's.
 */
final class FetchHandler implements ApiHandler {
  private static final short WITH_IDS = 13;
  private static final int NO_SESSION = 0;
  private static final int SESSIONLESS = -1;

  /** A client whose every partition is refused asks again at once: this slows it down. */
  private static final Duration REFUSAL_PAUSE = Duration.ofMillis(200);

  private final Shared shared;
  private final RecordShaper shaper;

  FetchHandler(Shared shared, RecordShaper shaper) {
    this.shared = shared;
    this.shaper = shaper;
  }

  @Override
  public void handle(Exchange exchange) {
    var asked = exchange.request(FetchRequest.class).data();
    if (asked.sessionId() != NO_SESSION && asked.sessionEpoch() > 0) {
      exchange.reply(
          FetchResponse.of(
              new FetchResponseData().setErrorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code())));
      return;
    }
    var unknown = unknownIds(exchange, asked);
    if (unknown.isEmpty()) {
      fetch(exchange, asked);
    } else {
      lookUp(exchange, unknown, () -> fetch(exchange, asked));
    }
  }

  private List<MetadataRequestTopic> unknownIds(Exchange exchange, FetchRequestData asked) {
    if (exchange.version() < WITH_IDS) {
      return List.of();
    }
    var unknown = new LinkedHashSet<Uuid>();
    for (var topic : asked.topics()) {
      if (shared.topicIds().name(topic.topicId()).isEmpty()) {
        unknown.add(topic.topicId());
      }
    }
    return unknown.stream()
        .map(id -> new MetadataRequestTopic().setTopicId(id).setName(null))
        .toList();
  }

  private void lookUp(Exchange exchange, List<MetadataRequestTopic> unknown, Runnable then) {
    var question =
        new MetadataRequest(
            new MetadataRequestData().setTopics(unknown).setAllowAutoTopicCreation(false),
            shared.offered().get().newest(ApiKeys.METADATA));
    exchange.ask(
        question,
        MetadataResponse.class,
        answer -> {
          shared.topicIds().learn(answer.data());
          then.run();
        });
  }

  private void fetch(Exchange exchange, FetchRequestData asked) {
    var admission = new Admission(exchange);
    var split =
        Split.of(
            asked.topics(), topic -> name(exchange, topic).filter(admission::mayRead).isPresent());
    var refused = split.refused().stream().map(topic -> refused(exchange, topic)).toList();
    if (split.admitted().isEmpty()) {
      var answer = FetchResponse.of(new FetchResponseData().setResponses(new ArrayList<>(refused)));
      var pause = refused.isEmpty() ? Duration.ZERO : REFUSAL_PAUSE;
      exchange.session().loop().after(pause, () -> exchange.reply(answer));
      return;
    }
    var pace = new FetchPace(exchange, shared);
    var now = Split.of(split.admitted(), topic -> pace.mayFetch(name(exchange, topic)));
    if (now.admitted().isEmpty()) {
      pace.rest(refused);
      return;
    }
    now.admitted().forEach(topic -> pace.cut(name(exchange, topic), topic));
    var without = new ArrayList<>(refused);
    now.refused().forEach(topic -> without.add(pace.nothing(topic)));
    var windows = windows(exchange, now.admitted());
    exchange
        .session()
        .identity()
        .starts()
        .lookUp(
            exchange,
            windows,
            () ->
                exchange.whenThereIsRoom(
                    pace.priority(),
                    () -> {
                      var begun = begin(exchange, now.admitted(), windows);
                      exchange.askForRecords(
                          pace.priority(),
                          question(exchange, asked, now.admitted(), pace.priority()),
                          answer ->
                              new FetchDelivery(exchange, shared, shaper, answer, without, begun)
                                  .attempt());
                    }));
  }

  /** The partitions of which the reader gets only what was written in some stretch of time. */
  private Map<TopicPartition, ReplayWindow> windows(Exchange exchange, List<FetchTopic> topics) {
    var windows = new LinkedHashMap<TopicPartition, ReplayWindow>();
    for (var topic : topics) {
      var name = name(exchange, topic).orElseThrow();
      var window = exchange.window(name);
      if (window.begins()) {
        topic
            .partitions()
            .forEach(each -> windows.put(new TopicPartition(name, each.partition()), window));
      }
    }
    return windows;
  }

  /**
   * Nobody has to walk over what is too old for them: reading begins behind it. Says of which
   * partitions that is so, and where they begin.
   */
  private Map<TopicPartition, Long> begin(
      Exchange exchange, List<FetchTopic> topics, Map<TopicPartition, ReplayWindow> windows) {
    var starts = exchange.session().identity().starts();
    var begun = new HashMap<TopicPartition, Long>();
    for (var topic : topics) {
      var name = name(exchange, topic).orElseThrow();
      for (var each : topic.partitions()) {
        var partition = new TopicPartition(name, each.partition());
        var window = windows.get(partition);
        var start = window == null ? OptionalLong.empty() : starts.of(partition, window);
        if (start.isPresent() && start.getAsLong() > each.fetchOffset()) {
          each.setFetchOffset(start.getAsLong());
          begun.put(partition, start.getAsLong());
        }
      }
    }
    return begun;
  }

  private FetchRequestData question(
      Exchange exchange, FetchRequestData asked, List<FetchTopic> admitted, Priority priority) {
    var limits = shared.settings().limits();
    var wait = (int) limits.fetchWait().toMillis();
    return new FetchRequestData()
        .setMaxWaitMs(Math.max(0, Math.min(asked.maxWaitMs(), wait)))
        .setMinBytes(asked.minBytes())
        .setMaxBytes(exchange.promise(Math.min(asked.maxBytes(), limits.fetchBytes()), priority))
        .setIsolationLevel(asked.isolationLevel())
        .setSessionId(NO_SESSION)
        .setSessionEpoch(SESSIONLESS)
        .setTopics(admitted);
  }

  private Optional<String> name(Exchange exchange, FetchTopic topic) {
    return exchange.version() < WITH_IDS
        ? Optional.of(topic.topic())
        : shared.topicIds().name(topic.topicId());
  }

  private FetchableTopicResponse refused(Exchange exchange, FetchTopic topic) {
    var error =
        name(exchange, topic).isPresent()
            ? Errors.TOPIC_AUTHORIZATION_FAILED
            : Errors.UNKNOWN_TOPIC_ID;
    return new FetchableTopicResponse()
        .setTopic(topic.topic())
        .setTopicId(topic.topicId())
        .setPartitions(
            topic.partitions().stream()
                .map(each -> FetchResponse.partitionResponse(each.partition(), error))
                .toList());
  }
}
