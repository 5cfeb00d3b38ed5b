package dev.weft.server.identity.oidc;

import dev.weft.server.identity.people.GroupMap;
import dev.weft.server.identity.people.People;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which issuer people log in at, and how its words become ours.
 *
 * @param issuer its identifier, below which it describes itself; https, or http on this machine
 * @param secret of the client; empty for a public client, which PKCE protects alone
 * @param nameClaim holds the user's name; must be one that people cannot choose themselves
 * @param groupsClaim holds the names of their groups
 * @param invited groups at the issuer of which a person must be in one; empty: everybody may come
 * @param life of a session that is not renewed
 * @param title what the login page calls it
 * @param watch how often the issuer is asked about everybody who has come from it; empty: only
 *     about those who are logged in, and nobody's keys end by it
 */
public record OidcSettings(
    URI issuer,
    String client,
    String secret,
    String scopes,
    String nameClaim,
    String groupsClaim,
    GroupMap groups,
    Set<String> invited,
    Duration life,
    People.Existing existing,
    String title,
    Optional<Duration> watch) {
  private static final String OFFLINE = "offline_access";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public OidcSettings {
    invited = Set.copyOf(invited);
    scopes = scopes(scopes, watch.isPresent());
    if (client.isBlank() || nameClaim.isBlank()) {
      throw new IllegalArgumentException("the client's id and the claim with the name are needed");
    }
    if (!isSafe(issuer)) {
      throw new IllegalArgumentException("the issuer is asked by https, or on this machine");
    }
    if (!Set.of(scopes.split(" ")).contains("openid")) {
      throw new IllegalArgumentException("among the scopes must be openid");
    }
  }

  /** Who is asked about without being logged in is asked about by an offline token. */
  private static String scopes(String wanted, boolean watched) {
    return !watched || Set.of(wanted.split(" ")).contains(OFFLINE)
        ? wanted
        : wanted + " " + OFFLINE;
  }

  /** Whether nobody in between can read or change what is sent there. */
  static boolean isSafe(URI address) {
    return address.getHost() != null
        && ("https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost())));
  }

  @Override
  public String toString() {
    return "issuer " + issuer; // never the secret
  }
}
