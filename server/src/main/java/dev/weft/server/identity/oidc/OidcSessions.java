package dev.weft.server.identity.oidc;

import dev.weft.model.PrincipalId;
import dev.weft.server.identity.AccessToken;
import dev.weft.server.identity.IssuedTokens;
import dev.weft.server.identity.people.People;
import dev.weft.spi.MeshLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that the issuer renews. What it takes to renew one is in memory only: after a
 * restart a session ends with its token, within minutes, and one click makes another. Safe for any
 * thread.
 */
public final class OidcSessions {
  private static final int REMEMBERED_MAX = 20_000;

  private final MeshLog mesh;
  private final IssuedTokens tokens;
  private final Duration life;
  private final Clock clock;
  private final Map<String, Live> all = new ConcurrentHashMap<>();

  /**
   * @param life of a session that is not renewed; it is renewed after half of it
   */
  public OidcSessions(MeshLog mesh, IssuedTokens tokens, Duration life, Clock clock) {
    this.mesh = mesh;
    this.tokens = tokens;
    this.life = life;
    this.clock = clock;
  }

  /** One session, by the name under which its token is kept. */
  record Live(String token, String subject, String refresh, Instant due) {
    @Override
    public String toString() {
      return "session of " + subject; // never what renews it
    }
  }

  /**
   * What does not fit is not renewed, and so ends sooner.
   *
   * @param refresh what renews it; empty: the watch does
   */
  void keep(String token, String subject, String refresh) {
    if (all.size() < REMEMBERED_MAX) {
      all.put(token, new Live(token, subject, refresh, nextLook()));
    }
  }

  private Instant nextLook() {
    return clock.instant().plus(life.dividedBy(2));
  }

  List<Live> due() {
    var now = clock.instant();
    return all.values().stream()
        .filter(live -> !live.refresh().isEmpty() && !now.isBefore(live.due()))
        .toList();
  }

  void renewed(Live live, String refresh) {
    if (tokens.renew(live.token(), life)) {
      all.replace(live.token(), new Live(live.token(), live.subject(), refresh, nextLook()));
    } else {
      all.remove(live.token());
    }
  }

  void ended(Live live, String why) {
    all.remove(live.token());
    tokens.end((name, kept) -> name.equals(live.token()), PrincipalId.WEFT, why);
  }

  Optional<Live> forget(String token) {
    return Optional.ofNullable(all.remove(token));
  }

  /** Ends the session of that id; without an id, all of the person's. */
  void loggedOut(String sid, Optional<String> subject) {
    var person =
        subject
            .flatMap(it -> People.known(mesh.state(), OidcLogins.SOURCE, it))
            .map(People.Known::name)
            .orElse("");
    var session = OidcLogins.SOURCE + ":" + sid;
    tokens.end(
        (name, kept) -> sid.isEmpty() ? isOf(kept, person) : kept.session().equals(session),
        PrincipalId.WEFT,
        "logout at the issuer");
  }

  private static boolean isOf(AccessToken kept, String person) {
    return !kept.session().isEmpty() && kept.principal().equals(PrincipalId.user(person));
  }
}
