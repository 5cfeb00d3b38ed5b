package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PortName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumer groups of both kinds, writing, and transactions through the gateway. */
class GroupsAndWritingIT {
  private static final String MINE = "{\"who\":\"mine\"}";
  private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void groupSharesPartitionsAndRemembersItsPlace(String protocol) {
    var port = rig.port(4);
    rig.rulings.grantAll(Rig.ADA, port);
    write(port, 0, 400);
    Map<String, Object> settings =
        Map.of("group.id", "team " + protocol, "group.protocol", protocol);
    var seen = new ArrayList<String>();

    try (var one = rig.consumer("ada-key", settings);
        var two = rig.consumer("ada-key", settings)) {
      one.subscribe(List.of(port.topic()));
      two.subscribe(List.of(port.topic()));
      Rig.await(
          () -> {
            take(one, seen);
            take(two, seen);
            return one.assignment().size() == 2 && two.assignment().size() == 2;
          });
      Rig.await(
          () -> {
            take(one, seen);
            take(two, seen);
            return new HashSet<>(seen).size() == 400;
          });
      one.commitSync();
      two.commitSync();
    }
    write(port, 400, 40);
    seen.clear();
    try (var later = rig.consumer("ada-key", settings)) {
      later.subscribe(List.of(port.topic()));
      Rig.await(
          () -> {
            take(later, seen);
            return seen.size() >= 40;
          });
    }

    assertThat(seen).hasSize(40).allMatch(value -> Integer.parseInt(value) >= 400);
    Rig.await(
        () ->
            rig.witness.ranges.stream()
                .anyMatch(
                    range ->
                        range.port().equals(port)
                            && range.reader().group().equals("team " + protocol)));
  }

  @Test
  void groupsOfTwoPrincipalsHaveNothingToDoWithEachOther() throws Exception {
    var port = rig.port(1);
    rig.rulings.grantAll(Rig.ADA, port);
    rig.rulings.grantAll(Rig.BO, port);
    write(port, 0, 10);
    Map<String, Object> settings = Map.of("group.id", "same");
    for (var key : List.of("ada-key", "bo-key")) {
      try (var reader = rig.consumer(key, settings)) {
        reader.subscribe(List.of(port.topic()));
        assertThat(Rig.poll(reader, 10)).hasSize(10);
        reader.commitSync();
      }
    }

    try (var admin = Admin.create(rig.client("bo-key"))) {
      assertThat(admin.listGroups().all().get())
          .extracting(GroupListing::groupId)
          .contains("same")
          .noneMatch(name -> name.contains("door~") || name.contains("ada"));
      assertThat(offsets(admin, "same")).containsKey(new TopicPartition(port.topic(), 0));
      assertThat(offsets(admin, "door~user~ada~same")).isEmpty();
      assertThat(admin.describeConsumerGroups(List.of("same")).all().get()).containsKey("same");
    }
    assertThat(rig.admin().listGroups().all().get())
        .extracting(GroupListing::groupId)
        .contains("door~user~ada~same", "door~user~bo~same");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void patternFindsOnlyWhatMayBeRead(String protocol) {
    var granted = rig.port(1);
    var other = rig.port(1);
    rig.rulings.grantAll(Rig.ADA, granted);
    write(granted, 0, 5);
    write(other, 0, 5);
    try (var reader =
        rig.consumer(
            "ada-key", Map.of("group.id", "pattern " + protocol, "group.protocol", protocol))) {
      reader.subscribe(Pattern.compile("shop\\..*"));
      Rig.await(
          () -> {
            reader.poll(Duration.ofMillis(100));
            return reader.assignment().contains(new TopicPartition(granted.topic(), 0));
          });

      assertThat(reader.assignment()).noneMatch(each -> each.topic().equals(other.topic()));
    }
  }

  @Test
  void brokerSidePatternIsRefused() {
    var settings = Map.<String, Object>of("group.id", "re2", "group.protocol", "consumer");
    try (var reader = rig.consumer("ada-key", settings)) {
      reader.subscribe(new org.apache.kafka.clients.consumer.SubscriptionPattern(".*"));

      assertThatThrownBy(() -> Rig.poll(reader, 1)).hasMessageContaining("by name");
    }
  }

  @Test
  void onlyTheProvisioningPrincipalWrites() throws Exception {
    var port = rig.port(1);
    rig.rulings.letWrite(Rig.SHOP, port);
    rig.rulings.grantAll(Rig.ADA, port);

    try (var shop = producer("shop-key", Map.of())) {
      assertThat(shop.send(new ProducerRecord<>(port.topic(), "k", "{}")).get().offset()).isZero();
    }
    try (var ada = producer("ada-key", Map.of())) {
      assertThatThrownBy(() -> ada.send(new ProducerRecord<>(port.topic(), "k", "{}")).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
    assertThat(rig.witness.refusals)
        .anyMatch(
            refusal ->
                refusal.port().equals(port)
                    && refusal.operation().equals("write")
                    && refusal.reader().principal().equals(Rig.ADA));
    try (var reader = rig.reader("ada-key", port)) {
      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // nobody answers: that is what is tested
  void writingWithoutAnswerArrivesOrEndsTheConnection() {
    var port = rig.port(1);
    rig.rulings.letWrite(Rig.SHOP, port);
    rig.rulings.grantAll(Rig.ADA, port);
    var settings = Map.<String, Object>of("acks", "0", "enable.idempotence", "false");

    try (var shop = producer("shop-key", settings);
        var ada = producer("ada-key", settings)) {
      for (int i = 0; i < 100; i++) {
        shop.send(new ProducerRecord<>(port.topic(), "k", MINE));
        ada.send(new ProducerRecord<>(port.topic(), "k", "{}"));
      }
      shop.flush();
    }

    try (var reader = rig.reader("ada-key", port)) {
      assertThat(Rig.poll(reader, 100)).hasSize(100).allMatch(each -> each.value().equals(MINE));
    }
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction waits
  void transactionsAreAllOrNothing() {
    var port = rig.port(1);
    rig.rulings.letWrite(Rig.SHOP, port);
    rig.rulings.grantAll(Rig.ADA, port);
    try (var shop = producer("shop-key", Map.of("transactional.id", "tx"))) {
      shop.initTransactions();
      for (int round = 0; round < 4; round++) {
        shop.beginTransaction();
        for (int i = 0; i < 5; i++) {
          shop.send(new ProducerRecord<>(port.topic(), "k", "{\"n\":\"" + round + "-" + i + "\"}"));
        }
        shop.flush();
        if (round % 2 == 0) {
          shop.commitTransaction();
        } else {
          shop.abortTransaction();
        }
      }
    }

    try (var reader = rig.reader("ada-key", port, Map.of("isolation.level", "read_committed"))) {
      assertThat(Rig.poll(reader, 10))
          .hasSize(10)
          .allMatch(each -> each.value().contains(":\"0") || each.value().contains(":\"2"));
    }
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction waits
  void readingAndWritingInOneTransaction() {
    var input = rig.port(1);
    var output = rig.port(1);
    rig.rulings.grantAll(Rig.SHOP, input);
    rig.rulings.grantAll(Rig.SHOP, output);
    rig.rulings.letWrite(Rig.SHOP, output);
    write(input, 0, 20);
    try (var reader =
            rig.consumer("shop-key", Map.of("group.id", "copy", "enable.auto.commit", "false"));
        var shop = producer("shop-key", Map.of("transactional.id", "copier"))) {
      shop.initTransactions();
      reader.subscribe(List.of(input.topic()));
      var records = Rig.poll(reader, 20);
      shop.beginTransaction();
      records.forEach(
          each -> shop.send(new ProducerRecord<>(output.topic(), "{\"n\":" + each.value() + "}")));
      shop.sendOffsetsToTransaction(
          Map.of(new TopicPartition(input.topic(), 0), new OffsetAndMetadata(20)),
          reader.groupMetadata());
      shop.commitTransaction();

      var committed = reader.committed(Set.of(new TopicPartition(input.topic(), 0)));
      assertThat(committed.values()).extracting(OffsetAndMetadata::offset).containsExactly(20L);
    }
    try (var copy = rig.reader("shop-key", output, Map.of("isolation.level", "read_committed"))) {
      assertThat(Rig.poll(copy, 20)).hasSize(20);
    }
  }

  @Test
  void whatAPortIsToHoldNextIsWrittenByItsOwnerAndReadByNobody() throws Exception {
    var port = rig.port(1);
    rig.create(port.upcomingTopic(), 1);
    rig.rulings.grantAll(Rig.SHOP, port);
    rig.rulings.grantAll(Rig.ADA, port);
    rig.rulings.letWrite(Rig.SHOP, port);
    var record = new ProducerRecord<>(port.upcomingTopic(), "k", "{}");
    try (var shop = producer("shop-key", Map.of());
        var ada = producer("ada-key", Map.of())) {
      shop.send(record).get();
      assertThatThrownBy(() -> ada.send(record).get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    var at = new TopicPartition(port.upcomingTopic(), 0);
    for (var key : List.of("shop-key", "ada-key")) {
      try (var reader = rig.consumer(key, Map.of())) {
        reader.assign(List.of(at));
        reader.seek(at, 0);
        assertThatThrownBy(() -> Rig.poll(reader, 1))
            .isInstanceOf(TopicAuthorizationException.class);
      }
    }
  }

  @Test
  void nobodyFencesAnothersTransactions() throws Exception {
    var port = rig.port(1);
    rig.rulings.letWrite(Rig.SHOP, port);
    try (var shop = producer("shop-key", Map.of("transactional.id", "mine"));
        var intruder = producer("ada-key", Map.of("transactional.id", "mine"))) {
      shop.initTransactions();
      shop.beginTransaction();

      intruder.initTransactions();

      shop.send(new ProducerRecord<>(port.topic(), "k", "{}")).get();
      shop.commitTransaction();
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  private static Producer<String, String> producer(String key, Map<String, Object> settings) {
    var properties = rig.client(key);
    properties.putAll(settings);
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  private static void take(Consumer<String, String> consumer, List<String> values) {
    consumer.poll(Duration.ofMillis(50)).forEach(each -> values.add(each.value()));
  }

  private static void write(PortName port, int from, int count) {
    rig.write(
        port,
        IntStream.range(from, from + count).mapToObj(Integer::toString).toArray(String[]::new));
  }
}
