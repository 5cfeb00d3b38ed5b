package dev.weft.server.identity;

import dev.weft.flow.host.HostSecret;
import dev.weft.model.ClientKey;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The keys with which flows and queries run outside the server, one for each. A key's secret is
 * made of its id and a secret that the server keeps, so that it can be told again after a restart
 * though it is stored nowhere.
 */
public final class HostKeys {
  private static final String BASIC = "Basic ";
  private static final int HEADER_MAX = 1_000;

  private final byte[] master;
  private final ScramVerifier verifier;

  public HostKeys(byte[] master, SecureRandom random) {
    this.master = master.clone();
    this.verifier = new ScramVerifier(random);
  }

  /** A new key as the flow's product, for this flow only. */
  public ClientKey fresh(String flow, String product, Instant now) {
    var id = verifier.keyId("flow-");
    return verifier
        .key(
            id,
            secret(id),
            PrincipalId.product(product),
            "Runs flow " + flow + " on Kafka Connect",
            now,
            Optional.empty(),
            "")
        .running(flow);
  }

  /** A new key as the product of a query that runs on a Flink cluster elsewhere. */
  public ClientKey ofQuery(String query, String product, Instant now) {
    var id = verifier.keyId("query-");
    return verifier.key(
        id,
        secret(id),
        PrincipalId.product(product),
        "Runs query " + query + " on Flink",
        now,
        Optional.empty(),
        "");
  }

  /** The secret of a key of ours. */
  public String secret(String keyId) {
    return HostSecret.of(master, keyId);
  }

  /** Whether the key was made with the secret that the server keeps now. */
  public boolean isOurs(ClientKey key) {
    return key.hasSecret() && ScramVerifier.verify(key, secret(key.id()));
  }

  /**
   * Whose request it is: the key of a flow, if the header holds it with its secret and it may be
   * used now; empty in every other case.
   *
   * @param header the request's Authorization, of the Basic scheme
   */
  public Optional<ClientKey> holder(MeshState state, String header, Instant now) {
    if (header == null || !header.startsWith(BASIC) || header.length() > HEADER_MAX) {
      return Optional.empty();
    }
    var parts = decoded(header.substring(BASIC.length()).strip()).split(":", 2);
    if (parts.length != 2 || !same(parts[1], secret(parts[0]))) {
      return Optional.empty();
    }
    return state
        .find(ResourceKind.CLIENT_KEY, parts[0], ClientKey.class)
        .filter(key -> !key.flow().isEmpty() && key.validAt(now));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
