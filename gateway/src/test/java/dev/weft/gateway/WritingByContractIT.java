package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.gateway.json.Stars;
import dev.weft.model.DataRecord;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordCheck.Violation;
import dev.weft.spi.WriteChecks.OnViolation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client writes through the gateway keeps the contract, or does not arrive in the port.
 */
class WritingByContractIT {
  private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void aBatchThatBreaksTheContractIsRefusedAndEachRecordToldWhy() throws Exception {
    var port = port(OnViolation.REFUSE);
    try (var shop = producer(Map.of("linger.ms", "200"))) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (var value : List.of("{\"n\":1}", "{\"n\":\"two\"}", "{\"n\":3}", "no json")) {
        sent.add(shop.send(new ProducerRecord<>(port.topic(), value)));
      }
      shop.flush();

      assertThatThrownBy(() -> sent.get(1).get())
          .cause()
          .isInstanceOf(InvalidRecordException.class)
          .hasMessage("Record 2: 'n' must be a whole number. (type)");
      assertThatThrownBy(() -> sent.get(3).get())
          .cause()
          .isInstanceOf(InvalidRecordException.class)
          .hasMessageContaining("Record 4: It is not a JSON object")
          .hasMessageContaining("(format)");
      assertThatThrownBy(() -> sent.get(0).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(KafkaException.class);
      // The same idempotent producer goes on as if nothing had happened.
      var next = shop.send(new ProducerRecord<>(port.topic(), "{\"n\":5}")).get();
      assertThat(next.offset()).isZero();
    }
    assertThat(values(port, 1)).containsExactly("{\"n\":5}");
    assertThat(rig.witness.refusals)
        .anyMatch(
            refusal ->
                refusal.port().equals(port)
                    && refusal.operation().equals("write")
                    && refusal.reason().startsWith("2 records break the contract"));
  }

  @Test
  void aRefusalInATransactionLetsItBeAborted() throws Exception {
    var port = port(OnViolation.REFUSE);
    try (var shop = producer(Map.of("transactional.id", "refused"))) {
      shop.initTransactions();
      shop.beginTransaction();
      shop.send(new ProducerRecord<>(port.topic(), "{\"n\":1}")).get();
      var bad = shop.send(new ProducerRecord<>(port.topic(), "{\"n\":false}"));
      assertThatThrownBy(bad::get).hasCauseInstanceOf(InvalidRecordException.class);
      assertThatThrownBy(shop::commitTransaction).isInstanceOf(KafkaException.class);
      shop.abortTransaction();

      shop.beginTransaction();
      shop.send(new ProducerRecord<>(port.topic(), "{\"n\":2}")).get();
      shop.commitTransaction();
    }
    assertThat(values(port, 1)).containsExactly("{\"n\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void quarantineTakesWhatBreaksTheContractAndThePortTheRest(String compression) throws Exception {
    var port = port(OnViolation.QUARANTINE);
    var count = 1_000;
    Predicate<Integer> broken = i -> i % 7 == 3;
    try (var shop =
        producer(Map.of("compression.type", compression, "linger.ms", "5", "batch.size", "2000"))) {
      var sent =
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      shop.send(
                          new ProducerRecord<>(
                              port.topic(), "key" + i, broken.test(i) ? bad(i) : good(i))))
              .toList();
      shop.flush();
      for (int i = 0; i < count; i++) {
        assertThat(sent.get(i).get().offset()).isEqualTo(i);
      }
    }

    var kept = IntStream.range(0, count).filter(i -> !broken.test(i)).boxed().toList();
    assertThat(records("ada-key", port, kept.size()))
        .extracting(ConsumerRecord::value)
        .containsExactlyElementsOf(kept.stream().map(WritingByContractIT::good).toList());
    assertThat(records("bo-key", port, kept.size()))
        .as("masked")
        .hasSize(kept.size())
        .allMatch(each -> each.value().endsWith("\"mail\":\"***\"}"));
    var aside = quarantine(port, count - kept.size());
    assertThat(aside)
        .extracting(ConsumerRecord::value)
        .containsExactlyElementsOf(
            IntStream.range(0, count)
                .filter(broken::test)
                .mapToObj(WritingByContractIT::bad)
                .toList());
    assertThat(aside.get(0).key()).isEqualTo("key3");
    assertThat(headers(aside.get(0)))
        .containsEntry("weft.reason", "'n' must be a whole number.")
        .containsEntry("weft.rule", "type")
        .containsEntry("weft.processor", "gateway")
        .containsEntry("weft.position", "3")
        .containsKeys("weft.source", "weft.key");
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // commitTransaction waits
  void quarantineKeepsTransactionsWhole() throws Exception {
    var port = port(OnViolation.QUARANTINE);
    try (var shop = producer(Map.of("transactional.id", "aside"))) {
      shop.initTransactions();
      for (int round = 0; round < 4; round++) {
        shop.beginTransaction();
        for (int i = 0; i < 5; i++) {
          var n = 10 * round + i;
          shop.send(new ProducerRecord<>(port.topic(), i % 2 == 0 ? good(n) : bad(n)));
        }
        if (round % 2 == 0) {
          shop.commitTransaction();
        } else {
          shop.flush();
          shop.abortTransaction();
        }
      }
    }

    assertThat(values(port, 6))
        .containsExactly(good(0), good(2), good(4), good(20), good(22), good(24));
    assertThat(quarantine(port, 8)).hasSize(8);
  }

  @Test
  void aBatchOfNothingButBrokenRecordsLeavesNothingButItsPlaces() throws Exception {
    var port = port(OnViolation.QUARANTINE);
    try (var shop = producer(Map.of())) {
      for (int i = 0; i < 3; i++) {
        assertThat(shop.send(new ProducerRecord<>(port.topic(), bad(i))).get().offset())
            .isEqualTo(i);
      }
      assertThat(shop.send(new ProducerRecord<>(port.topic(), good(3))).get().offset())
          .isEqualTo(3);
    }
    assertThat(records("ada-key", port, 1)).extracting(ConsumerRecord::offset).containsExactly(3L);
  }

  @Test
  void aRequestThatIsSentTwiceIsWrittenOnce() throws Exception {
    var port = port(OnViolation.QUARANTINE);
    try (var client = raw()) {
      var batch =
          MemoryRecords.withIdempotentRecords(
              Compression.lz4().build(),
              4711L,
              (short) 0,
              0,
              record(good(1)),
              record(bad(2)),
              record(good(3)));
      var next =
          MemoryRecords.withIdempotentRecords(
              Compression.lz4().build(), 4711L, (short) 0, 3, record(good(4)));

      var first = produce(client, port, batch);
      var again = produce(client, port, batch);
      var after = produce(client, port, next);

      assertThat(first.errorCode()).isEqualTo(Errors.NONE.code());
      assertThat(again.errorCode()).isEqualTo(Errors.NONE.code());
      assertThat(again.baseOffset()).isEqualTo(first.baseOffset());
      assertThat(after.baseOffset()).isEqualTo(3);
    }
    assertThat(values(port, 3)).containsExactly(good(1), good(3), good(4));
    assertThat(quarantine(port, 1).stream().map(each -> headers(each).get("weft.position")))
        .containsExactly("1");
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // nobody answers: that is what is tested
  void whoWantsNoAnswerIsHeldToTheContractToo() {
    var refusing = port(OnViolation.REFUSE);
    var port = port(OnViolation.QUARANTINE);
    var settings = Map.<String, Object>of("acks", "0", "enable.idempotence", "false");
    try (var shop = producer(settings);
        var other = producer(settings)) {
      for (int i = 0; i < 20; i++) {
        shop.send(new ProducerRecord<>(port.topic(), i % 2 == 0 ? good(i) : bad(i)));
        other.send(new ProducerRecord<>(refusing.topic(), bad(i)));
      }
      shop.flush();
    }
    assertThat(records("ada-key", port, 10)).hasSize(10);
    assertThat(quarantine(port, 10)).hasSize(10);
    assertThat(ends(refusing)).isZero();
  }

  @Test
  void newFieldsAreClassifiedBeforeAnybodyCanReadThem() throws Exception {
    var port = port(OnViolation.REFUSE);
    var classified = new CompletableFuture<Void>();
    rig.sightings.answer = Optional.of(classified);
    try (var shop = producer(Map.of())) {
      var sent =
          shop.send(
              new ProducerRecord<>(
                  port.topic(), "{\"n\":1,\"home\":{\"phone\":\"0171\"},\"tags\":[\"a\"]}"));
      Rig.await(() -> !rig.sightings.seen(port).isEmpty());

      assertThat(sent).isNotDone();
      assertThat(ends(port)).as("nothing is there to be read").isZero();
      classified.complete(null);

      assertThat(sent.get().offset()).isZero();
      assertThat(rig.sightings.seen(port)).containsKeys("n", "home.phone", "tags");
      assertThat(rig.sightings.seen(port).get("home.phone").values()).containsExactly("0171");
    } finally {
      rig.sightings.answer = Optional.empty();
    }
  }

  @Test
  void whenNewFieldsCannotBeClassifiedTheClientTriesAgain() throws Exception {
    var port = port(OnViolation.REFUSE);
    rig.sightings.answer =
        Optional.of(CompletableFuture.failedFuture(new IllegalStateException("no writer")));
    try (var shop = producer(Map.of())) {
      var sent = shop.send(new ProducerRecord<>(port.topic(), good(1)));
      Rig.await(() -> !rig.sightings.seen(port).isEmpty());
      assertThat(sent).isNotDone();
      rig.sightings.answer = Optional.empty();

      assertThat(sent.get().offset()).isZero();
    } finally {
      rig.sightings.answer = Optional.empty();
    }
  }

  @Test
  void withoutAContractNothingIsWritten() {
    var port = port(OnViolation.REFUSE);
    rig.promises.withoutContract(port);
    try (var shop = producer(Map.of())) {
      var sent = shop.send(new ProducerRecord<>(port.topic(), good(1)));

      assertThatThrownBy(sent::get).hasMessageContaining("has no contract");
    }
  }

  @Test
  void batchesThatCannotBeReadAreRefusedAndTheConnectionLives() throws Exception {
    var port = port(OnViolation.QUARANTINE);
    var good = MemoryRecords.withRecords(Compression.NONE, record(good(1)));
    var crc = copy(good);
    crc.buffer().put(40, (byte) 99);
    var zeros = new byte[70 * 1024 * 1024];
    Arrays.fill(zeros, (byte) '0');
    var bomb = MemoryRecords.withRecords(Compression.gzip().build(), new SimpleRecord(zeros));
    assertThat(bomb.sizeInBytes()).isLessThan(100_000);
    var marker =
        MemoryRecords.withEndTransactionMarker(
            1L,
            (short) 0,
            new org.apache.kafka.common.record.internal.EndTransactionMarker(
                org.apache.kafka.common.record.internal.ControlRecordType.COMMIT, 0));
    var two = ByteBuffer.allocate(2 * good.sizeInBytes());
    two.put(good.buffer()).put(good.buffer()).flip();
    try (var client = raw()) {
      assertThat(error(produce(client, port, crc))).isEqualTo(Errors.CORRUPT_MESSAGE);
      assertThat(error(produce(client, port, bomb))).isEqualTo(Errors.INVALID_RECORD);
      assertThat(error(produce(client, port, marker))).isEqualTo(Errors.INVALID_RECORD);
      assertThat(error(produce(client, port, MemoryRecords.readableRecords(two))))
          .isEqualTo(Errors.INVALID_RECORD);
      assertThat(error(produce(client, port, MemoryRecords.EMPTY)))
          .isEqualTo(Errors.INVALID_RECORD);
      assertThat(error(produce(client, port, reserved()))).isEqualTo(Errors.NONE);
      assertThat(error(produce(client, port, good))).isEqualTo(Errors.NONE);
    }
    assertThat(values(port, 1)).containsExactly(good(1));
    assertThat(headers(quarantine(port, 1).get(0))).containsEntry("weft.rule", "key");
  }

  @Test
  void aDeletionHasNothingThatCouldBreakTheContract() throws Exception {
    var port = port(OnViolation.REFUSE);
    try (var shop = producer(Map.of())) {
      assertThat(shop.send(new ProducerRecord<>(port.topic(), "key", null)).get().offset())
          .isZero();
    }
    assertThat(records("ada-key", port, 1)).extracting(ConsumerRecord::value).containsNull();
  }

  private static MemoryRecords reserved() {
    return MemoryRecords.withRecords(
        Compression.NONE, new SimpleRecord("weft.gap".getBytes(StandardCharsets.UTF_8), null));
  }

  private static MemoryRecords copy(MemoryRecords records) {
    var bytes = ByteBuffer.allocate(records.sizeInBytes());
    bytes.put(records.buffer()).flip();
    return MemoryRecords.readableRecords(bytes);
  }

  private static SimpleRecord record(String value) {
    return new SimpleRecord(value.getBytes(StandardCharsets.UTF_8));
  }

  private static Errors error(PartitionProduceResponse answer) {
    return Errors.forCode(answer.errorCode());
  }

  private static PartitionProduceResponse produce(
      RawClient client, PortName port, MemoryRecords records) throws IOException {
    var topics = new TopicProduceDataCollection();
    topics.add(
        new TopicProduceData()
            .setName(port.topic())
            .setPartitionData(List.of(new PartitionProduceData().setIndex(0).setRecords(records))));
    var data =
        new ProduceRequestData().setAcks((short) -1).setTimeoutMs(10_000).setTopicData(topics);
    var answer = (ProduceResponseData) client.ask(new ProduceRequest(data, (short) 9)).data();
    return answer.responses().iterator().next().partitionResponses().get(0);
  }

  private static RawClient raw() throws IOException {
    return new RawClient(rig.gateway.address(), "shop-key", Rig.SECRET);
  }

  /** A port whose records need a whole number n; ada sees all of it, bo its mail masked. */
  private static PortName port(OnViolation onViolation) {
    var port = rig.port(1);
    rig.create(port.quarantineTopic(), 1);
    rig.promises.hold(port, onViolation, WritingByContractIT::violations);
    rig.rulings.letWrite(Rig.SHOP, port);
    rig.rulings.grantAll(Rig.ADA, port);
    rig.rulings.rule(
        Rig.BO,
        new ReadView(
            port,
            true,
            "Granted.",
            Map.of("mail", new FieldRule.Masked(new Stars(), "p-1", "pii.email")),
            FieldRule.SHOW,
            FieldRule.SHOW,
            Optional.empty(),
            Optional.empty(),
            List.of("p-1")));
    return port;
  }

  private static List<Violation> violations(DataRecord record) {
    return record.get("n") instanceof Long
        ? List.of()
        : List.of(new Violation("n", "type", "'n' must be a whole number."));
  }

  private static String good(int n) {
    return "{\"n\":" + n + ",\"mail\":\"x@y.org\"}";
  }

  private static String bad(int n) {
    return "{\"n\":\"" + n + "\",\"mail\":\"x@y.org\"}";
  }

  private static List<String> values(PortName port, int count) {
    return records("ada-key", port, count).stream().map(ConsumerRecord::value).toList();
  }

  private static List<ConsumerRecord<String, String>> records(
      String key, PortName port, int count) {
    try (var reader = rig.reader(key, port, Map.of("isolation.level", "read_committed"))) {
      return Rig.poll(reader, count);
    }
  }

  private static long ends(PortName port) {
    try (var reader = rig.reader("ada-key", port)) {
      var partition = new TopicPartition(port.topic(), 0);
      return reader.endOffsets(List.of(partition)).get(partition);
    }
  }

  private static List<ConsumerRecord<String, String>> quarantine(PortName port, int count) {
    try (var reader =
        new KafkaConsumer<>(
            rig.kafka.access().clientProperties(),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partition = new TopicPartition(port.quarantineTopic(), 0);
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      var found = new ArrayList<>(Rig.poll(reader, count));
      reader.poll(Duration.ofMillis(200)).forEach(found::add);
      return found;
    }
  }

  private static Map<String, String> headers(ConsumerRecord<String, String> record) {
    return Arrays.stream(record.headers().toArray())
        .collect(
            java.util.stream.Collectors.toMap(
                org.apache.kafka.common.header.Header::key,
                each -> new String(each.value(), StandardCharsets.UTF_8)));
  }

  private static Producer<String, String> producer(Map<String, Object> settings) {
    var properties = rig.client("shop-key");
    properties.putAll(settings);
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }
}
