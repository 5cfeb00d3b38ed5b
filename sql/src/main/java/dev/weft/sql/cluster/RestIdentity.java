package dev.weft.sql.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads from Flink's own settings, {@code security.ssl.rest.*}, how a client shows who it is. */
final class RestIdentity {
  private static final String PREFIX = "security.ssl.rest.";

  private RestIdentity() {}

  /** Empty where TLS is not said to be on. */
  static Optional<SSLContext> of(Map<String, String> settings) {
    if (!Boolean.parseBoolean(settings.getOrDefault(PREFIX + "enabled", "false"))) {
      return Optional.empty();
    }
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(settings, "truststore"));
      var context = SSLContext.getInstance("TLS");
      context.init(keys(settings), trust.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the settings " + PREFIX + "* do not fit: " + e, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyManager[] keys(Map<String, String> settings)
      throws GeneralSecurityException, IOException {
    if (!settings.containsKey(PREFIX + "keystore")) {
      return new KeyManager[0];
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(
        store(settings, "keystore"),
        settings.getOrDefault(PREFIX + "key-password", "").toCharArray());
    return factory.getKeyManagers();
  }

  private static KeyStore store(Map<String, String> settings, String which)
      throws GeneralSecurityException, IOException {
    var file = settings.get(PREFIX + which);
    if (file == null) {
      return null; // What the JDK trusts.
    }
    var store = KeyStore.getInstance(settings.getOrDefault(PREFIX + which + "-type", "PKCS12"));
    try (var in = Files.newInputStream(Path.of(file))) {
      store.load(in, settings.getOrDefault(PREFIX + which + "-password", "").toCharArray());
    }
    return store;
  }
}
