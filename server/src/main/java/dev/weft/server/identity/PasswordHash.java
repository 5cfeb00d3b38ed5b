package dev.weft.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password's Argon2id hash (RFC 9106) with everything needed to check it: 19 MiB, two passes, one
 * lane, as OWASP recommends. Salt and hash are base64.
 */
public record PasswordHash(String salt, String hash, int memoryKib, int passes, int lanes) {
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int BYTES = 32;

  public static PasswordHash of(String password, SecureRandom random) {
    var salt = new byte[16];
    random.nextBytes(salt);
    return new PasswordHash(
        encode(salt),
        encode(derive(password, salt, MEMORY_KIB, PASSES, LANES)),
        MEMORY_KIB,
        PASSES,
        LANES);
  }

  /** Whether this is the password; takes the same time for any wrong one. */
  public boolean matches(String password) {
    var derived = derive(password, Base64.getDecoder().decode(salt), memoryKib, passes, lanes);
    return MessageDigest.isEqual(derived, Base64.getDecoder().decode(hash));
  }

  private static byte[] derive(String password, byte[] salt, int memoryKib, int passes, int lanes) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withSalt(salt)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .build());
    var out = new byte[BYTES];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
    return out;
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
