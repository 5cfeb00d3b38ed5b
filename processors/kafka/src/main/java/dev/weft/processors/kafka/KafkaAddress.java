package dev.weft.processors.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/** What clients need to reach a cluster. For any thread. */
public final class KafkaAddress {
  private final KafkaCluster.Settings settings;

  KafkaAddress(KafkaCluster.Settings settings) {
    this.settings = settings;
  }

  /** For people and for trace. */
  String title() {
    return "kafka://" + settings.bootstrapServers().get(0);
  }

  /** A new map, to which a client adds what is its own. */
  Map<String, Object> properties() {
    var properties = new HashMap<String, Object>();
    properties.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        String.join(",", settings.bootstrapServers()));
    var isUser = !settings.user().isEmpty();
    var protocol = (isUser ? "SASL_" : "") + (settings.secure() ? "SSL" : "PLAINTEXT");
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
    if (!settings.trusted().isEmpty()) {
      properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, settings.trusted());
    }
    if (isUser) {
      properties.put(SaslConfigs.SASL_MECHANISM, settings.mechanism().wire());
      properties.put(SaslConfigs.SASL_JAAS_CONFIG, jaas());
    }
    return properties;
  }

  private String jaas() {
    var module =
        settings.mechanism() == KafkaCluster.Mechanism.PLAIN
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return String.format(
        "%s required username=\"%s\" password=\"%s\";",
        module, escaped(settings.user()), escaped(settings.password()));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
