package dev.weft.server.identity.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.AccessToken;
import dev.weft.server.identity.Logins;
import dev.weft.server.identity.people.OutsidePerson;
import dev.weft.server.identity.people.People;
import dev.weft.server.parameters.SecretBox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * People who log in at the issuer: authorization code with PKCE (RFC 7636), state and nonce. What a
 * login was begun with travels in the browser's own cookie, sealed, so that only the browser that
 * began it can end it, and nothing is kept here. Safe for any thread.
 */
public final class OidcLogins {
  static final String SOURCE = "oidc";
  private static final String PLACE = "login at the issuer";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x7E]{0,1000}");
  private static final int SECRET_BYTES = 32;

  private final OidcSettings settings;
  private final Provider provider;
  private final IssuerClaims claims;
  private final OidcSessions sessions;
  private final People people;
  private final Logins logins;
  private final Supplier<String> url;
  private final SecretBox box;
  private final Clock clock;
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
    this.people = parts.people();
    this.logins = parts.logins();
    this.url = url;
    this.box = box;
    this.clock = clock;
    this.random = random;
    provider = new Provider(settings, System::nanoTime);
    claims = new IssuerClaims(settings, provider, clock);
    sessions = parts.sessions();
  }

  /** What a login needs of the rest. */
  public record Parts(People people, Logins logins, OidcSessions sessions) {}

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

  private record Journey(String state, String nonce, String verifier, String to, long at) {}

  /** What the login page calls the issuer. */
  public String title() {
    return settings.title();
  }

  /** Sends a browser to the issuer; afterwards it is to go to this page of the portal. */
  public Begun begin(String to) {
    var wanted = LOCAL.matcher(to).matches() ? to : "/";
    var journey =
        new Journey(secret(), secret(), secret(), wanted, clock.instant().getEpochSecond());
    var question =
        Map.of(
            "response_type", "code",
            "client_id", settings.client(),
            "redirect_uri", callback(),
            "scope", settings.scopes(),
            "state", journey.state(),
            "nonce", journey.nonce(),
            "code_challenge", challenge(journey.verifier()),
            "code_challenge_method", "S256");
    var at = provider.endpoints().authorization().toString();
    var where = at + (at.contains("?") ? "&" : "?") + Provider.form(question);
    return new Begun(URI.create(where), sealed(journey));
  }

  /**
   * Lets somebody in whom the issuer has sent back.
   *
   * @param said the parameters of the address
   * @param sealed what the browser was given at the beginning
   */
  public Arrived arrive(Map<String, String> said, String sealed, String address) {
    try {
      var journey = opened(sealed);
      if (!same(journey.state(), said.getOrDefault("state", ""))) {
        throw lost("This answer belongs to another login.");
      }
      if (said.containsKey("iss") && !settings.issuer().toString().equals(said.get("iss"))) {
        throw lost("This answer comes from another issuer.");
      }
      if (said.containsKey("error")) {
        throw lost("The issuer has not let you in.");
      }
      var answer =
          asked(
              Map.of(
                  "grant_type", "authorization_code",
                  "code", said.getOrDefault("code", ""),
                  "redirect_uri", callback(),
                  "code_verifier", journey.verifier()));
      return new Arrived(entered(answer, Optional.of(journey.nonce()), address), journey.to());
    } catch (ProblemException e) {
      logins.refused("", address, e.first().code());
      throw e;
    }
  }

  /** Who is in the issuer's answer is let in here. */
  private Logins.Issued entered(JsonNode answer, Optional<String> nonce, String address) {
    var said = claims.idToken(answer.path("id_token").asText(), nonce);
    var who = people.admit(person(said), settings.existing());
    var session = SOURCE + ":" + text(said, "sid");
    var issued = logins.enter(who, settings.life(), session, address);
    var refresh = answer.path("refresh_token").asText();
    if (!refresh.isEmpty()) {
      sessions.keep(AccessToken.nameOf(issued.token()), said.getSubject(), refresh);
    }
    return issued;
  }

  private JsonNode asked(Map<String, String> question) {
    var answer = provider.post(provider.endpoints().token(), question);
    if (answer.status() != 200) {
      throw lost("The issuer does not take its own answer back.");
    }
    return answer.body();
  }

  /** Begins a login on a machine without a browser (RFC 8628); empty if the issuer has no such. */
  public Optional<JsonNode> beginDevice() {
    return provider
        .endpoints()
        .device()
        .map(at -> provider.post(at, Map.of("scope", settings.scopes())))
        .filter(answer -> answer.status() == 200)
        .map(Provider.Answer::body);
  }

  /**
   * Asks whether somebody has confirmed it.
   *
   * @param code of the device, as the issuer has given it
   * @return the issuer's word for why not yet, or who is in
   */
  public Waited awaitDevice(String code, String address) {
    var answer =
        provider.post(
            provider.endpoints().token(),
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", code));
    return answer.status() == 200
        ? new Waited("", Optional.of(entered(answer.body(), Optional.empty(), address)))
        : new Waited(answer.body().path("error").asText("access_denied"), Optional.empty());
  }

  /** What has become of a login on a machine without a browser. */
  public record Waited(String error, Optional<Logins.Issued> issued) {}

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
        throw lost("The issuer does not renew the session.");
      }
      var token = answer.body().path("id_token").asText();
      if (!token.isEmpty()) {
        var said = claims.idToken(token, Optional.empty());
        if (!said.getSubject().equals(live.subject())) {
          throw lost("The session has become another person's.");
        }
        people.admit(person(said), settings.existing());
      }
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
    sessions.loggedOut(text(said, "sid"), Optional.ofNullable(said.getSubject()));
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
    endpoints.revocation().ifPresent(at -> provider.post(at, over));
    var question =
        Map.of("client_id", settings.client(), "post_logout_redirect_uri", url.get() + "/login");
    return endpoints.endSession().map(at -> URI.create(at + "?" + Provider.form(question)));
  }

  private OutsidePerson person(JWTClaimsSet said) {
    return OutsidePerson.of(
        SOURCE,
        said.getSubject(),
        text(said, settings.nameClaim()),
        text(said, "name"),
        text(said, "email"),
        settings.groups().of(list(said, settings.groupsClaim())));
  }

  private static String text(JWTClaimsSet said, String claim) {
    try {
      return Optional.ofNullable(said.getStringClaim(claim)).orElse("");
    } catch (ParseException e) {
      return "";
    }
  }

  private static List<String> list(JWTClaimsSet said, String claim) {
    try {
      return Optional.ofNullable(said.getStringListClaim(claim)).orElse(List.of());
    } catch (ParseException e) {
      return List.of();
    }
  }

  private String callback() {
    return url.get() + "/api/v1/oidc/callback";
  }

  private String secret() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** In letters that a cookie takes as they are. */
  private String sealed(Journey journey) {
    return box.seal(PLACE, Json.text(Json.tree(journey)))
        .replace('+', '-')
        .replace('/', '_')
        .replace("=", "");
  }

  private Journey opened(String sealed) {
    try {
      var text = box.open(PLACE, sealed.replace('-', '+').replace('_', '/'));
      var journey = Json.read(Json.parse(text), Journey.class);
      if (clock.instant().getEpochSecond() - journey.at() > PATIENCE.toSeconds()) {
        throw lost("The login has taken too long.");
      }
      return journey;
    } catch (IllegalStateException e) {
      throw lost("This browser has begun no login.");
    }
  }

  private static ProblemException lost(String why) {
    return new Problem(
            Problem.Kind.UNAUTHENTICATED, "login-lost", Place.NOWHERE, why, "Log in again.")
        .asException();
  }
}
