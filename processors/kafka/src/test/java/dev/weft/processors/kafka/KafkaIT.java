package dev.weft.processors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.testing.FieldNames;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, with a user and a password. */
class KafkaIT {
  private static final Pattern LOGIN =
      Pattern.compile("username=\"([^\"]*)\" password=\"([^\"]*)\"");

  @TempDir static Path data;
  private static EmbeddedKafka kafka;
  private static Admin admin;

  private final TestContext context = TestContext.of(new FieldNames(), Clock.systemUTC());
  private final List<AutoCloseable> open = new ArrayList<>();
  private Optional<JsonNode> position = Optional.empty();
  private String topic;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(data);
    admin = Admin.create(kafka.access().clientProperties());
  }

  @AfterAll
  static void stop() {
    if (kafka != null) {
      admin.close();
      kafka.close();
    }
  }

  @BeforeEach
  void topic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    context.services().put("cluster", new KafkaAddress(settings(password())));
  }

  @AfterEach
  void close() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  @Test
  void readsWhatWasWrittenAndGoesOnFromItsPosition() throws Exception {
    var sink = sink(topic, 1_000);
    sink.send(record("key", "a"), record("key", "b"));
    sink.flush();
    var first = source(ConsumeKafka.From.EARLIEST);
    var batch = pollSome(first);
    assertThat(values(batch)).containsExactly(Map.of("key", "a"), Map.of("key", "b"));
    assertThat(values(pollSome(first))).as("given up, so again").hasSize(2);
    position = batch.position();
    first.close();
    sink.send(record("key", "c"));
    sink.flush();

    var later = pollSome(source(ConsumeKafka.From.EARLIEST));

    assertThat(values(later)).containsExactly(Map.of("key", "c"));
    assertThat(later.position().orElseThrow().path("offsets").path(topic + "/0").asLong())
        .as("three messages, and a marker at the end of each of two transactions")
        .isEqualTo(5);
    var item = ((Records) later.flowFiles().get(0).content()).items().get(0);
    assertThat(item.record().get("key")).isEqualTo("c");
    assertThat(item.origin().position()).isEqualTo(3);
    assertThat(item.origin().source()).endsWith("/" + topic + "/0");
  }

  @Test
  void beginsAtTheEndButReadsAllOfANewPartition() throws Exception {
    var sink = sink(topic, 1_000);
    sink.send(record("key", "old"));
    sink.flush();
    var source = source(ConsumeKafka.From.LATEST);
    while (position.isEmpty()) {
      position = source.poll(position).position();
    }
    source.close();
    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all().get();
    sink.close();
    var wider = sink(topic, 1_000);
    for (var i = 0; i < 20; i++) {
      wider.send(record("key", "k" + i));
    }
    wider.flush();

    var again = source(ConsumeKafka.From.LATEST);
    var all = new ArrayList<Object>();
    while (all.size() < 20) {
      var batch = again.poll(position);
      all.addAll(values(batch));
      position = batch.position().or(() -> position);
    }

    assertThat(all).doesNotContain(Map.of("key", "old")).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void sendsWhatIsTooLargeOrHasNoKeyToFailure() throws Exception {
    var sink = sink(topic, 20);

    sink.send(record("key", "a"), record("key", "x".repeat(30)), record("other", "b"));
    sink.flush();

    assertThat(sink.records("success")).containsExactly(record("key", "a"));
    assertThat(sink.emitted("failure"))
        .extracting(file -> file.attributes().get("error.message"))
        .containsExactly("the message is larger than 20 bytes", "key: key is missing");
  }

  @Test
  void readersOfCommittedMessagesNeverSeeAUnitOfWorkThatWasGivenUp() throws Exception {
    var sink = sink(topic, 1_000);
    sink.send(record("key", "a"), record("key", "b"));
    await("they are written", () -> end(IsolationLevel.READ_UNCOMMITTED) == 2);
    assertThat(end(IsolationLevel.READ_COMMITTED)).as("what is committed").isZero();

    sink.rollBack();
    sink.send(record("key", "a"), record("key", "b"), record("key", "c"));
    sink.flush();

    var batch = pollSome(source(ConsumeKafka.From.EARLIEST));
    assertThat(values(batch))
        .containsExactly(Map.of("key", "a"), Map.of("key", "b"), Map.of("key", "c"));
  }

  @Test
  void whoTakesAFlowOverEndsWhatTheOtherHasLeftOpen() throws Exception {
    var before = sink(topic, 1_000);
    before.send(record("key", "left open"));
    await("it is written", () -> end(IsolationLevel.READ_UNCOMMITTED) == 1);

    var after = sink(topic, 1_000);
    after.send(record("key", "after"));
    after.flush();

    assertThatThrownBy(before::flush)
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("weft-test-processor");
    assertThatThrownBy(() -> before.send(record("key", "half")))
        .as("it takes no more until all of the unit comes again")
        .isInstanceOf(RetryableException.class);
    before.rollBack();
    before.send(record("key", "again"));
    before.flush();
    var source = source(ConsumeKafka.From.EARLIEST);
    var all = new ArrayList<Object>();
    while (all.size() < 2) {
      var batch = pollSome(source);
      all.addAll(values(batch));
      position = batch.position();
    }
    assertThat(all).containsExactly(Map.of("key", "after"), Map.of("key", "again"));
  }

  @Test
  void eachMessageNamesThePlaceThatItComesFrom() throws Exception {
    var settings = new PublishKafka.Settings("cluster", topic, null, null, false, null);
    var sink = TestFlow.of(new PublishKafka().create(settings, context.processor()));
    open.add(sink);

    sink.send(record("key", "a"), record("key", "b"));
    sink.flush();

    var properties = kafka.access().clientProperties();
    try (var reader =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      var keys = new ArrayList<String>();
      while (keys.size() < 2) {
        reader
            .poll(Duration.ofSeconds(1))
            .forEach(
                one ->
                    keys.add(
                        new String(
                            one.headers().lastHeader(PublishKafka.IDEMPOTENCY_KEY).value(),
                            StandardCharsets.UTF_8)));
      }
      assertThat(keys).containsExactly("test/line/0", "test/line/1");
    }
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    var deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(deadline);
    }
  }

  /** Where the topic ends for readers of this kind. */
  private long end(IsolationLevel isolation) throws Exception {
    var partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get()
        .offset();
  }

  @Test
  void waitsWhenItIsNotLetInAndShowsNoPassword() {
    context.services().put("cluster", new KafkaAddress(settings("wrong-password")));
    var source = source(ConsumeKafka.From.EARLIEST);

    assertThatThrownBy(() -> source.poll(position))
        .isInstanceOf(RetryableException.class)
        .hasMessageNotContaining("wrong-password");
    assertThat(settings("wrong-password").toString()).doesNotContain("wrong-password");
  }

  private static KafkaCluster.Settings settings(String password) {
    return new KafkaCluster.Settings(
        List.of(kafka.access().bootstrapServers()),
        false,
        null,
        login(1),
        password,
        KafkaCluster.Mechanism.PLAIN);
  }

  private static String password() {
    return login(2);
  }

  private static String login(int group) {
    var matcher = LOGIN.matcher(kafka.access().properties().get("sasl.jaas.config"));
    assertThat(matcher.find()).isTrue();
    return matcher.group(group);
  }

  private SourceProcessor source(ConsumeKafka.From from) {
    var settings =
        new ConsumeKafka.Settings(
            "cluster", List.of(topic), from, ConsumeKafka.Output.RECORDS, null);
    var source = new ConsumeKafka().create(settings, context.processor());
    open.add(source);
    return source;
  }

  private TestFlow sink(String to, int maxBytes) {
    var settings = new PublishKafka.Settings("cluster", to, "key", maxBytes, null, null);
    var flow = TestFlow.of(new PublishKafka().create(settings, context.processor()));
    open.add(flow);
    return flow;
  }

  private SourceProcessor.Batch pollSome(SourceProcessor source) throws Exception {
    while (true) {
      var batch = source.poll(position);
      if (!batch.flowFiles().isEmpty()) {
        return batch;
      }
    }
  }

  private static List<Object> values(SourceProcessor.Batch batch) {
    return batch.flowFiles().stream()
        .flatMap(file -> ((Records) file.content()).items().stream())
        .map(item -> item.record().get("value"))
        .toList();
  }

  private static DataRecord record(String name, Object value) {
    return new DataRecord(Map.of(name, value));
  }
}
