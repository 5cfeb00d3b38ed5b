package dev.weft.connect;

import dev.weft.flow.host.HostSecret;
import dev.weft.model.KafkaAccess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of a flow's connector, which the server writes: which flow, where the server and the
 * gateway are, and the flow's key. Its text form shows no secret.
 *
 * @param kafka the gateway, with the key's login
 */
record HostSettings(String flow, URI server, String key, String secret, KafkaAccess kafka) {
  private static final String FLOW = "weft.flow";
  private static final String SERVER = "weft.server";
  private static final String GATEWAY = "weft.gateway";
  private static final String KEY = "weft.key";
  private static final String SECRET = "weft.secret";
  private static final String HOSTS_SECRET = "weft.hosts.secret";
  private static final String KAFKA = "weft.kafka.";

  static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(FLOW, ConfigDef.Type.STRING, Importance.HIGH, "The flow that the task runs.")
          .define(
              SERVER, ConfigDef.Type.STRING, Importance.HIGH, "The URL of Weft's REST interface.")
          .define(GATEWAY, ConfigDef.Type.STRING, Importance.HIGH, "The address of Weft's gateway.")
          .define(KEY, ConfigDef.Type.STRING, Importance.HIGH, "The id of the flow's key.")
          .define(SECRET, ConfigDef.Type.PASSWORD, "", Importance.HIGH, "The key's secret.")
          .define(
              HOSTS_SECRET,
              ConfigDef.Type.PASSWORD,
              "",
              Importance.HIGH,
              "The secret of all hosts, from which the key's is made; instead of " + SECRET + ".");

  static HostSettings of(Map<String, String> settings) {
    var read = DEFINITION.parse(settings);
    var key = (String) read.get(KEY);
    var secret = secret(settings, key);
    var kafka = new HashMap<String, String>();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(KAFKA)) {
            kafka.put(name.substring(KAFKA.length()), value);
          }
        });
    kafka.put("sasl.mechanism", "SCRAM-SHA-512");
    kafka.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + key
            + "\" password=\""
            + secret
            + "\";");
    return new HostSettings(
        (String) read.get(FLOW),
        server((String) read.get(SERVER)),
        key,
        secret,
        new KafkaAccess((String) read.get(GATEWAY), kafka));
  }

  private static URI server(String text) {
    if (!text.matches("https?://[^/?#\\s@]+")) {
      throw new ConfigException(SERVER, text, "It is http://HOST:PORT, or https.");
    }
    return URI.create(text);
  }

  private static String secret(Map<String, String> settings, String key) {
    var own = settings.getOrDefault(SECRET, "");
    var all = settings.getOrDefault(HOSTS_SECRET, "").strip();
    if (own.isEmpty() == all.isEmpty()) {
      throw new ConfigException("Give either " + SECRET + " or " + HOSTS_SECRET + ".");
    }
    var secret = own.isEmpty() ? HostSecret.of(all.getBytes(StandardCharsets.UTF_8), key) : own;
    if (!(key + secret).matches("[A-Za-z0-9_~-]+")) {
      throw new ConfigException("The key or its secret has characters that no key has.");
    }
    return secret;
  }

  @Override
  public String toString() {
    return "flow " + flow + " of " + server;
  }
}
