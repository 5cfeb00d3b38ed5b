package dev.weft.server.erasure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The text in the place of an encrypted value: {@code wk1.KEY.DATA}, where KEY is the id of the key
 * and DATA nonce and ciphertext of AES-256-GCM (NIST SP 800-38D), both in Base64 for URLs. Port,
 * field and person are authenticated with it, so that no value can be moved to another place.
 */
final class SubjectCipher {
  static final String SIGN = "wk1.";

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final Pattern FORM =
      Pattern.compile("wk1\\.([A-Za-z0-9_-]{16})\\.([A-Za-z0-9_-]{38,})");

  /** Random nonces allow this many values under one key, and none has so many: one person's. */
  private final SecureRandom random;

  SubjectCipher(SecureRandom random) {
    this.random = random;
  }

  /** An encrypted value in its parts. */
  static final class Sealed {
    private final String keyId;
    private final byte[] data;

    private Sealed(String keyId, byte[] data) {
      this.keyId = keyId;
      this.data = data;
    }

    String keyId() {
      return keyId;
    }

    /** Nonce and ciphertext. */
    byte[] data() {
      return data;
    }

    /** Empty for a text that is not one. */
    static Optional<Sealed> parse(String text) {
      var form = FORM.matcher(text);
      return form.matches()
          ? Optional.of(new Sealed(form.group(1), Base64.getUrlDecoder().decode(form.group(2))))
          : Optional.empty();
    }
  }

  /** The text that stands for the value. */
  String seal(String keyId, SubjectKeys.Key key, String place, String value) {
    try {
      var nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      var cipher = cipher(Cipher.ENCRYPT_MODE, key, place, nonce);
      var data = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
      var all = ByteBuffer.allocate(nonce.length + data.length).put(nonce).put(data).array();
      return SIGN + keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** The value; empty when it was altered, or sealed for another place, person or key. */
  static Optional<String> open(Sealed sealed, SubjectKeys.Key key, String place) {
    try {
      var nonce = new byte[NONCE_BYTES];
      System.arraycopy(sealed.data(), 0, nonce, 0, NONCE_BYTES);
      var cipher = cipher(Cipher.DECRYPT_MODE, key, place, nonce);
      var rest = sealed.data().length - NONCE_BYTES;
      return Optional.of(
          new String(cipher.doFinal(sealed.data(), NONCE_BYTES, rest), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, SubjectKeys.Key key, String place, byte[] nonce)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret().orElseThrow(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((place + "\0" + key.subject()).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  static SecretKeySpec secret(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }
}
