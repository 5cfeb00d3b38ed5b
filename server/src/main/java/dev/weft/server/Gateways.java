package dev.weft.server;

import dev.weft.gateway.GatewaySettings;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gateway's part of the settings. */
final class Gateways {
  private Gateways() {}

  static GatewaySettings settings(Settings settings) {
    var options = settings.gateway();
    var loopback =
        GatewaySettings.loopback(settings.gatewayPort())
            .with(options.brokerPorts())
            .with(options.limits())
            .with(options.logins());
    if (settings.gatewayKeystore().isEmpty()) {
      return loopback;
    }
    var keystore = settings.gatewayKeystore().get();
    var password = settings.gatewayKeystorePassword().map(Gateways::read).orElse("");
    return loopback.withTls(
        settings.gatewayHost(),
        settings.gatewayAdvertised(),
        new GatewaySettings.Tls(keystore, password, "PKCS12", options.clientCertificates()));
  }

  /** What Kafka clients set as {@code security.protocol}. */
  static String security(Settings settings) {
    return settings.gatewayKeystore().isPresent() ? "SASL_SSL" : "SASL_PLAINTEXT";
  }

  /**
   * How Weft's own clients reach the gateway. They trust its very certificate, whoever signed it;
   * so the name in it does not matter to them.
   */
  static Map<String, String> ownClients(Settings settings) {
    var properties = new HashMap<>(Map.of("security.protocol", security(settings)));
    settings(settings)
        .tls()
        .ifPresent(
            tls -> {
              properties.put("ssl.truststore.location", tls.keystore().toString());
              properties.put("ssl.truststore.password", tls.password());
              properties.put("ssl.truststore.type", tls.type());
              properties.put("ssl.endpoint.identification.algorithm", "");
            });
    return properties;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  "cannot-read",
                  "The password of the key store cannot be read from " + file + ".",
                  "Check gateway.tls.keystore.password.file.")),
          e);
    }
  }
}
