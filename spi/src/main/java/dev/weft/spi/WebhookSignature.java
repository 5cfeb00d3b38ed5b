package dev.weft.spi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests by the Standard Webhooks specification 1.0.0 (standardwebhooks.com): headers
 * {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}, which is {@code v1,}
 * and the HMAC-SHA256 of {@code id.timestamp.body} in Base64, once for each secret.
 *
 * <p>The id is made from where the data came from and what is sent, so a repeat has the same one,
 * also after a crash; the timestamp is that of the attempt. For any thread.
 */
public final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final int SECRETS_MAX = 3;
  private static final int BYTES_MIN = 24;
  private static final int BYTES_MAX = 64;
  private static final String HMAC = "HmacSHA256";
  private static final int ID_BYTES = 18;

  private final String sender;
  private final List<SecretKeySpec> keys;

  /**
   * Takes the secrets, with spaces between them.
   *
   * @param sender tells apart what several send of the same record
   * @throws IllegalArgumentException when they are not such secrets; without them in its words
   */
  public WebhookSignature(String secrets, String sender) {
    this.sender = sender;
    var all = new ArrayList<SecretKeySpec>();
    for (var secret : secrets.strip().split("\\s+")) {
      all.add(new SecretKeySpec(bytes(secret), HMAC));
    }
    if (all.size() > SECRETS_MAX) {
      throw new IllegalArgumentException(
          "signingSecrets must be at most " + SECRETS_MAX + ", the newest first");
    }
    this.keys = List.copyOf(all);
  }

  private static byte[] bytes(String secret) {
    try {
      var bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      if (secret.startsWith(PREFIX) && bytes.length >= BYTES_MIN && bytes.length <= BYTES_MAX) {
        return bytes;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Said below, without a part of the secret as these exceptions have it.
    }
    throw new IllegalArgumentException(
        "signingSecrets must each be whsec_ and 24 to 64 bytes in Base64");
  }

  /** The id of a message: the same for the same content from the same place. */
  public String id(String origin, byte[] body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((sender + "\0" + origin + "\0").getBytes(StandardCharsets.UTF_8));
      var hash = digest.digest(body);
      return "msg_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The three headers of one attempt. */
  public Map<String, String> headers(String id, Instant now, byte[] body) {
    var seconds = Long.toString(now.getEpochSecond());
    var signatures = new ArrayList<String>();
    for (var key : keys) {
      signatures.add("v1," + Base64.getEncoder().encodeToString(mac(key, id, seconds, body)));
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", seconds);
    headers.put("webhook-signature", String.join(" ", signatures));
    return headers;
  }

  private static byte[] mac(SecretKeySpec key, String id, String seconds, byte[] body) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
