package dev.weft.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key and a certificate for {@code localhost} and 127.0.0.1 that it signs itself, as the PEM
 * files that servers read. Made by the JDK's {@code keytool}.
 *
 * @param certificate a file; also what clients have to trust
 * @param key a file with the PKCS #8 key, not encrypted
 */
public record TestCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "password";
  private static final String ALIAS = "test";

  /** Writes both files into the folder. */
  public static TestCertificate in(Path folder) {
    var store = folder.resolve("test.p12");
    try {
      keytool(store);
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      var certificate = folder.resolve("certificate.pem");
      var key = folder.resolve("key.pem");
      pem(certificate, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
      pem(key, "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
      return new TestCertificate(certificate, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IOException("keytool has made no certificate");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void pem(Path file, String what, byte[] content) throws IOException {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
  }
}
