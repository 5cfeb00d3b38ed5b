package dev.weft.catalog.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.catalog.topics.TopicScan;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAuditLogIT {
  @TempDir static Path data;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void findsWhatWasAppendedNewestFirst() throws Exception {
    try (var audit = audit(topics())) {
      append(audit, "ada", "read", "sales.invoices", 1);
      append(audit, "bo", "read", "customers.customers", 2);
      append(audit, "ada", "login", "ada", 3);
      append(audit, "ada", "read", "customers.customers", 4);

      assertThat(numbers(audit, query("ada", null, null, 10))).containsExactly(4L, 3L, 1L);
      assertThat(numbers(audit, query(null, "read", "customers.*", 10))).containsExactly(4L, 2L);
      assertThat(numbers(audit, query(null, "read", null, 1))).containsExactly(4L);
    }
  }

  @Test
  void verifiesTheChainsOfSeveralStarts() throws Exception {
    var topics = topics();
    for (var start = 0; start < 3; start++) {
      try (var audit = audit(topics)) {
        append(audit, "ada", "read", "sales.invoices", start);
      }
    }

    try (var audit = audit(topics)) {
      append(audit, "ada", "read", "sales.invoices", 3);
      var found = audit.verify();

      assertThat(found.faults()).isEmpty();
      assertThat(found.chains()).isEqualTo(4);
      assertThat(found.events()).isEqualTo(8);
    }
  }

  @Test
  void findsATamperedCopyOfTheTopic() throws Exception {
    var topics = topics();
    try (var audit = audit(topics)) {
      for (var i = 0; i < 10; i++) {
        append(audit, "ada", "read", "sales.invoices", i);
      }
    }
    var records = new ArrayList<byte[]>();
    TopicScan.readAll(kafka.access(), topics.audit(), record -> records.add(record.value()));

    records.remove(4);
    var copy = topics();
    write(copy, records);

    try (var audit = audit(copy)) {
      assertThat(audit.verify().faults()).singleElement().asString().contains("5 is missing");
    }
  }

  @Test
  void findsEachKindOfTampering() throws Exception {
    var records = tenEvents();
    assertThat(faultsOf(records)).isEmpty();

    var altered = new ArrayList<>(records);
    altered.set(3, new String(records.get(3), UTF_8).replace("ada", "bob").getBytes(UTF_8));
    assertThat(faultsOf(altered)).anyMatch(fault -> fault.contains("event 4 was altered"));

    var swapped = new ArrayList<>(records);
    Collections.swap(swapped, 3, 4);
    assertThat(faultsOf(swapped)).anyMatch(fault -> fault.contains("event 4"));

    var doubled = new ArrayList<>(records);
    doubled.add(5, records.get(4));
    assertThat(faultsOf(doubled)).anyMatch(fault -> fault.contains("event 5 stands after event 5"));

    var foreign = new ArrayList<>(records);
    foreign.add(5, "hello".getBytes(UTF_8));
    assertThat(faultsOf(foreign)).anyMatch(fault -> fault.contains("offset 5"));
  }

  @Test
  void anAnchorOutsideOfKafkaFindsACutTail() throws Exception {
    var file = data.resolve("audit.anchor");
    var topics = topics();
    try (var audit = new KafkaAuditLog(kafka.access(), topics, "a", Clock.systemUTC(), e -> {})) {
      audit.anchoredBy(new AuditAnchor(file, new byte[32]));
      audit.start();
      for (var i = 0; i < 10; i++) {
        append(audit, "ada", "read", "sales.invoices", i);
      }
    }
    var cut = records(topics);
    cut.remove(cut.size() - 1);

    assertThat(verified(cut, new AuditAnchor(file, new byte[32])))
        .anyMatch(fault -> fault.contains("is missing: the chain ends at"));
    assertThat(verified(records(topics), new AuditAnchor(file, new byte[32]))).isEmpty();
    assertThat(verified(cut, new AuditAnchor(file, new byte[] {1})))
        .anyMatch(fault -> fault.contains("anchor") && fault.contains("altered"));
  }

  @Test
  void givesEveryEventThatMatchesOldestFirst() throws Exception {
    try (var audit = audit(topics())) {
      for (var i = 0; i < 20; i++) {
        append(audit, i % 2 == 0 ? "ada" : "bo", "read", "sales.invoices", i);
      }
      var found = new ArrayList<Long>();

      audit.each(
          query("ada", null, null, 1), event -> found.add(event.details().path("number").asLong()));

      assertThat(found).containsExactly(0L, 2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L, 18L);
    }
  }

  private static List<byte[]> tenEvents() throws Exception {
    var topics = topics();
    try (var audit = audit(topics)) {
      for (var i = 0; i < 10; i++) {
        append(audit, "ada", "read", "sales.invoices", i);
      }
    }
    return records(topics);
  }

  private static List<byte[]> records(MeshTopics topics) {
    var records = new ArrayList<byte[]>();
    TopicScan.readAll(kafka.access(), topics.audit(), record -> records.add(record.value()));
    return records;
  }

  private static List<String> faultsOf(List<byte[]> records) throws Exception {
    var copy = topics();
    write(copy, records);
    try (var audit = audit(copy)) {
      return audit.verify().faults();
    }
  }

  private static List<String> verified(List<byte[]> records, AuditAnchor anchor) throws Exception {
    var copy = topics();
    write(copy, records);
    var kept = data.resolve("kept");
    Files.copy(data.resolve("audit.anchor"), kept, StandardCopyOption.REPLACE_EXISTING);
    try (var audit = new KafkaAuditLog(kafka.access(), copy, "b", Clock.systemUTC(), e -> {})) {
      audit.anchoredBy(anchor);
      audit.start();
      return audit.verify().faults();
    } finally {
      // Closing writes the anchor of what it has read; the next look needs the first one.
      Files.move(kept, data.resolve("audit.anchor"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void searchesOlderEventsThanTheIndexKeeps() throws Exception {
    try (var audit = audit(topics())) {
      var stored = new ArrayList<CompletableFuture<Void>>();
      for (var i = 0; i < 110_000; i++) {
        while (stored.size() >= 15_000) {
          stored.remove(0).get(30, TimeUnit.SECONDS);
        }
        var actor = i % 50_000 == 3 ? "rare" : "ada";
        stored.add(audit.append(event(actor, "read", "sales.invoices", i)));
      }
      CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

      assertThat(numbers(audit, query("rare", null, null, 10)))
          .containsExactly(100_003L, 50_003L, 3L);
      assertThat(numbers(audit, query("rare", null, null, 2))).containsExactly(100_003L, 50_003L);
      assertThat(audit.verify().faults()).isEmpty();

      var told = new ArrayList<Long>();
      var found = new ArrayList<Long>();
      var all =
          audit.each(
              query("rare", null, null, 1),
              event -> found.add(event.details().path("number").asLong()),
              Long.MAX_VALUE,
              (events, of) -> told.add(of));
      assertThat(found).containsExactly(3L, 50_003L, 100_003L);
      assertThat(all.since()).isEmpty();
      assertThat(all.older()).isBetween(10_000L, 10_100L);
      found.clear();
      var bounded =
          audit.each(
              query("rare", null, null, 1),
              event -> found.add(event.details().path("number").asLong()),
              1_000,
              (events, of) -> told.add(of));
      assertThat(bounded.older()).isEqualTo(1_000);
      assertThat(bounded.since()).isPresent();
      assertThat(found).containsExactly(50_003L, 100_003L);
    }
  }

  private static MeshTopics topics() {
    var topics = new MeshTopics("_" + UUID.randomUUID());
    topics.create(kafka.access());
    return topics;
  }

  private static KafkaAuditLog audit(MeshTopics topics) {
    var id = UUID.randomUUID().toString();
    var audit = new KafkaAuditLog(kafka.access(), topics, id, Clock.systemUTC(), broken -> {});
    audit.start();
    return audit;
  }

  private static void append(
      KafkaAuditLog audit, String actor, String action, String subject, int number)
      throws Exception {
    audit.append(event(actor, action, subject, number)).get(30, TimeUnit.SECONDS);
  }

  private static AuditEvent event(String actor, String action, String subject, int number) {
    var details = Json.object().put("number", number);
    return new AuditEvent(PrincipalId.user(actor), action, subject, true, details);
  }

  private static List<Long> numbers(KafkaAuditLog audit, AuditQuery query) {
    return audit.search(query).stream()
        .map(event -> event.details().path("number").asLong())
        .toList();
  }

  private static AuditQuery query(String actor, String action, String subject, int limit) {
    Predicate<Stored> also = event -> !event.action().startsWith("audit.");
    return new AuditQuery(
        Optional.ofNullable(actor),
        Optional.ofNullable(action),
        Optional.ofNullable(subject),
        Optional.<Instant>empty(),
        Optional.<Instant>empty(),
        also,
        limit);
  }

  private static void write(MeshTopics topics, List<byte[]> records) {
    var bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(kafka.access().clientProperties(), bytes, bytes)) {
      for (var record : records) {
        var unused = producer.send(new ProducerRecord<>(topics.audit(), 0, null, record));
      }
    }
  }
}
