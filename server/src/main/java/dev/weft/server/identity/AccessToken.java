package dev.weft.server.identity;

import dev.weft.model.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What is kept of an access token, which itself is 256 random bits and shown once. The resource is
 * named by the token's SHA-256.
 *
 * @param session the session at an issuer that it came from, {@code oidc:SID}; empty for others
 * @param agent the AI agent that it was made for, which can do nothing else with it; empty for
 *     people's own
 * @param agentPurpose the one purpose for which that agent may read; empty: it says one with each
 *     call
 */
public record AccessToken(
    PrincipalId principal,
    Instant createdAt,
    Instant expiresAt,
    String purpose,
    String session,
    String agent,
    String agentPurpose) {
  public AccessToken {
    session = session == null ? "" : session;
    agent = agent == null ? "" : agent;
    agentPurpose = agentPurpose == null ? "" : agentPurpose;
  }

  /** A person's own. */
  AccessToken(
      PrincipalId principal, Instant createdAt, Instant expiresAt, String purpose, String session) {
    this(principal, createdAt, expiresAt, purpose, session, "", "");
  }

  AccessToken until(Instant end) {
    return new AccessToken(principal, createdAt, end, purpose, session, agent, agentPurpose);
  }

  boolean isFor(PrincipalId who) {
    return principal.equals(who);
  }

  boolean holdsAt(Instant now) {
    return now.isBefore(expiresAt);
  }

  /** A fresh token's text. */
  public static String generate(SecureRandom random) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return "weft_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The name under which a token is kept. */
  public static String nameOf(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
