package dev.weft.processors.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and keys from PEM files (RFC 7468). Messages name the file, never a key. */
final class PemFiles {
  private static final int BYTES_MAX = 4 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private PemFiles() {}

  static SSLContext context(TlsContext.Settings settings) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          settings.key().isEmpty() ? null : shown(settings),
          settings.trusted().isEmpty() ? null : trusted(settings.trusted()),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trusted(String file) throws IOException, GeneralSecurityException {
    var store = empty();
    var number = 0;
    for (var certificate : certificates(file)) {
      store.setCertificateEntry("trusted-" + number++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] shown(TlsContext.Settings settings)
      throws IOException, GeneralSecurityException {
    var store = empty();
    var chain = certificates(settings.certificate()).toArray(Certificate[]::new);
    store.setKeyEntry("own", key(settings.key()), new char[0], chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(String file) throws IOException {
    try {
      var all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)));
      if (all.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return List.copyOf(all);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no certificates as PEM", e);
    }
  }

  /** The key says itself of which kind it is, but Java has to be asked for each. */
  private static PrivateKey key(String file) throws IOException, GeneralSecurityException {
    var matcher = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IOException(
          file + " holds no PRIVATE KEY as PKCS #8; openssl pkcs8 -topk8 -nocrypt makes one");
    }
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    for (var kind : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // It is of another kind.
      }
    }
    throw new IOException(file + " holds a key that is neither RSA, EC nor Ed25519");
  }

  private static byte[] read(String file) throws IOException {
    try (var in = Files.newInputStream(Path.of(file))) {
      var bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException(file + " is larger than a PEM file is");
      }
      return bytes;
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e, e);
    }
  }
}
