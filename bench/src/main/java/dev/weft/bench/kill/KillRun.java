package dev.weft.bench.kill;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Numbers flow from all feeds into a port each while their server is killed at so many moments,
 * some while it starts, most while it works; then they are counted in the topics.
 */
public final class KillRun {
  private static final Duration ARRIVED_WITHIN = Duration.ofMinutes(5);
  private static final long LOOK_NANOS = 300_000_000;

  private final Random random;
  private final int moments;
  private final KillServer server;
  private final List<Feeder> feeders = new ArrayList<>();

  /**
   * What became of the numbers of one feed.
   *
   * @param unanswered given, but not acknowledged; each may have arrived or not
   * @param lost acknowledged and not in the port
   * @param doubled more than once in the port
   */
  public record Outcome(
      int acknowledged, int unanswered, int inPort, int lost, int doubled, int quarantined) {}

  private KillRun(Path folder, List<Feed> feeds, int moments, Random random) {
    this.random = random;
    this.moments = moments;
    this.server = new KillServer(folder, random);
    feeds.forEach(feed -> feeders.add(new Feeder(feed)));
  }

  /** By the feed's name. The feeds are closed with it. */
  static Map<String, Outcome> of(Path folder, List<Feed> feeds, int moments, Random random)
      throws Exception {
    var run = new KillRun(folder, feeds, moments, random);
    try {
      return run.run();
    } finally {
      for (var feeder : run.feeders) {
        feeder.close();
      }
      run.server.close();
    }
  }

  private Map<String, Outcome> run() throws Exception {
    for (var feeder : feeders) {
      var plugin = feeder.feed().plugin();
      if (plugin.isPresent()) {
        server.install(plugin.get());
      }
    }
    server.start();
    server.awaitReady();
    var secrets = new HashMap<String, String>();
    feeders.forEach(each -> secrets.putAll(each.feed().secrets()));
    server.apply(Mesh.documents(feeders.stream().map(Feeder::feed).toList()), secrets);
    feeders.forEach(Feeder::start);
    for (var feeder : feeders) {
      feeder.awaitBegun();
    }
    for (var moment = 0; moment < moments; moment++) {
      awaitSomeMoment();
      server.kill();
      server.start();
    }
    server.awaitReady();
    for (var feeder : feeders) {
      feeder.end();
    }
    return outcomes();
  }

  private void awaitSomeMoment() throws Exception {
    if (random.nextInt(10) < 7) {
      server.awaitReady();
      LockSupport.parkNanos(random.nextInt(2_000) * 1_000_000L);
    } else {
      LockSupport.parkNanos((500 + random.nextInt(4_500)) * 1_000_000L);
    }
  }

  private Map<String, Outcome> outcomes() throws IOException {
    var properties = EmbeddedKafka.accessOf(server.data()).clientProperties();
    properties.put("isolation.level", "read_committed");
    var found = new LinkedHashMap<String, Outcome>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (var feeder : feeders) {
        found.put(feeder.feed().name(), outcome(feeder, consumer));
      }
    }
    return found;
  }

  private static Outcome outcome(Feeder feeder, KafkaConsumer<byte[], byte[]> consumer) {
    var topic = Mesh.topic(feeder.feed());
    var deadline = System.nanoTime() + ARRIVED_WITHIN.toNanos();
    while (true) {
      var numbers = numbers(consumer, topic);
      var lost = (int) feeder.acknowledged().stream().filter(n -> !numbers.containsKey(n)).count();
      if (lost == 0 || System.nanoTime() > deadline) {
        var acknowledged = feeder.acknowledged().cardinality();
        return new Outcome(
            acknowledged,
            feeder.given() - acknowledged,
            numbers.size(),
            lost,
            (int) numbers.values().stream().filter(times -> times > 1).count(),
            read(consumer, topic + ".quarantine").size());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** How often each number is in the topic. */
  private static Map<Integer, Integer> numbers(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    var times = new HashMap<Integer, Integer>();
    read(consumer, topic)
        .forEach(value -> times.merge(Json.parse(value).path("n").asInt(), 1, Integer::sum));
    times.remove(Feed.NO_NUMBER);
    return times;
  }

  private static List<byte[]> read(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var ends = consumer.endOffsets(partitions);
    var values = new ArrayList<byte[]>();
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
    }
    return values;
  }
}
