package dev.weft.gateway;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker, a gateway in front of it, and what tests need to drive both. */
@SuppressWarnings("FutureReturnValueIgnored") // flush waits, and readers see what is missing
final class Rig implements AutoCloseable {
  private static final long STEP_NANOS = 2_000_000;

  static final PrincipalId ADA = PrincipalId.user("ada");
  static final PrincipalId BO = PrincipalId.user("bo");
  static final PrincipalId SHOP = PrincipalId.product("shop");
  static final String SECRET = "correct horse battery staple";

  final Rulings rulings = new Rulings();
  final Keys keys = new Keys();
  final Witness witness = new Witness();
  final Sightings sightings = new Sightings();
  final Registered schemas = new Registered();
  final Promises promises = new Promises();
  final EmbeddedKafka kafka;
  final Gateway gateway;
  private final Admin admin;
  private final Producer<String, String> direct;
  private final AtomicInteger names = new AtomicInteger();

  private Rig(Path folder) {
    kafka = EmbeddedKafka.start(folder);
    gateway = another(Clock.systemUTC());
    admin = Admin.create(kafka.access().clientProperties());
    direct =
        new KafkaProducer<>(
            kafka.access().clientProperties(), new StringSerializer(), new StringSerializer());
    keys.add("ada-key", ADA, SECRET);
    keys.add("bo-key", BO, SECRET);
    keys.add("shop-key", SHOP, SECRET);
  }

  static Rig start(Path folder) {
    return new Rig(folder);
  }

  /** Another gateway in front of the same broker, with a clock of its own. */
  Gateway another(Clock clock) {
    return Gateway.start(
        GatewaySettings.loopback(0),
        kafka.access(),
        rulings,
        keys,
        witness,
        sightings,
        schemas,
        promises,
        clock);
  }

  /** What clients set to go through another gateway than the rig's. */
  static Map<String, Object> at(Gateway gateway) {
    return Map.of("bootstrap.servers", "127.0.0.1:" + gateway.address().getPort());
  }

  /** A new port with its topic. */
  PortName port(int partitions) {
    var port = new PortName("shop", "port" + names.incrementAndGet());
    create(port.topic(), partitions);
    return port;
  }

  void create(String topic, int partitions) {
    try {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
      // It exists when its partitions answer: who writes before, on a busy machine, can find a
      // broker that does not lead them yet, and an idempotent producer does not get over that.
      var all = new HashMap<TopicPartition, OffsetSpec>();
      for (int i = 0; i < partitions; i++) {
        all.put(new TopicPartition(topic, i), OffsetSpec.latest());
      }
      await(() -> answers(all));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean answers(Map<TopicPartition, OffsetSpec> partitions) {
    try {
      admin.listOffsets(partitions).all().get();
      return true;
    } catch (ExecutionException e) {
      return false; // What it says as long as it does not know of them.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Admin admin() {
    return admin;
  }

  /** Writes past the gateway. */
  void write(PortName port, String... values) {
    for (var value : values) {
      direct.send(new ProducerRecord<>(port.topic(), value));
    }
    direct.flush();
  }

  void write(ProducerRecord<String, String> entry) {
    direct.send(entry);
    direct.flush();
  }

  /** A producer of transactions past the gateway. */
  Producer<String, String> transactional() {
    var properties = kafka.access().clientProperties();
    properties.put("transactional.id", "direct" + names.incrementAndGet());
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  void writeMany(PortName port, int count) {
    IntStream.range(0, count)
        .forEach(
            i ->
                direct.send(
                    new ProducerRecord<>(port.topic(), 0, "key" + i, "{\"number\":" + i + "}")));
    direct.flush();
  }

  Properties client(String keyId, String secret, String mechanism) {
    var module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    var properties = new Properties();
    properties.put("bootstrap.servers", "127.0.0.1:" + gateway.address().getPort());
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", mechanism);
    properties.put(
        "sasl.jaas.config",
        module + " required username=\"" + keyId + "\" password=\"" + secret + "\";");
    properties.put("request.timeout.ms", "10000");
    properties.put("default.api.timeout.ms", "15000");
    return properties;
  }

  /** By PLAIN: the rounds of SCRAM would be much of a test's time. */
  Properties client(String keyId) {
    return client(keyId, SECRET, "PLAIN");
  }

  Consumer<String, String> consumer(String keyId, Map<String, Object> more) {
    var properties = client(keyId);
    properties.put("auto.offset.reset", "earliest");
    properties.putAll(more);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
  }

  Consumer<String, String> reader(String keyId, PortName port) {
    return reader(keyId, port, Map.of());
  }

  /** A consumer of partition 0 from the beginning, without a group. */
  Consumer<String, String> reader(String keyId, PortName port, Map<String, Object> more) {
    var consumer = consumer(keyId, more);
    var partition = new TopicPartition(port.topic(), 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    return consumer;
  }

  /** Polls until there are so many records, for a minute at most. */
  static List<ConsumerRecord<String, String>> poll(Consumer<String, String> consumer, int count) {
    var records = new ArrayList<ConsumerRecord<String, String>>();
    await(
        () -> {
          consumer.poll(Duration.ofMillis(200)).forEach(records::add);
          return records.size() >= count;
        });
    return records;
  }

  /** Tries again until it holds, for a minute at most. */
  static void await(BooleanSupplier condition) {
    var deadline = Instant.now().plusSeconds(60);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("It did not become true within 60 seconds.");
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  @Override
  public void close() {
    direct.close();
    admin.close();
    gateway.close();
    kafka.close();
  }
}
