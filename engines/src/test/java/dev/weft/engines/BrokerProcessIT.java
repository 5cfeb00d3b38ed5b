package dev.weft.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessIT {
  private static final String TOPIC = "numbers";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 20_000;

  @TempDir Path data;

  @Test
  void losesNothingAcknowledgedWhenKilledUnderLoad() throws Exception {
    Set<Integer> acknowledged;
    try (var broker = BrokerProcess.start(data)) {
      create(broker);
      acknowledged = writeUntilKilled(broker);
    }

    var again = Instant.now();
    try (var broker = BrokerProcess.start(data)) {
      var downtime = Duration.between(again, Instant.now());

      assertThat(read(broker)).containsAll(acknowledged);
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);
      assertThat(downtime).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void endsWithASentenceWhenTheDiskIsFullAndLosesNothing() throws Exception {
    var errors = Files.createTempFile("broker", ".err");
    try (var disk = SmallDisk.mount(data, 200)) {
      Set<Integer> acknowledged;
      try (var broker = BrokerProcess.start(data, Redirect.to(errors.toFile()))) {
        create(broker);
        acknowledged = writeUntilItEnds(broker);

        assertThat(broker.awaitEnd()).isEqualTo(3);
        assertThat(errors).content().contains("kafka-stopped", "has only");
      }

      disk.resize(500);
      try (var broker = BrokerProcess.start(data)) {
        assertThat(read(broker)).containsAll(acknowledged);
        assertThat(acknowledged).isNotEmpty();
      }
    } finally {
      Files.delete(errors);
    }
  }

  /** Large values until one is not acknowledged. */
  private static Set<Integer> writeUntilItEnds(BrokerProcess broker) throws Exception {
    var acknowledged = new TreeSet<Integer>();
    var settings = broker.access().clientProperties();
    settings.put("key.serializer", StringSerializer.class.getName());
    settings.put("value.serializer", StringSerializer.class.getName());
    settings.put("delivery.timeout.ms", "4000");
    settings.put("request.timeout.ms", "3000");
    settings.put("max.block.ms", "2000");
    var filling = " ".repeat(500_000);
    try (var producer = new KafkaProducer<String, String>(settings)) {
      for (int value = 0; ; value++) {
        producer.send(new ProducerRecord<>(TOPIC, value + filling)).get();
        acknowledged.add(value);
      }
    } catch (ExecutionException | TimeoutException e) {
      return acknowledged;
    }
  }

  private static void create(BrokerProcess broker) throws Exception {
    try (var admin = Admin.create(broker.access().clientProperties())) {
      var topic = new NewTopic(TOPIC, Optional.of(1), Optional.empty());
      admin.createTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
    }
  }

  /** Kills the broker in the middle of the load and returns what it had acknowledged by then. */
  private static Set<Integer> writeUntilKilled(BrokerProcess broker) throws Exception {
    var acknowledged = new ConcurrentSkipListSet<Integer>();
    var settings = broker.access().clientProperties();
    settings.put("key.serializer", StringSerializer.class.getName());
    settings.put("value.serializer", StringSerializer.class.getName());
    settings.put("max.block.ms", "1000");
    settings.put("reconnect.backoff.max.ms", "2000");
    try (var producer = new KafkaProducer<String, String>(settings)) {
      var number = 0;
      while (acknowledged.size() < ACKNOWLEDGED_BEFORE_THE_KILL) {
        var value = number++;
        var unused =
            producer.send(
                new ProducerRecord<>(TOPIC, "" + value),
                (place, failure) -> {
                  if (failure == null) {
                    acknowledged.add(value);
                  }
                });
      }
      broker.kill();
      producer.close(Duration.ZERO);
    }
    return acknowledged;
  }

  private static Set<Integer> read(BrokerProcess broker) {
    var settings = broker.access().clientProperties();
    settings.put("key.deserializer", StringDeserializer.class.getName());
    settings.put("value.deserializer", StringDeserializer.class.getName());
    var found = new TreeSet<Integer>();
    try (var consumer = new KafkaConsumer<String, String>(settings)) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      var end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
      while (consumer.position(PARTITION) < end) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(record -> found.add(Integer.valueOf(record.value().strip())));
      }
    }
    return found;
  }
}
