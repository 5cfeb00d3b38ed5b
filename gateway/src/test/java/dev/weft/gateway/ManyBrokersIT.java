package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.GatewaySettings.BrokerPorts;
import dev.weft.model.PortName;
import dev.weft.spi.Schemas;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway, and a second beside it, in front of a Kafka of three brokers that may be killed. */
@SuppressWarnings("FutureReturnValueIgnored") // commits and flushes wait, and readers see the rest
class ManyBrokersIT {
  private static final Rulings RULINGS = new Rulings();
  private static final Keys KEYS = new Keys();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static Cluster cluster;
  private static Gateway gateway;
  private static Admin direct;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    cluster = Cluster.start(folder, 3);
    gateway = open(GatewaySettings.loopback(0));
    direct = Admin.create(cluster.access().clientProperties());
    KEYS.add("ada-key", Rig.ADA, Rig.SECRET);
    KEYS.add("shop-key", Rig.SHOP, Rig.SECRET);
  }

  @AfterAll
  static void stop() {
    direct.close();
    gateway.close();
    cluster.close();
  }

  @Test
  void eachBrokerHasAPortOfTheGateway() throws Exception {
    var port = port(6);

    try (var client = Admin.create(client(gateway, "ada-key"))) {
      var nodes = client.describeCluster().nodes().get();
      assertThat(nodes).hasSize(3).extracting(Node::id).containsExactlyInAnyOrder(1, 2, 3);
      assertThat(nodes).extracting(Node::host).containsOnly("127.0.0.1");
      assertThat(ports(nodes)).hasSize(3).doesNotContainAnyElementsOf(ports(realNodes()));
      var partitions =
          client
              .describeTopics(List.of(port.topic()))
              .allTopicNames()
              .get()
              .get(port.topic())
              .partitions();
      assertThat(partitions)
          .allSatisfy(each -> assertThat(nodes).contains(each.leader()))
          .extracting(each -> each.leader().id())
          .contains(1, 2, 3);
    }
  }

  @Test
  void namedPortsAreGivenByTheBrokersNumbers() throws Exception {
    var first = Cluster.free(1).get(0);
    var settings = GatewaySettings.loopback(0).with(new BrokerPorts(first, 7));
    try (var named = open(settings);
        var client = Admin.create(client(named, "ada-key"))) {
      assertThat(client.describeCluster().nodes().get())
          .hasSize(3)
          .allSatisfy(
              node ->
                  assertThat(node.port())
                      .isBetween(first, first + 6)
                      .isGreaterThanOrEqualTo(first + node.id()));
    }
  }

  @Test
  void nothingIsLostOrDoubledWhenALeaderIsKilled() throws Exception {
    var port = port(3);
    var reading = new Reading(port, List.of(gateway));
    var written = new ConcurrentHashMap<String, Boolean>();
    var stop = new AtomicBoolean();
    var failure = new ArrayList<Throwable>();
    var writers =
        List.of(
            new Thread(() -> writeIdempotently(port, written, stop, failure)),
            new Thread(() -> writeTransactions(port, written, stop, failure)));
    writers.forEach(Thread::start);
    try (reading) {
      Rig.await(() -> reading.seen.size() > 200);

      var leader = leader(new TopicPartition(port.topic(), 0));
      cluster.kill(leader);
      var afterKill = reading.seen.size();
      Rig.await(() -> reading.seen.size() > afterKill + 500 && reading.commits.get() > 3);
      cluster.restart(leader);
      var afterRestart = reading.seen.size();
      Rig.await(() -> reading.seen.size() > afterRestart + 200);
      stop.set(true);
      for (var writer : writers) {
        writer.join();
      }

      assertThat(failure).isEmpty();
      Rig.await(() -> reading.seen.keySet().containsAll(written.keySet()));
      // A group may read again what it had not committed; what lies in the log counts.
      assertThat(stored(port)).containsExactlyInAnyOrderElementsOf(written.keySet());
      assertThat(reading.failures).isEmpty();
    }
  }

  @Test
  void aGroupOverTwoGatewaysOutlivesOneOfThem() throws Exception {
    var port = port(4);
    var second = open(GatewaySettings.loopback(0));
    try (var one = new Reading(port, List.of(gateway, second));
        var other = new Reading(port, List.of(second, gateway), one.group)) {
      var written = write(port, 0, 400);
      Rig.await(() -> one.seen.size() + other.seen.size() >= 400);

      second.close();
      written.addAll(write(port, 400, 400));

      var all = ConcurrentHashMap.<String>newKeySet();
      Rig.await(
          () -> {
            all.addAll(one.seen.keySet());
            all.addAll(other.seen.keySet());
            return all.size() == 800;
          });
      assertThat(all).containsExactlyInAnyOrderElementsOf(written);
      assertThat(one.failures).isEmpty();
      assertThat(other.failures).isEmpty();
    } finally {
      second.close();
    }
  }

  /** A member of a group that reads in the background and commits as it goes. */
  private static final class Reading implements AutoCloseable {
    final Map<String, Integer> seen = new ConcurrentHashMap<>();
    final List<Throwable> failures = new ArrayList<>();
    final AtomicInteger commits = new AtomicInteger();
    final String group;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Thread thread;

    Reading(PortName port, List<Gateway> gateways) {
      this(port, gateways, "group-" + NAMES.incrementAndGet());
    }

    Reading(PortName port, List<Gateway> gateways, String group) {
      this.group = group;
      thread = new Thread(() -> read(port, gateways));
      thread.start();
    }

    private void read(PortName port, List<Gateway> gateways) {
      var properties = client(gateways.get(0), "ada-key");
      properties.put(
          "bootstrap.servers",
          gateways.stream().map(ManyBrokersIT::address).collect(Collectors.joining(",")));
      properties.put("group.id", group);
      properties.put("auto.offset.reset", "earliest");
      properties.put("isolation.level", "read_committed");
      properties.put("session.timeout.ms", "8000");
      properties.put("enable.auto.commit", "false");
      try (Consumer<String, String> consumer =
          new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
        consumer.subscribe(List.of(port.topic()));
        while (!stop.get()) {
          consumer
              .poll(Duration.ofMillis(200))
              .forEach(record -> seen.merge(record.value(), 1, Integer::sum));
          commit(consumer);
        }
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }

    private void commit(Consumer<String, String> consumer) {
      try {
        consumer.commitSync(Duration.ofSeconds(5));
        commits.incrementAndGet();
      } catch (KafkaException e) {
        // The group moves to another coordinator, or has just been rebalanced: read on.
      }
    }

    @Override
    public void close() {
      stop.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void writeIdempotently(
      PortName port, Map<String, Boolean> written, AtomicBoolean stop, List<Throwable> failure) {
    try (var producer = producer(Map.of("enable.idempotence", "true"))) {
      for (int i = 0; !stop.get(); i++) {
        var value = json("plain-" + i);
        producer.send(new ProducerRecord<>(port.topic(), i % 3, null, value)).get();
        written.put(value, true);
      }
    } catch (ExecutionException | InterruptedException | RuntimeException e) {
      failure.add(e);
    }
  }

  private static void writeTransactions(
      PortName port, Map<String, Boolean> written, AtomicBoolean stop, List<Throwable> failure) {
    try (var producer = producer(Map.of("transactional.id", "shop-" + NAMES.incrementAndGet()))) {
      producer.initTransactions();
      for (int i = 0; !stop.get(); i++) {
        var batch = "batch-" + i + "-";
        producer.beginTransaction();
        try {
          for (int j = 0; j < 6; j++) {
            producer.send(new ProducerRecord<>(port.topic(), j % 3, null, json(batch + j)));
          }
          producer.commitTransaction();
          IntStream.range(0, 6).forEach(j -> written.put(json(batch + j), true));
        } catch (ProducerFencedException e) {
          throw e;
        } catch (KafkaException e) {
          producer.abortTransaction();
        }
      }
    } catch (RuntimeException e) {
      failure.add(e);
    }
  }

  private static Set<String> write(PortName port, int from, int count) {
    var values = new TreeSet<String>();
    try (var producer = producer(Map.of())) {
      for (int i = from; i < from + count; i++) {
        values.add(json("value-" + i));
        producer.send(new ProducerRecord<>(port.topic(), json("value-" + i)));
      }
      producer.flush();
    }
    return values;
  }

  /** A port takes JSON objects only. */
  private static String json(String id) {
    return "{\"id\":\"" + id + "\"}";
  }

  /** Every committed value that is in the log, as often as it is there. */
  private static List<String> stored(PortName port) {
    var values = new ArrayList<String>();
    var properties = cluster.access().clientProperties();
    properties.put("isolation.level", "read_committed");
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      var partitions =
          IntStream.range(0, 3).mapToObj(i -> new TopicPartition(port.topic(), i)).toList();
      var ends = new TreeMap<Integer, Long>();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      consumer.endOffsets(partitions).forEach((at, end) -> ends.put(at.partition(), end));
      Rig.await(
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            return partitions.stream()
                .allMatch(at -> consumer.position(at) >= ends.get(at.partition()));
          });
    }
    return values;
  }

  private static Producer<String, String> producer(Map<String, Object> more) {
    var properties = client(gateway, "shop-key");
    properties.put("delivery.timeout.ms", "60000");
    properties.putAll(more);
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  private static PortName port(int partitions) throws Exception {
    var port = new PortName("shop", "port" + NAMES.incrementAndGet());
    direct.createTopics(List.of(new NewTopic(port.topic(), partitions, (short) 3))).all().get();
    RULINGS.grantAll(Rig.ADA, port);
    RULINGS.letWrite(Rig.SHOP, port);
    return port;
  }

  private static int leader(TopicPartition at) throws Exception {
    return direct
        .describeTopics(List.of(at.topic()))
        .allTopicNames()
        .get()
        .get(at.topic())
        .partitions()
        .get(at.partition())
        .leader()
        .id();
  }

  private static Iterable<Node> realNodes() throws Exception {
    return direct.describeCluster().nodes().get();
  }

  private static Set<Integer> ports(Iterable<Node> nodes) {
    var ports = new TreeSet<Integer>();
    nodes.forEach(node -> ports.add(node.port()));
    return ports;
  }

  private static Gateway open(GatewaySettings settings) {
    return Gateway.start(
        settings,
        cluster.access(),
        RULINGS,
        KEYS,
        new Witness(),
        new Sightings(),
        Schemas.NONE,
        new Promises(),
        Clock.systemUTC());
  }

  private static String address(Gateway gateway) {
    return "127.0.0.1:" + gateway.address().getPort();
  }

  private static Properties client(Gateway gateway, String key) {
    var properties = new Properties();
    properties.put("bootstrap.servers", address(gateway));
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
            + key
            + "\" password=\""
            + Rig.SECRET
            + "\";");
    properties.put("request.timeout.ms", "10000");
    properties.put("default.api.timeout.ms", "30000");
    return properties;
  }
}
