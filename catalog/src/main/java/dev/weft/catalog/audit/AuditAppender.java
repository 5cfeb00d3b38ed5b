package dev.weft.catalog.audit;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the events that stand for themselves, such as reads and logins, in order and without
 * gaps: an idempotent producer that never gives up while Kafka is away. When the queue is full,
 * appending fails at once, and so do the doors that wait for it.
 */
final class AuditAppender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditAppender.class);
  private static final int QUEUE_MAX = 20_000;
  private static final int BATCH_MAX = 1000;
  private static final int BATCH_BYTES_MAX = 512 * 1024;
  private static final int CHECKPOINT_EVENTS = 10_000;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final int DETAIL_BYTES_MAX = MeshTopics.RECORD_BYTES_MAX - 100_000;

  private record Pending(AuditEvent event, Instant time, CompletableFuture<Void> stored) {}

  private final KafkaAccess access;
  private final String topic;
  private final KafkaAuditLog audit;
  private final ArrayBlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final Thread thread = new Thread(this::run, "weft-audit");
  private volatile boolean closing;
  private volatile boolean broken;

  AuditAppender(KafkaAccess access, String topic, KafkaAuditLog audit) {
    this.access = access;
    this.topic = topic;
    this.audit = audit;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  CompletableFuture<Void> append(AuditEvent event, Instant time) {
    var pending = new Pending(event, time, new CompletableFuture<>());
    if (closing) {
      pending.stored.completeExceptionally(closed());
    } else if (!queue.offer(pending)) {
      pending.stored.completeExceptionally(full());
    }
    return pending.stored;
  }

  /** Stores what has been appended so far, as far as that is possible within a few seconds. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        thread.join(CLOSE_LIMIT.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failQueued();
  }

  private void run() {
    try {
      while (!closing || !queue.isEmpty()) {
        oneChain();
      }
    } catch (InterruptedException | InterruptException e) {
      log.debug("The audit is closed with events that could not be stored");
    } finally {
      closing = true;
      failQueued();
    }
  }

  /** Appends to one chain until closed, or until Kafka refuses an event for good. */
  private void oneChain() throws InterruptedException {
    broken = false;
    var first = queue.poll(200, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    var producer = producer();
    try {
      var linked = new CompletableFuture<Void>();
      var chain = audit.beginChain("log", link -> send(producer, link, linked));
      linked.get(); // what follows must not be stored without it
      append(first, chain, producer);
      while (!broken && (!closing || !queue.isEmpty())) {
        appendBatch(chain, producer);
      }
    } catch (InterruptedException | InterruptException e) {
      first.stored.completeExceptionally(closed());
      throw e;
    } catch (ExecutionException e) {
      first.stored.completeExceptionally(notStored(e));
      Thread.sleep(PAUSE.toMillis());
    } catch (RuntimeException e) {
      log.error("The audit cannot be written and begins again", e);
      first.stored.completeExceptionally(notStored(e));
    } finally {
      producer.close(CLOSE_LIMIT);
    }
  }

  private void appendBatch(AuditChain chain, KafkaProducer<byte[], byte[]> producer)
      throws InterruptedException {
    var first = queue.poll(200, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Pending> batch = new ArrayList<>();
    batch.add(first);
    queue.drainTo(batch, BATCH_MAX);
    batch.forEach(pending -> append(pending, chain, producer));
  }

  private void append(Pending pending, AuditChain chain, KafkaProducer<byte[], byte[]> producer) {
    if (audit.detailBytes(pending.event) > DETAIL_BYTES_MAX) {
      pending.stored.completeExceptionally(tooLarge(pending.event));
      return;
    }
    send(producer, chain.next(pending.event, pending.time), pending.stored);
    if (chain.sequence() % CHECKPOINT_EVENTS == 0) {
      send(producer, audit.checkpoint(chain), new CompletableFuture<>());
    }
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer, Stored event, CompletableFuture<Void> stored) {
    var record = new ProducerRecord<byte[], byte[]>(topic, 0, null, CanonicalEvent.encode(event));
    try {
      var unused =
          producer.send(record, (where, failure) -> done(producer, where, failure, stored));
    } catch (InterruptException e) {
      stored.completeExceptionally(notStored(e));
      throw e;
    } catch (KafkaException | IllegalStateException e) {
      // The second: an event before it was refused, which has closed the producer.
      failed(e, stored);
    }
  }

  private void done(
      KafkaProducer<byte[], byte[]> producer,
      RecordMetadata where,
      Exception failure,
      CompletableFuture<Void> stored) {
    if (failure == null) {
      audit.stored(where.offset());
      stored.complete(null);
    } else {
      failed(failure, stored);
      producer.close(Duration.ZERO); // a chain has no gaps: what comes after it is not sent
    }
  }

  private void failed(Exception failure, CompletableFuture<Void> stored) {
    log.error("An audit event could not be stored: {}", failure.getMessage());
    broken = true;
    stored.completeExceptionally(notStored(failure));
  }

  private KafkaProducer<byte[], byte[]> producer() {
    var settings = access.clientProperties();
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("delivery.timeout.ms", "" + Integer.MAX_VALUE);
    settings.put("max.block.ms", "" + Long.MAX_VALUE);
    settings.put("max.request.size", "" + MeshTopics.RECORD_BYTES_MAX);
    settings.put("max.in.flight.requests.per.connection", "1");
    // What comes while one request is stored goes with the next: only so do doors that wait for a
    // disk write have thousands of events stored a second, not one small batch for each write.
    settings.put("batch.size", "" + BATCH_BYTES_MAX);
    settings.put("linger.ms", "0");
    settings.put("reconnect.backoff.max.ms", "1000");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void failQueued() {
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      left.stored.completeExceptionally(closed());
    }
  }

  private static ProblemException full() {
    return Problem.environment(
            "audit-full",
            "The audit cannot keep up: " + QUEUE_MAX + " events wait to be stored.",
            "What is not audited does not happen. Check that Kafka runs and has space.")
        .asException();
  }

  private static ProblemException closed() {
    return Problem.environment(
            "audit-closed", "The audit is closed.", "The server is stopping; try again later.")
        .asException();
  }

  private static ProblemException tooLarge(AuditEvent event) {
    return Problem.environment(
            "audit-event-too-large",
            "The audit event '" + event.action() + "' is larger than Kafka takes.",
            "Its details must stay under " + DETAIL_BYTES_MAX + " bytes.")
        .asException();
  }

  private static ProblemException notStored(Exception cause) {
    var problem =
        Problem.environment(
            "audit-not-stored",
            "An audit event could not be stored: " + cause.getMessage(),
            "Check Kafka's log.");
    return new ProblemException(List.of(problem), cause);
  }
}
