package dev.weft.gateway.wire;

import dev.weft.gateway.access.Delivery;
import dev.weft.gateway.access.ReadLedger;
import dev.weft.gateway.access.ReplayWindow;
import dev.weft.model.PortName;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.ReadView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the broker's answer to a fetch to the reader: shapes the records as the reader may see them
 * now, has the audit know of them first, and looks again whether that still holds.
 */
final class FetchDelivery {
  private static final Logger log = LoggerFactory.getLogger(FetchDelivery.class);
  private static final int AUDIT_SECONDS = 10;
  private static final Duration FAILURE_PAUSE = Duration.ofMillis(500);
  private static final Duration AUDIT_PAUSE = Duration.ofMillis(500);

  /** One partition of the answer, the records that it delivers, and the wait for the audit. */
  private record Part(
      PartitionData data,
      Optional<Delivery> delivery,
      Optional<CompletableFuture<Void>> announced) {
    /** The audit failed to take the announcement, or did not in time. */
    boolean isNotAnnounced() {
      return announced
          .filter(future -> !future.isDone() || future.isCompletedExceptionally())
          .isPresent();
    }
  }

  private final Exchange exchange;
  private final Shared shared;
  private final RecordShaper shaper;
  private final FetchResponseData answer;
  private final List<FetchableTopicResponse> refused;
  private final Map<TopicPartition, Long> begun;
  private final ReadLedger ledger;
  private final Reader reader;
  private boolean failed;

  FetchDelivery(
      Exchange exchange,
      Shared shared,
      RecordShaper shaper,
      FetchResponseData answer,
      List<FetchableTopicResponse> refused,
      Map<TopicPartition, Long> begun) {
    this.exchange = exchange;
    this.shared = shared;
    this.shaper = shaper;
    this.answer = answer;
    this.refused = refused;
    this.begun = begun;
    this.ledger = exchange.session().identity().ledger();
    this.reader = exchange.reader();
  }

  /** Delivers, now or when the audit is ready. */
  @SuppressWarnings("FutureReturnValueIgnored") // what failed is seen by looking at each part
  void attempt() {
    failed = false;
    var parts = new ArrayList<Part>();
    var response = copyWithoutTopics();
    for (var topic : answer.responses()) {
      response.responses().add(shape(topic, parts));
    }
    response.responses().addAll(refused);
    var waits =
        parts.stream()
            .flatMap(part -> part.announced.stream())
            .filter(future -> !future.isDone())
            .toArray(CompletableFuture<?>[]::new);
    if (waits.length == 0) {
      finish(response, parts);
    } else {
      CompletableFuture.allOf(waits)
          .orTimeout(AUDIT_SECONDS, TimeUnit.SECONDS)
          .whenComplete((done, failure) -> later(() -> finish(response, parts)));
    }
  }

  private void later(Runnable task) {
    var session = exchange.session();
    session
        .loop()
        .execute(
            () -> {
              if (session.isCurrent(exchange)) {
                session.loop().guard(session, task);
              }
            });
  }

  private FetchableTopicResponse shape(FetchableTopicResponse topic, List<Part> parts) {
    var name =
        topic.topic() == null || topic.topic().isEmpty()
            ? shared.topicIds().name(topic.topicId())
            : Optional.of(topic.topic());
    var port = name.flatMap(exchange.views()::port);
    var view = port.map(exchange.views()::read).filter(ReadView::allowed);
    if (view.isEmpty()) {
      port.ifPresent(this::refused);
    }
    var shaped =
        topic.partitions().stream()
            .map(
                partition ->
                    view.map(seen -> shape(seen, partition)).orElseGet(() -> no(partition)))
            .toList();
    parts.addAll(shaped);
    return new FetchableTopicResponse()
        .setTopic(topic.topic())
        .setTopicId(topic.topicId())
        .setPartitions(shaped.stream().map(Part::data).toList());
  }

  private Part shape(ReadView view, PartitionData partition) {
    var copy = partition.duplicate();
    beginLater(view, copy);
    if (!(partition.records() instanceof MemoryRecords records) || records.firstBatch() == null) {
      var name = new TopicPartition(view.port().topic(), partition.partitionIndex());
      var start = begun.get(name);
      var passedOver = start != null && partition.errorCode() == Errors.NONE.code();
      // Who is taken over all there is must be told, or would wait where they are.
      copy.setRecords(passedOver ? BatchHeader.marker(start - 1) : MemoryRecords.EMPTY);
      return new Part(copy, Optional.empty(), Optional.empty());
    }
    var shaped = shaper.shape(view, records, exchange.session().codec());
    if (shaped.undecodable()) {
      return undecodable(view, partition, shaped.from());
    }
    copy.setRecords(shaped.records());
    var delivery =
        new Delivery(
            view.port(),
            partition.partitionIndex(),
            view,
            shaped.from(),
            shaped.to(),
            shaped.delivered(),
            shaped.filtered(),
            shaped.withheld(),
            shaped.records().sizeInBytes());
    return new Part(copy, Optional.of(delivery), ledger.announce(reader, delivery));
  }

  /** Clients give this error to the application: they neither skip the record nor spin. */
  private Part undecodable(ReadView view, PartitionData partition, long offset) {
    shared.counters().withheld.increment();
    exchange
        .session()
        .identity()
        .refusals()
        .read(
            reader,
            view.port(),
            "A record in partition %d, at offset %d or soon after it, cannot be decoded."
                .formatted(partition.partitionIndex(), offset));
    failed = true;
    return new Part(
        FetchResponse.partitionResponse(partition.partitionIndex(), Errors.CORRUPT_MESSAGE),
        Optional.empty(),
        Optional.empty());
  }

  /** For this reader the log begins where their window does. */
  private void beginLater(ReadView view, PartitionData partition) {
    var window = ReplayWindow.of(view.terms(), shared.clock().instant());
    if (window.begins()) {
      exchange
          .session()
          .identity()
          .starts()
          .of(new TopicPartition(view.port().topic(), partition.partitionIndex()), window)
          .ifPresent(
              start -> partition.setLogStartOffset(Math.max(start, partition.logStartOffset())));
    }
  }

  private static Part no(PartitionData partition) {
    return new Part(
        FetchResponse.partitionResponse(
            partition.partitionIndex(), Errors.TOPIC_AUTHORIZATION_FAILED),
        Optional.empty(),
        Optional.empty());
  }

  private void finish(FetchResponseData response, List<Part> parts) {
    if (!stillHolds(parts)) {
      attempt();
      return;
    }
    if (parts.stream().anyMatch(Part::isNotAnnounced)) {
      withhold(response, parts);
    } else {
      deliver(response, parts);
    }
  }

  private void deliver(FetchResponseData response, List<Part> parts) {
    var ports = new HashSet<PortName>();
    for (var part : parts) {
      part.delivery.ifPresent(
          delivery -> {
            ports.add(delivery.port());
            count(delivery);
            ledger.delivered(reader, delivery);
            shared
                .quotas()
                .took(
                    reader.principal(), delivery.port(), delivery.view().terms(), delivery.bytes());
          });
    }
    exchange.session().delivering(ports);
    var whole = FetchResponse.of(response);
    if (failed) {
      exchange.session().loop().after(FAILURE_PAUSE, () -> exchange.reply(whole));
    } else {
      exchange.reply(whole);
    }
  }

  /** Views are kept while they hold: the same object means that nothing has changed. */
  @SuppressWarnings("ReferenceEquality")
  private boolean stillHolds(List<Part> parts) {
    return parts.stream()
        .flatMap(part -> part.delivery.stream())
        .allMatch(delivery -> exchange.views().read(delivery.port()) == delivery.view());
  }

  /** Nothing is delivered that the audit does not know of; a client tries again by itself. */
  private void withhold(FetchResponseData response, List<Part> parts) {
    for (var part : parts) {
      part.delivery.ifPresent(
          delivery -> {
            part.data.setAbortedTransactions(null).setRecords(MemoryRecords.EMPTY);
            if (part.isNotAnnounced()) {
              log.error("The audit does not take reads of {}: they wait.", delivery.port());
              ledger.forget(delivery);
              part.data.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
            }
          });
    }
    var answer = FetchResponse.of(response);
    exchange.session().loop().after(AUDIT_PAUSE, () -> exchange.reply(answer));
  }

  private void count(Delivery delivery) {
    var counters = shared.counters();
    counters.delivered.add(delivery.delivered());
    counters.filtered.add(delivery.filtered());
    counters.withheld.add(delivery.withheld());
    counters.bytesDelivered.add(delivery.bytes());
  }

  private void refused(PortName port) {
    var reason = exchange.views().read(port).reason();
    exchange.session().identity().refusals().read(reader, port, reason);
  }

  private FetchResponseData copyWithoutTopics() {
    var copy =
        new FetchResponseData()
            .setThrottleTimeMs(answer.throttleTimeMs())
            .setErrorCode(answer.errorCode())
            .setResponses(new ArrayList<>());
    for (var node : answer.nodeEndpoints()) {
      shared
          .nodes()
          .advertised(node.nodeId())
          .ifPresent(
              at ->
                  copy.nodeEndpoints().add(node.duplicate().setHost(at.host()).setPort(at.port())));
    }
    return copy;
  }
}
