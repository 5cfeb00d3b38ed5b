package dev.weft.server.identity.oidc;

import dev.weft.model.ProblemException;
import dev.weft.server.identity.AccessToken;
import dev.weft.server.identity.IssuedTokens;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.people.People;
import dev.weft.server.parameters.SecretBox;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * People who log in at the issuer: authorization code with PKCE (RFC 7636), state and nonce. What a
 * login was begun with travels in the browser's own cookie, so that only the browser that began it
 * can end it. Safe for any thread.
 */
public final class OidcLogins {
  static final String SOURCE = "oidc";
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x7E]{0,1000}");

  private final OidcSettings settings;
  private final Provider provider;
  private final IssuerClaims claims;
  private final Arrivals arrivals;
  private final OidcDevices devices;
  private final OidcSessions sessions;
  private final Optional<OidcWatch> watch;
  private final Logins logins;
  private final Supplier<String> url;
  private final Luggage luggage;
  private final SecureRandom random;

  /**
   * @param url where browsers find this server
   */
  public OidcLogins(
      OidcSettings settings,
      Parts parts,
      Supplier<String> url,
      SecretBox box,
      Clock clock,
      SecureRandom random) {
    this.settings = settings;
    this.logins = parts.logins();
    this.sessions = parts.sessions();
    this.url = url;
    this.random = random;
    luggage = new Luggage("login at the issuer", box, clock);
    provider = new Provider(settings, System::nanoTime);
    claims = new IssuerClaims(settings, provider, clock);
    arrivals = new Arrivals(settings, claims, parts);
    watch = parts.watched().map(any -> new OidcWatch(settings, provider, arrivals, parts));
    devices =
        new OidcDevices(
            settings, provider, arrivals, new Luggage("device at the issuer", box, clock), random);
  }

  /**
   * What a login needs of the rest.
   *
   * @param watched where everybody is asked about, whether logged in or not
   */
  public record Parts(
      People people, Logins logins, OidcSessions sessions, Optional<Watched> watched) {
    /** Where only those are asked about who are logged in. */
    public Parts(People people, Logins logins, OidcSessions sessions) {
      this(people, logins, sessions, Optional.empty());
    }
  }

  /** What it takes to ask about people who are not logged in. */
  public record Watched(OidcGrants grants, IssuedTokens tokens, Clock clock) {}

  /**
   * A login that has begun.
   *
   * @param where the issuer's page
   * @param sealed for the browser to keep and bring back
   */
  public record Begun(URI where, String sealed) {}

  /**
   * Somebody who has come back from the issuer.
   *
   * @param to the page that they wanted
   */
  public record Arrived(Logins.Issued issued, String to) {}

  private record Journey(String state, String nonce, String verifier, String to) {}

  /** What the login page calls the issuer. */
  public String title() {
    return settings.title();
  }

  /** Logins from machines without a browser. */
  public OidcDevices devices() {
    return devices;
  }

  /** Sends a browser to the issuer; afterwards it is to go to this page of the portal. */
  public Begun begin(String to) {
    var wanted = LOCAL.matcher(to).matches() ? to : "/";
    var journey =
        new Journey(Pkce.secret(random), Pkce.secret(random), Pkce.secret(random), wanted);
    var question =
        Map.of(
            "response_type", "code",
            "client_id", settings.client(),
            "redirect_uri", callback(),
            "scope", settings.scopes(),
            "state", journey.state(),
            "nonce", journey.nonce(),
            "code_challenge", Pkce.challenge(journey.verifier()),
            "code_challenge_method", "S256");
    var at = provider.endpoints().authorization().toString();
    var where = at + (at.contains("?") ? "&" : "?") + Provider.form(question);
    return new Begun(URI.create(where), luggage.sealed(journey));
  }

  /**
   * Lets somebody in whom the issuer has sent back.
   *
   * @param said the parameters of the address
   * @param sealed what the browser was given at the beginning
   */
  public Arrived arrive(Map<String, String> said, String sealed, String address) {
    try {
      var journey = luggage.opened(sealed, Journey.class);
      requireAnswer(journey, said);
      var answer =
          provider.post(
              provider.endpoints().token(),
              Map.of(
                  "grant_type", "authorization_code",
                  "code", said.getOrDefault("code", ""),
                  "redirect_uri", callback(),
                  "code_verifier", journey.verifier()));
      if (answer.status() != 200) {
        throw Luggage.lost("The issuer does not take its own answer back.");
      }
      var nonce = Optional.of(journey.nonce());
      return new Arrived(arrivals.enter(answer.body(), nonce, address), journey.to());
    } catch (ProblemException e) {
      logins.refused("", address, e.first().code());
      throw e;
    }
  }

  private void requireAnswer(Journey journey, Map<String, String> said) {
    if (!Pkce.same(journey.state(), said.getOrDefault("state", ""))) {
      throw Luggage.lost("This answer belongs to another login.");
    }
    if (said.containsKey("iss") && !settings.issuer().toString().equals(said.get("iss"))) {
      throw Luggage.lost("This answer comes from another issuer.");
    }
    if (said.containsKey("error")) {
      throw Luggage.lost("The issuer has not let you in.");
    }
  }

  /** Asks about everybody whose time has come; called every few seconds by the mesh's writer. */
  public void watch() {
    watch.ifPresent(OidcWatch::look);
  }

  /** Asks the issuer whether those still are in whose time has come; called every few seconds. */
  public void renew() {
    sessions.due().forEach(this::renew);
  }

  private void renew(OidcSessions.Live live) {
    var question = Map.of("grant_type", "refresh_token", "refresh_token", live.refresh());
    var answer = provider.post(provider.endpoints().token(), question);
    if (answer.status() >= 500) {
      return; // It ends by itself if that goes on.
    }
    try {
      if (answer.status() != 200) {
        throw Luggage.lost("The issuer does not renew the session.");
      }
      arrivals.again(answer.body(), live.subject());
      sessions.renewed(live, answer.body().path("refresh_token").asText(live.refresh()));
    } catch (ProblemException e) {
      sessions.ended(live, e.first().code());
    }
  }

  /**
   * The issuer says that a session, or a person, has logged out.
   *
   * @param token the logout token
   */
  public void loggedOut(String token) {
    var said = claims.logoutToken(token);
    sessions.loggedOut(Arrivals.text(said, "sid"), Optional.ofNullable(said.getSubject()));
  }

  /**
   * Somebody logs out here: the issuer is told that the session is over.
   *
   * @return where the browser goes to log out there, too
   */
  public Optional<URI> leave(String token) {
    var live = sessions.forget(AccessToken.nameOf(token));
    try {
      return live.flatMap(this::left);
    } catch (ProblemException e) {
      return Optional.empty(); // It is over here, whether the issuer hears of it or not.
    }
  }

  private Optional<URI> left(OidcSessions.Live live) {
    var endpoints = provider.endpoints();
    var over = Map.of("token", live.refresh(), "token_type_hint", "refresh_token");
    if (!live.refresh().isEmpty()) {
      endpoints.revocation().ifPresent(at -> provider.post(at, over));
    }
    var question =
        Map.of("client_id", settings.client(), "post_logout_redirect_uri", url.get() + "/login");
    return endpoints.endSession().map(at -> URI.create(at + "?" + Provider.form(question)));
  }

  private String callback() {
    return url.get() + "/api/v1/oidc/callback";
  }
}
