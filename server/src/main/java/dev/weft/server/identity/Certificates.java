package dev.weft.server.identity;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;

/** Reads the certificate that somebody wants to use as a key. */
final class Certificates {
  private static final int LENGTH_MAX = 64 * 1024;

  /**
   * What is kept of a certificate.
   *
   * @param fingerprint SHA-256, hex in lower case
   */
  record Read(String fingerprint, Instant until) {}

  private Certificates() {}

  /**
   * @param pem the certificate as text; of several the first, which is the client's own
   */
  static Read read(String pem, Instant now) {
    if (pem.contains("PRIVATE KEY")) {
      throw wrong("It holds a private key, which stays with the client.");
    }
    if (pem.length() > LENGTH_MAX) {
      throw wrong("It is longer than " + LENGTH_MAX + " characters.");
    }
    try {
      var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      var until = certificate.getNotAfter().toInstant();
      if (!now.isBefore(until)) {
        throw wrong("It ended at " + until + ".");
      }
      var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Read(HexFormat.of().formatHex(digest), until);
    } catch (GeneralSecurityException e) {
      throw wrong("It cannot be read: " + e.getMessage() + ".");
    }
  }

  private static RuntimeException wrong(String why) {
    return Problem.input(
            "bad-certificate",
            Place.field("certificate"),
            "This is no certificate that can be a key. " + why,
            "Give a client certificate as PEM: -----BEGIN CERTIFICATE-----.")
        .asException();
  }
}
