package dev.weft.server.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what the issuer has signed for this client: ID tokens and logout tokens. What a token says
 * of its own keys (jku, x5u, jwk) is ignored. Safe for any thread.
 */
final class IssuerClaims {
  private static final int LENGTH_MAX = 64 * 1024;
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final String LOGOUT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final OidcSettings settings;
  private final Provider provider;
  private final Clock clock;
  private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

  IssuerClaims(OidcSettings settings, Provider provider, Clock clock) {
    this.settings = settings;
    this.provider = provider;
    this.clock = clock;
  }

  /**
   * What an ID token says (OpenID Connect Core, 3.1.3.7).
   *
   * @param nonce what the login was begun with; empty for a token that renews one
   */
  JWTClaimsSet idToken(String text, Optional<String> nonce) {
    try {
      var claims = signed(text, Set.of("JWT"));
      var expires = claims.getExpirationTime();
      if (expires == null || !clock.instant().isBefore(expires.toInstant().plus(SKEW))) {
        throw wrong("its time is over");
      }
      if (claims.getAudience().size() > 1 && claims.getStringClaim("azp") == null) {
        throw wrong("it does not say which of its audiences it is for");
      }
      if (claims.getStringClaim("azp") != null
          && !settings.client().equals(claims.getStringClaim("azp"))) {
        throw wrong("it was made for another client");
      }
      if (nonce.isPresent() && !nonce.get().equals(claims.getStringClaim("nonce"))) {
        throw wrong("it belongs to another login");
      }
      if (claims.getSubject() == null || claims.getSubject().isBlank()) {
        throw wrong("it names nobody");
      }
      return claims;
    } catch (ParseException e) {
      throw wrong("a claim has the wrong type");
    }
  }

  /** What a logout token says (OpenID Connect Back-Channel Logout, 2.6). */
  JWTClaimsSet logoutToken(String text) {
    try {
      var claims = signed(text, Set.of("JWT", "logout+jwt"));
      var events = claims.getJSONObjectClaim("events");
      if (events == null || !events.containsKey(LOGOUT) || claims.getClaim("nonce") != null) {
        throw wrong("it is no logout token");
      }
      if (claims.getSubject() == null && claims.getStringClaim("sid") == null) {
        throw wrong("it names neither a person nor a session");
      }
      return claims;
    } catch (ParseException e) {
      throw wrong("a claim has the wrong type");
    }
  }

  private JWTClaimsSet signed(String text, Set<String> types) throws ParseException {
    if (text.length() > LENGTH_MAX) {
      throw wrong("it is too long");
    }
    var token = SignedJWT.parse(text);
    var header = token.getHeader();
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw wrong("it is signed with " + header.getAlgorithm());
    }
    if (header.getType() != null && !types.contains(header.getType().getType())) {
      throw wrong("it is a token for something else");
    }
    if (!isSigned(token)) {
      throw wrong("none of the issuer's keys has signed it");
    }
    var claims = token.getJWTClaimsSet();
    if (!settings.issuer().toString().equals(claims.getIssuer())) {
      throw wrong("it is of another issuer");
    }
    if (!claims.getAudience().contains(settings.client())) {
      throw wrong("it is for another client");
    }
    requireNow(claims.getIssueTime());
    return claims;
  }

  private void requireNow(Date issued) {
    var now = clock.instant();
    var at = Optional.ofNullable(issued).map(Date::toInstant).orElse(Instant.EPOCH);
    if (at.isAfter(now.plus(SKEW)) || at.isBefore(now.minus(Duration.ofHours(1)))) {
      throw wrong("it was made at another time");
    }
  }

  private boolean isSigned(SignedJWT token) {
    var matcher = JWKMatcher.forJWSHeader(token.getHeader());
    return provider.keys(token.getHeader().getKeyID()).stream()
        .anyMatch(key -> matcher.matches(key) && isSignedBy(token, key));
  }

  private boolean isSignedBy(SignedJWT token, JWK key) {
    try {
      return key instanceof AsymmetricJWK pair
          && token.verify(verifiers.createJWSVerifier(token.getHeader(), pair.toPublicKey()));
    } catch (JOSEException e) {
      return false; // A key of another sort.
    }
  }

  private static ProblemException wrong(String why) {
    return new Problem(
            Problem.Kind.UNAUTHENTICATED,
            "bad-issuer-token",
            Place.NOWHERE,
            "The issuer's token is not believed: " + why + ".",
            "Log in again.")
        .asException();
  }
}
