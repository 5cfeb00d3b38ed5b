package dev.weft.server.parameters;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets at rest: AES-256-GCM under a key derived from the data folder's key file. The
 * place of a secret is authenticated with it, so that one cannot be moved to another flow.
 */
public final class SecretBox {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int TOKEN_BYTES = 16;

  private final byte[] master;
  private final SecureRandom random;

  public SecretBox(byte[] master, SecureRandom random) {
    if (master.length != 32) {
      throw new IllegalArgumentException("the key file holds 32 bytes");
    }
    this.master = master.clone();
    this.random = random;
  }

  /** Base64 of nonce and ciphertext. */
  public String seal(String place, String secret) {
    try {
      var nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      var ciphertext = cipher(Cipher.ENCRYPT_MODE, place, nonce).doFinal(utf8(secret));
      var all = new byte[nonce.length + ciphertext.length];
      System.arraycopy(nonce, 0, all, 0, nonce.length);
      System.arraycopy(ciphertext, 0, all, nonce.length, ciphertext.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * The secret; throws IllegalStateException when it was encrypted elsewhere or under another key.
   */
  public String open(String place, String ciphertext) {
    try {
      var all = Base64.getDecoder().decode(ciphertext);
      var nonce = Arrays.copyOf(all, NONCE_BYTES);
      var cipher = cipher(Cipher.DECRYPT_MODE, place, nonce);
      return new String(
          cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The secret of " + place + " was encrypted with another key file; set it again.", e);
    }
  }

  /** Whether this is the ciphertext of that secret; false as well when the key is another. */
  boolean holds(String place, String ciphertext, String secret) {
    try {
      return MessageDigest.isEqual(utf8(open(place, ciphertext)), utf8(secret));
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** A key for another use, which does not reveal this one. */
  public byte[] derive(String use) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(master, "HmacSHA256"));
      return mac.doFinal(utf8("weft " + use));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  /** What stands for a data subject's key where the key must not be written. */
  public String subjectToken(String key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derive("subjects"), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(utf8(key)), 0, TOKEN_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  private Cipher cipher(int mode, String place, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(derive("secrets"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(utf8(place));
    return cipher;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
