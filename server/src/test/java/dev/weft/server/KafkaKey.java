package dev.weft.server;

import dev.weft.model.Json;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A key for Kafka clients, as somebody got it from {@code weft connect}; given by PLAIN, as the
 * rounds of SCRAM would be much of a test's time. ChinookIT and RegistryIT do as people do.
 */
record KafkaKey(String bootstrap, String id, String secret) {

  static KafkaKey of(Rest person, String port) {
    var answer = person.post("/api/v1/keys", Json.object().put("port", port));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.text());
    }
    var key = answer.body();
    return new KafkaKey(
        key.path("bootstrap").asText(), key.path("id").asText(), key.path("secret").asText());
  }

  /** The same key at another server's gateway. */
  KafkaKey at(String address) {
    return new KafkaKey(address, id, secret);
  }

  /** Where to connect, and as whom. */
  Properties properties() {
    var properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
            + id
            + "\" password=\""
            + secret
            + "\";");
    return properties;
  }

  KafkaConsumer<String, String> consumer(String group) {
    return new KafkaConsumer<>(reading(group), new StringDeserializer(), new StringDeserializer());
  }

  /** Reads records as they come, in no group. */
  KafkaConsumer<byte[], byte[]> bytes() {
    return new KafkaConsumer<>(
        reading(""), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Properties reading(String group) {
    var properties = properties();
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("max.poll.records", 100_000);
    properties.put("reconnect.backoff.max.ms", 500);
    properties.put("default.api.timeout.ms", 10_000);
    if (!group.isEmpty()) {
      properties.put("group.id", group);
      properties.put("session.timeout.ms", 6_000);
    }
    return properties;
  }
}
