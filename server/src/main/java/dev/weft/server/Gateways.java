package dev.weft.server;

import dev.weft.gateway.GatewaySettings;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The gateway's part of the settings. */
final class Gateways {
  private Gateways() {}

  static GatewaySettings settings(Settings settings) {
    var loopback = GatewaySettings.loopback(settings.gatewayPort());
    if (settings.gatewayKeystore().isEmpty()) {
      return loopback;
    }
    var keystore = settings.gatewayKeystore().get();
    var password = settings.gatewayKeystorePassword().map(Gateways::read).orElse("");
    return loopback.withTls(
        settings.gatewayHost(),
        settings.gatewayAdvertised(),
        new GatewaySettings.Tls(keystore, password, "PKCS12"));
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
