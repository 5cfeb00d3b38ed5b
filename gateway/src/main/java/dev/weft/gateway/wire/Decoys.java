package dev.weft.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/**
 * Makes up verifiers for keys that do not exist, always the same for the same name, and shaped like
 * the real ones, so that nobody can tell which keys exist. Safe for any thread.
 */
final class Decoys {
  private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;

  private static final int SALTED_BITS = 512;

  private record Shape(int saltBytes, int iterations) {}

  private final byte[] secret = new byte[64];
  private volatile Shape shape = new Shape(32, MECHANISM.minIterations());

  Decoys(SecureRandom random) {
    random.nextBytes(secret);
  }

  /** Later decoys look like this one, unless SCRAM clients would not take it. */
  void resemble(ScramCredential real) {
    if (real.iterations() < MECHANISM.minIterations()) {
      return;
    }
    shape = new Shape(real.salt().length, real.iterations());
  }

  ScramCredential decoy(String keyId) {
    var now = shape;
    return new ScramCredential(
        Arrays.copyOf(derived("salt", keyId), now.saltBytes),
        derived("stored", keyId),
        derived("server", keyId),
        now.iterations);
  }

  /** Whether the secret belongs to the verifier; takes as long when it does not. */
  boolean matches(char[] given, ScramCredential verifier) {
    try {
      var formatter = new ScramFormatter(MECHANISM);
      var stored = formatter.storedKey(formatter.clientKey(salted(given, verifier)));
      return MessageDigest.isEqual(stored, verifier.storedKey());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // An empty secret cannot be a key: it is a wrong one.
    }
  }

  /** The JDK's own function: some times faster than the formatter's, on an event loop's thread. */
  private static byte[] salted(char[] given, ScramCredential verifier)
      throws GeneralSecurityException {
    var spec = new PBEKeySpec(given, verifier.salt(), verifier.iterations(), SALTED_BITS);
    return SecretKeyFactory.getInstance("PBKDF2With" + MECHANISM.macAlgorithm())
        .generateSecret(spec)
        .getEncoded();
  }

  private byte[] derived(String purpose, String keyId) {
    try {
      var mac = Mac.getInstance(MECHANISM.macAlgorithm());
      mac.init(new SecretKeySpec(secret, MECHANISM.macAlgorithm()));
      return mac.doFinal((purpose + "\n" + keyId).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
