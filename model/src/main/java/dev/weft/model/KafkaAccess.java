package dev.weft.model;

import java.util.Map;
import java.util.Properties;

/**
 * How to reach a Kafka cluster, or the gateway: bootstrap servers and the client properties that
 * carry the credentials. Its text form shows no property.
 */
public record KafkaAccess(String bootstrapServers, Map<String, String> properties) {
  public KafkaAccess {
    properties = Map.copyOf(properties);
  }

  /** The properties for a Kafka client, bootstrap servers included; a fresh copy. */
  public Properties clientProperties() {
    var all = new Properties();
    all.putAll(properties);
    all.put("bootstrap.servers", bootstrapServers);
    return all;
  }

  @Override
  public String toString() {
    return "Kafka at " + bootstrapServers;
  }
}
