package dev.weft.server.identity.issuer;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.util.Set;

/**
 * Whose tokens are trusted, and for what.
 *
 * @param issuer the exact text of the claim {@code iss}
 * @param keys where the issuer publishes its keys (JWKS); https, or http on this machine
 * @param audience must be among the claim {@code aud}: a token for another service is not for us
 * @param claim holds the user's name
 * @param algorithms signatures that are taken; only such with a public key
 */
public record IssuerSettings(
    String issuer, URI keys, String audience, String claim, Set<JWSAlgorithm> algorithms) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public IssuerSettings {
    algorithms = Set.copyOf(algorithms);
    if (issuer.isBlank() || audience.isBlank() || claim.isBlank() || algorithms.isEmpty()) {
      throw new IllegalArgumentException("issuer, audience, claim and algorithms are needed");
    }
    if (!JWSAlgorithm.Family.SIGNATURE.containsAll(algorithms)) {
      throw new IllegalArgumentException("algorithms are among RS, PS and ES and EdDSA");
    }
    if (!isSafe(keys)) {
      throw new IllegalArgumentException("the keys come by https, or from this machine");
    }
  }

  private static boolean isSafe(URI keys) {
    return keys.getHost() != null
        && ("https".equals(keys.getScheme())
            || ("http".equals(keys.getScheme()) && LOOPBACK.contains(keys.getHost())));
  }
}
