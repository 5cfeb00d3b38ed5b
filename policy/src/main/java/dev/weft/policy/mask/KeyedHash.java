package dev.weft.policy.mask;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under one key. Safe for any thread: each keeps its own initialised MAC. */
final class KeyedHash {
  private static final String ALGORITHM = "HmacSHA256";

  private final ThreadLocal<Mac> macs;

  KeyedHash(byte[] key) {
    var spec = new SecretKeySpec(key, ALGORITHM);
    macs = ThreadLocal.withInitial(() -> mac(spec));
  }

  byte[] of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** 32 bytes. */
  byte[] of(byte[] bytes, int from, int length) {
    var mac = macs.get();
    mac.update(bytes, from, length);
    return mac.doFinal();
  }

  /** A number from 0 up to the bound, exclusive, that is the same for equal bytes. */
  long number(byte[] bytes, int from, int length, long bound) {
    return Math.floorMod(ByteBuffer.wrap(of(bytes, from, length)).getLong(), bound);
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
