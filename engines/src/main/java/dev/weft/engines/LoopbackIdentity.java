package dev.weft.engines;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key and a certificate for 127.0.0.1 that this process has made for itself and trusts alone: who
 * does not have the key gets no connection. The file that holds it, mode 0600, is encrypted with a
 * password which is nowhere but in this process.
 *
 * <p>Flink's client reads the file for every question that it asks. PKCS12 would have it derive
 * keys by tens of thousands of rounds each time, which make up for guessable passwords; this one
 * has 192 random bits. So it is the old format, whose rounds are one.
 *
 * @param password of the file and of the key in it
 */
record LoopbackIdentity(Path file, String password) implements AutoCloseable {
  /** The type of the file as a key store. */
  static final String TYPE = "JKS";

  private static final String HOST = "127.0.0.1";
  private static final String ALIAS = "weft";
  private static final int SERIAL_BITS = 120;
  private static final int PASSWORD_BYTES = 24;
  private static final int DAYS_VALID = 3650;

  /** Makes one anew, over what an earlier process may have left in the file. */
  static LoopbackIdentity make(Path file, SecureRandom random) {
    try {
      var secret = new byte[PASSWORD_BYTES];
      random.nextBytes(secret);
      var password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      var pair = generator.generateKeyPair();
      var certificate = selfSigned(pair, random);
      var store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      store.setKeyEntry(
          ALIAS, pair.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
      // Its own entry: a key's chain is not what a trust manager looks at.
      store.setCertificateEntry(ALIAS + "-trusted", certificate);
      try (var out = open(file)) {
        store.store(out, password.toCharArray());
      }
      return new LoopbackIdentity(file, password);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("every JDK can make a certificate", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Certificate selfSigned(KeyPair pair, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var name = new X500Name("CN=" + HOST);
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
            Date.from(now.minus(1, ChronoUnit.DAYS)),
            Date.from(now.plus(DAYS_VALID, ChronoUnit.DAYS)),
            name,
            pair.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, HOST)));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static OutputStream open(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.newOutputStream(file);
  }

  /** Removes the file. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "LoopbackIdentity[" + file + "]";
  }
}
