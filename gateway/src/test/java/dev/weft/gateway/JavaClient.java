package dev.weft.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What an application does with Kafka's Java client, as a program that is run with the libraries of
 * old and new releases; so it uses only what all of them have. It prints what it sees, a fact a
 * line. Arguments: HOST:PORT, secret, topic, group, and "classic" or "consumer".
 */
@SuppressWarnings("FutureReturnValueIgnored") // flush and commit wait, and the test counts
final class JavaClient {
  private final String broker;
  private final String secret;
  private final TopicPartition partition;
  private final String group;
  private final String protocol;
  private final long begin = Instant.now().minusSeconds(10_000).toEpochMilli();

  private JavaClient(String[] arguments) {
    broker = arguments[0];
    secret = arguments[1];
    partition = new TopicPartition(arguments[2], 0);
    group = arguments[3];
    protocol = arguments[4];
  }

  public static void main(String[] arguments) {
    var client = new JavaClient(arguments);
    client.write();
    client.writeInTransactions();
    client.readInGroup("read", 25);
    client.readInGroup("resumed", Integer.MAX_VALUE);
    client.lookAround();
    client.tryWithoutGrant();
  }

  private void write() {
    try (var producer = producer(Map.of("enable.idempotence", "true", "compression.type", "lz4"))) {
      for (int id = 0; id < 200; id++) {
        producer.send(row(id));
      }
    }
  }

  private void writeInTransactions() {
    var settings = Map.<String, Object>of("transactional.id", group, "compression.type", "zstd");
    try (var producer = producer(settings);
        var reader = consumer("shop-key", Map.of("group.id", group))) {
      producer.initTransactions();
      for (int block = 0; block < 3; block++) {
        producer.beginTransaction();
        for (int id = 0; id < 50; id++) {
          producer.send(row(1_000 + block * 50 + id));
        }
        producer.flush();
        if (block == 1) {
          producer.abortTransaction();
        } else {
          producer.sendOffsetsToTransaction(
              Map.of(partition, new OffsetAndMetadata(block + 7)), reader.groupMetadata());
          producer.commitTransaction();
        }
      }
      var committed = reader.committed(java.util.Set.of(partition)).get(partition);
      say("committed-in-transaction", committed == null ? "nothing" : committed.offset());
    }
  }

  private ProducerRecord<String, String> row(int id) {
    var country = id % 5 == 0 ? "Canada" : "Brazil";
    var value =
        "{\"id\":" + id + ",\"email\":\"" + id + "@x.org\",\"country\":\"" + country + "\"}";
    return new ProducerRecord<>(partition.topic(), 0, begin + id * 1_000L, "k" + id, value);
  }

  /** Reads so many, or all there are, and commits them. */
  private void readInGroup(String fact, int most) {
    var settings = new HashMap<String, Object>();
    settings.put("group.id", group);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("max.poll.records", "5");
    if (protocol.equals("consumer")) {
      settings.put("group.protocol", "consumer");
    }
    try (var reader = consumer("ada-key", settings)) {
      reader.subscribe(List.of(partition.topic()));
      var end = reader.endOffsets(List.of(partition)).get(partition);
      var count = 0;
      while (count < most && !(isAssigned(reader) && reader.position(partition) >= end)) {
        for (var each : reader.poll(Duration.ofMillis(100))) {
          say(fact, each);
          count++;
        }
      }
      reader.commitSync();
    }
  }

  private boolean isAssigned(KafkaConsumer<String, String> reader) {
    return reader.assignment().contains(partition);
  }

  private void lookAround() {
    try (var reader = consumer("ada-key", Map.of("isolation.level", "read_uncommitted"))) {
      var all = List.of(partition);
      reader.assign(all);
      var end = reader.endOffsets(all).get(partition);
      say("begin", reader.beginningOffsets(all).get(partition));
      say("end", end);
      say(
          "time",
          reader.offsetsForTimes(Map.of(partition, begin + 100_000)).get(partition).offset());
      reader.seek(partition, 0);
      while (reader.position(partition) < end) {
        reader.poll(Duration.ofMillis(100)).forEach(each -> say("uncommitted", each.offset()));
      }
      reader.seek(partition, 41);
      var found = reader.poll(Duration.ofSeconds(20));
      say("sought", found.isEmpty() ? "nothing" : found.iterator().next().offset());
    }
  }

  private void tryWithoutGrant() {
    try (var reader = consumer("bo-key", Map.of())) {
      reader.assign(List.of(partition));
      reader.seek(partition, 0);
      for (int i = 0; i < 100; i++) {
        reader.poll(Duration.ofMillis(200)).forEach(each -> say("leaked", each));
      }
    } catch (AuthorizationException e) {
      say("refused", e.getClass().getSimpleName());
    }
  }

  private static void say(String fact, ConsumerRecord<String, String> record) {
    say(fact, record.offset() + " " + record.value());
  }

  private static void say(String fact, Object what) {
    System.out.println(fact + " " + what);
  }

  private KafkaProducer<String, String> producer(Map<String, Object> more) {
    var settings = login("shop-key");
    settings.putAll(more);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private KafkaConsumer<String, String> consumer(String key, Map<String, Object> more) {
    var settings = login(key);
    settings.put("auto.offset.reset", "earliest");
    settings.putAll(more);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  private Map<String, Object> login(String key) {
    var settings = new HashMap<String, Object>();
    settings.put("bootstrap.servers", broker);
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + key
            + "\" password=\""
            + secret
            + "\";");
    return settings;
  }
}
