package dev.weft.server;

import dev.weft.gateway.GatewaySettings;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.http.GatewayDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
    var password =
        settings
            .gatewayKeystorePassword()
            .map(file -> read(file, "gateway.tls.keystore.password.file"))
            .orElse("");
    return loopback.withTls(
        settings.gatewayHost(),
        settings.gatewayAdvertised(),
        new GatewaySettings.Tls(keystore, password, "PKCS12", options.clientCertificates()));
  }

  /** What Kafka clients are told of the gateway. */
  static GatewayDoor door(Settings settings, Supplier<String> address) {
    var options = settings.gateway();
    return new GatewayDoor(
        address,
        security(settings),
        () -> settings(settings).tls().map(Gateways::trust).orElse(""),
        options
            .issuer()
            .map(
                issuer ->
                    new GatewayDoor.Issuer(
                        issuer.issuer(), issuer.audience(), options.tokenUrl())));
  }

  /**
   * The certificate at the end of the chain, if it has signed itself: whoever trusts it trusts the
   * gateway. Without one, an authority has signed the gateway's that is not in the key store. Read
   * each time, since the gateway takes up new certificates.
   */
  private static String trust(GatewaySettings.Tls tls) {
    try (var in = Files.newInputStream(tls.keystore())) {
      var store = KeyStore.getInstance(tls.type());
      store.load(in, tls.password().toCharArray());
      for (var alias : Collections.list(store.aliases())) {
        var chain = store.getCertificateChain(alias);
        if (chain != null && chain[chain.length - 1] instanceof X509Certificate last) {
          var own = last.getIssuerX500Principal().equals(last.getSubjectX500Principal());
          return own ? pem(last) : "";
        }
      }
      return "";
    } catch (IOException | GeneralSecurityException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  "cannot-read",
                  "The gateway's key store cannot be read: " + e.getMessage() + ".",
                  "Check gateway.tls.keystore.")),
          e);
    }
  }

  private static String pem(X509Certificate certificate) throws CertificateEncodingException {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN CERTIFICATE-----\n"
        + lines.encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
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

  /** The secret in a file that a setting names. */
  static String read(Path file, String setting) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ProblemException(
          List.of(
              Problem.environment(
                  "cannot-read",
                  "The secret of " + setting + " cannot be read from " + file + ".",
                  "Check that setting, and that Weft may read the file.")),
          e);
    }
  }
}
