package dev.weft.server.identity.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Problem;
import dev.weft.server.identity.DeviceLogins;
import dev.weft.server.identity.Logins;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/**
 * Logins at the issuer from machines without a browser (RFC 8628), with proof that who asks has
 * begun. Safe for any thread.
 */
public final class OidcDevices {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final OidcSettings settings;
  private final Provider provider;
  private final Arrivals arrivals;
  private final Luggage luggage;
  private final SecureRandom random;

  OidcDevices(
      OidcSettings settings,
      Provider provider,
      Arrivals arrivals,
      Luggage luggage,
      SecureRandom random) {
    this.settings = settings;
    this.provider = provider;
    this.arrivals = arrivals;
    this.luggage = luggage;
    this.random = random;
  }

  /**
   * A login that has begun.
   *
   * @param sealed for the program to bring back
   * @param said where the person confirms which code, and how often to ask, in the issuer's words
   */
  public record Begun(String sealed, JsonNode said) {}

  private record Journey(String code, String verifier) {}

  /** Begins one; empty if the issuer has no page for it. */
  public Optional<Begun> begin() {
    var verifier = Pkce.secret(random);
    var question =
        Map.of(
            "scope", settings.scopes(),
            "code_challenge", Pkce.challenge(verifier),
            "code_challenge_method", "S256");
    return provider
        .endpoints()
        .device()
        .map(at -> provider.post(at, question))
        .filter(answer -> answer.status() == 200)
        .map(Provider.Answer::body)
        .map(said -> begun(said, verifier));
  }

  private Begun begun(JsonNode said, String verifier) {
    var journey = new Journey(said.path("device_code").asText(), verifier);
    return new Begun(luggage.sealed(journey), said);
  }

  /**
   * Who is in by it.
   *
   * @throws dev.weft.model.ProblemException while nobody has confirmed, or if nobody can any more
   */
  public Logins.Issued take(String sealed, String address) {
    var journey = luggage.opened(sealed, Journey.class);
    var question =
        Map.of(
            "grant_type", GRANT,
            "device_code", journey.code(),
            "code_verifier", journey.verifier());
    var answer = provider.post(provider.endpoints().token(), question);
    if (answer.status() == 200) {
      return arrivals.enter(answer.body(), Optional.empty(), address);
    }
    throw switch (answer.body().path("error").asText()) {
      case "authorization_pending", "slow_down" -> DeviceLogins.pending();
      case "expired_token" -> DeviceLogins.expired();
      default ->
          Problem.refused("login-denied", "The issuer has not let you in.", "").asException();
    };
  }
}
