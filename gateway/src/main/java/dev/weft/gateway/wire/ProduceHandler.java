package dev.weft.gateway.wire;

import dev.weft.gateway.access.AuditWatch;
import dev.weft.gateway.wire.Admission.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of a port's provisioning principal, and refuses everybody else's.
 *
 * <p>Before anything is written each record is held to the port's contract, fields that nobody has
 * looked at are classified, and what goes to quarantine is there.
 */
final class ProduceHandler implements ApiHandler {
  private static final Logger log = LoggerFactory.getLogger(ProduceHandler.class);
  private static final short NO_ANSWER = 0;

  /** Shorter than clients wait by their standard settings, so that they hear what happened. */
  private static final Duration PREPARED_WITHIN = Duration.ofSeconds(20);

  private final Shared shared;
  private final BatchCheck check;

  ProduceHandler(Shared shared) {
    this.shared = shared;
    this.check = new BatchCheck(shared.schemas());
  }

  @Override
  public void handle(Exchange exchange) {
    var asked = exchange.request(ProduceRequest.class).data();
    var split = admit(exchange, asked.topicData());
    var checked = new CheckedProduce(exchange, shared, check, split.admitted());
    checked.refusals().refuse(split.refused());
    var prepared = prepared(checked);
    if (prepared.isDone() && !prepared.isCompletedExceptionally()) {
      write(exchange, checked);
    } else {
      exchange.when(prepared, () -> write(exchange, checked, prepared));
    }
  }

  private static Split<TopicProduceData> admit(
      Exchange exchange, Iterable<TopicProduceData> topics) {
    var admission = new Admission(exchange);
    return Split.of(topics, topic -> admission.mayWrite(topic.name()));
  }

  /** Completes when the records may be written: done already if there is nothing to prepare. */
  private CompletableFuture<Void> prepared(CheckedProduce checked) {
    var waits = new ArrayList<CompletableFuture<Void>>();
    checked
        .fields()
        .forEach(
            (port, fields) -> {
              var samples = fields.samples();
              if (!samples.isEmpty()) {
                waits.add(shared.fields().seen(port, samples));
              }
            });
    for (var aside : checked.aside()) {
      shared.counters().quarantined.add(aside.records().size());
      var count = aside.records().size();
      checked
          .refusals()
          .report(
              aside.port(),
              count + " of the records went to quarantine. " + aside.records().get(0).told());
      waits.add(keep(aside));
    }
    return waits.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.allOf(waits.toArray(CompletableFuture<?>[]::new))
            .orTimeout(PREPARED_WITHIN.toSeconds(), TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> keep(CheckedProduce.Aside aside) {
    var port = aside.port();
    var announced =
        shared.writes().hasGaps(port)
            ? CompletableFuture.<Void>completedFuture(null)
            : shared.writes().announceGaps(port);
    return announced.thenCompose(
        done -> shared.quarantine().keep(port, aside.records(), aside.origin()));
  }

  /** Time has passed: it may be over with the right to write. */
  private void write(Exchange exchange, CheckedProduce checked, CompletableFuture<Void> prepared) {
    if (prepared.isCompletedExceptionally()) {
      log.error(
          "Records of {} are not written yet: new fields or the quarantine were not stored: {}",
          exchange.session(),
          prepared.handle((done, failure) -> String.valueOf(failure)).getNow(""));
      checked.refusals().postpone(checked.passing());
      checked.passing().clear();
    } else {
      var split = admit(exchange, List.copyOf(checked.passing()));
      checked.refusals().refuse(split.refused());
      checked.passing().retainAll(split.admitted());
    }
    write(exchange, checked);
  }

  private void write(Exchange exchange, CheckedProduce checked) {
    var asked = exchange.request(ProduceRequest.class).data();
    if (asked.acks() == NO_ANSWER) {
      unanswered(exchange, asked, checked);
    } else if (checked.passing().isEmpty()) {
      var answer = new ProduceResponseData();
      checked.refusals().addTo(answer);
      exchange.reply(new ProduceResponse(answer));
    } else {
      exchange.ask(
          question(exchange, asked, checked.passing()),
          ProduceResponse.class,
          answer -> {
            tellWritten(exchange, answer.data());
            advertise(answer.data());
            checked.refusals().addTo(answer.data());
            exchange.reply(new ProduceResponse(answer.data()));
          });
    }
  }

  private void tellWritten(Exchange exchange, ProduceResponseData answer) {
    for (var topic : answer.responses()) {
      var written =
          topic.partitionResponses().stream()
              .anyMatch(partition -> partition.errorCode() == Errors.NONE.code());
      if (written) {
        tellWritten(exchange, topic.name());
      }
    }
  }

  /** What flows keep beside their ports is no port. */
  private void tellWritten(Exchange exchange, String topic) {
    exchange
        .views()
        .port(topic)
        .ifPresent(
            port ->
                AuditWatch.watch(
                    shared.observer().wrote(exchange.reader(), port),
                    "that somebody writes to " + port));
  }

  private void advertise(ProduceResponseData answer) {
    var nodes = shared.nodes();
    answer.nodeEndpoints().removeIf(node -> nodes.advertised(node.nodeId()).isEmpty());
    for (var node : answer.nodeEndpoints()) {
      nodes.advertised(node.nodeId()).ifPresent(at -> node.setHost(at.host()).setPort(at.port()));
    }
  }

  /** Who wants no answer notices a refusal by the end of the connection, as with a broker. */
  private void unanswered(Exchange exchange, ProduceRequestData asked, CheckedProduce checked) {
    if (checked.refusals().isEmpty()) {
      exchange.tell(question(exchange, asked, checked.passing()));
      checked.passing().forEach(topic -> tellWritten(exchange, topic.name()));
    } else {
      exchange.session().close("it may not write what it wrote without waiting for an answer");
    }
  }

  private static ProduceRequest question(
      Exchange exchange, ProduceRequestData asked, List<TopicProduceData> passing) {
    var topics = new TopicProduceDataCollection();
    passing.forEach(topics::add);
    var id = asked.transactionalId();
    return new ProduceRequest(
        new ProduceRequestData()
            .setAcks(asked.acks())
            .setTimeoutMs(asked.timeoutMs())
            .setTransactionalId(id == null ? null : exchange.outward(id))
            .setTopicData(topics),
        exchange.version());
  }
}
