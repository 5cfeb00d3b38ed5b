package dev.weft.catalog.audit;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.catalog.topics.TopicPages;
import dev.weft.catalog.topics.TopicScan;
import dev.weft.catalog.topics.TopicTail;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import dev.weft.spi.AuditEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit on Kafka. Every process has a chain of its own for what it appends here, and the mesh
 * log one per term for the events of its transactions; all are in one topic.
 *
 * <p>Searching is quick for the newest {@value #INDEXED_EVENTS} events, whose places are kept in
 * memory; for older ones the topic is read backwards. Safe for any thread.
 */
public final class KafkaAuditLog implements GuardedAudit.Log, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KafkaAuditLog.class);
  static final int INDEXED_EVENTS = 100_000;

  private static final int SEARCH_LIMIT_MAX = 10_000;

  /** After so many lines whoever watches a verification is told. */
  private static final int VERIFIED_AT_ONCE = 2_000;

  private static final long CACHE_BYTES_MAX = 16L * 1024 * 1024;
  private static final Duration OWN_WRITES_LIMIT = Duration.ofSeconds(2);
  private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(60);

  private final KafkaAccess access;
  private final String topic;
  private final String processId;
  private final Clock clock;
  private final AuditHeads heads = new AuditHeads();
  private final EventIndex index = new EventIndex(INDEXED_EVENTS);
  private final AtomicInteger chains = new AtomicInteger();
  private final AtomicLong lastStored = new AtomicLong(-1);
  private final TopicPages pages;
  private final TopicTail tail;
  private final AuditAppender appender;
  private final List<Consumer<Stored>> followers = new CopyOnWriteArrayList<>();
  private Optional<AuditAnchor> anchor = Optional.empty();

  /**
   * Does not read or write yet: {@link #start()} does. The topics must exist.
   *
   * @param processId begins the names of this process's chains; another one at every start
   * @param onBroken is told when the audit can no longer be read
   */
  public KafkaAuditLog(
      KafkaAccess access,
      MeshTopics topics,
      String processId,
      Clock clock,
      Consumer<Throwable> onBroken) {
    this.access = access;
    this.topic = topics.audit();
    this.processId = processId;
    this.clock = clock;
    var partition = new TopicPartition(topic, 0);
    this.pages = new TopicPages(access, partition, CACHE_BYTES_MAX);
    this.tail =
        new TopicTail(access, partition, OptionalLong.of(INDEXED_EVENTS), this::read, onBroken);
    this.appender = new AuditAppender(access, topic, this);
  }

  /** Begins to read and to write, on threads of its own; returns at once. */
  public void start() {
    tail.start();
    appender.start();
  }

  @Override
  public CompletableFuture<Void> append(AuditEvent event) {
    return append(event, clock.instant());
  }

  @Override
  public CompletableFuture<Void> append(AuditEvent event, Instant time) {
    return appender.append(event, time);
  }

  /**
   * Is told every event, of whichever server, on the thread that reads: it must neither block nor
   * throw. Begins with the newest {@value #INDEXED_EVENTS}; call before {@link #start()}.
   */
  public void follow(Consumer<Stored> follower) {
    followers.add(follower);
  }

  /** Keeps the heads of the chains in this file too; call before {@link #start()}. */
  public void anchoredBy(AuditAnchor kept) {
    anchor = Optional.of(kept);
  }

  @Override
  public void anchor() {
    anchor.ifPresent(kept -> kept.write(heads.list()));
  }

  @Override
  public List<Stored> search(AuditQuery query) {
    awaitOwnWrites();
    return new AuditSearch(index, pages, Math.min(query.limit(), SEARCH_LIMIT_MAX)).run(query);
  }

  @Override
  public void each(AuditQuery query, Consumer<Stored> sink) {
    var unused = each(query, sink, Long.MAX_VALUE, (events, of) -> {});
  }

  @Override
  public Coverage each(AuditQuery query, Consumer<Stored> sink, long olderMax, Watch watch) {
    awaitCaughtUp();
    awaitOwnWrites();
    // First what the index holds now, for while the older ones are read it moves on.
    var known = index.known(query);
    var begin = query.from().map(from -> from.minus(AuditSearch.CLOCKS_DIFFER_MAX));
    var read =
        TopicScan.read(
            access,
            topic,
            new TopicScan.Stretch(begin, known.oldest(), olderMax),
            record -> match(query, record, sink),
            watch::passed);
    for (var offset : known.offsets()) {
      pages.at(offset).ifPresent(record -> match(query, record, sink));
    }
    return new Coverage(read.records(), read.since());
  }

  /** Reads the whole topic; expect some 50,000 events a second. */
  @Override
  public Verification verify() {
    return verify((events, of) -> {});
  }

  @Override
  public Verification verify(Watch watch) {
    awaitOwnWrites();
    var known = heads.list();
    // Before the pass: what is stored while it runs would be missing from it.
    var anchored = anchor.map(AuditAnchor::read);
    var check = new ChainCheck();
    var end = lastStored.get() + 1;
    var count = new AtomicLong();
    TopicScan.readAll(
        access,
        topic,
        record -> {
          see(check, record);
          var events = count.incrementAndGet();
          if (events % VERIFIED_AT_ONCE == 0) {
            watch.passed(events, Math.max(events, end));
          }
        });
    known.forEach(check::expect);
    anchored.ifPresent(
        read -> {
          read.fault().ifPresent(check::note);
          read.heads().forEach(check::expect);
        });
    return check.result();
  }

  /**
   * Begins a chain of this process. Its first event, which names the heads of the others, is given
   * to {@code first} to be stored before any other.
   */
  public AuditChain beginChain(String purpose, Consumer<Stored> first) throws InterruptedException {
    if (!tail.awaitCaughtUp(CATCH_UP_LIMIT)) {
      throw Problem.environment(
              "audit-unreachable", "The audit could not be read.", "Check that Kafka runs.")
          .asException();
    }
    var chain = new AuditChain(processId + "." + purpose + chains.incrementAndGet());
    first.accept(checkpoint(chain));
    return chain;
  }

  /** What this event looks like in the topic; for those who write transactions of their own. */
  public static byte[] encode(Stored event) {
    return CanonicalEvent.encode(event);
  }

  /** Says that an event was stored, so that searches wait until they can see it. */
  public void stored(long offset) {
    lastStored.accumulateAndGet(offset, Math::max);
  }

  /** Where to find this log's events on Kafka. */
  public String topic() {
    return topic;
  }

  @Override
  public void close() {
    appender.close();
    awaitOwnWrites();
    anchor();
    tail.close();
    pages.close();
  }

  Stored checkpoint(AuditChain chain) {
    return chain.link(heads.list(), clock.instant());
  }

  int detailBytes(AuditEvent event) {
    return Json.bytes(event.details()).length;
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    try {
      var event = CanonicalEvent.decode(record.value());
      heads.saw(event);
      index.add(record.offset(), event);
      followers.forEach(follower -> follower.accept(event));
    } catch (IllegalArgumentException e) {
      log.error("The record at offset {} of {} is not an audit event", record.offset(), topic);
    }
  }

  private static void match(
      AuditQuery query, ConsumerRecord<byte[], byte[]> record, Consumer<Stored> sink) {
    AuditSearch.decode(record).filter(event -> EventIndex.matches(query, event)).ifPresent(sink);
  }

  private void awaitCaughtUp() {
    try {
      if (tail.awaitCaughtUp(CATCH_UP_LIMIT)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Problem.environment(
            "audit-unreachable", "The audit could not be read.", "Check that Kafka runs.")
        .asException();
  }

  private static void see(ChainCheck check, ConsumerRecord<byte[], byte[]> record) {
    try {
      check.see(CanonicalEvent.decode(record.value()));
    } catch (IllegalArgumentException e) {
      check.unreadable(record.offset());
    }
  }

  private void awaitOwnWrites() {
    try {
      tail.awaitRead(lastStored.get(), OWN_WRITES_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
