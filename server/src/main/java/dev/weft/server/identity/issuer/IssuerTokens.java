package dev.weft.server.identity.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.weft.model.ClientKey;
import dev.weft.model.PrincipalId;
import dev.weft.spi.Credentials.TokenAnswer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Checks the issuer's tokens: signed by one of its keys, with an algorithm that is expected, for
 * us, and at this time. Everything that a token says about its own keys (jku, x5u, jwk) is ignored.
 * Safe for any thread; never waits.
 */
public final class IssuerTokens {
  /** Begins the id of the key that stands for a token. */
  public static final String PREFIX = "oidc:";

  private static final int LENGTH_MAX = 16 * 1024;
  private static final int NAME_MAX = 200;
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Set<String> TYPES = Set.of("JWT", "at+jwt", "application/at+jwt");

  private final IssuerSettings settings;
  private final IssuerKeys keys;
  private final Predicate<String> isUser;
  private final Clock clock;
  private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

  /**
   * @param isUser whether there is a user of that name, who may act
   */
  public IssuerTokens(
      IssuerSettings settings, IssuerKeys keys, Predicate<String> isUser, Clock clock) {
    this.settings = settings;
    this.keys = keys;
    this.isUser = isUser;
    this.clock = clock;
  }

  /** Who has this token. */
  public TokenAnswer answer(String text) {
    if (text.length() > LENGTH_MAX) {
      return no("It is too long.");
    }
    try {
      return answer(SignedJWT.parse(text));
    } catch (ParseException e) {
      return no("It is not a signed token.");
    } catch (JOSEException e) {
      return no("Its signature cannot be checked: " + e.getMessage());
    }
  }

  /** Whether the key of an earlier answer is still somebody's. */
  public boolean stillHolds(ClientKey found) {
    return isUser.test(found.principal().name());
  }

  private TokenAnswer answer(SignedJWT token) throws ParseException, JOSEException {
    var header = token.getHeader();
    if (!settings.algorithms().contains(header.getAlgorithm())) {
      return no("It is signed with " + header.getAlgorithm() + ", which is not taken.");
    }
    if (header.getType() != null && !TYPES.contains(header.getType().getType())) {
      return no("It is a token for something else: " + header.getType());
    }
    var matcher = JWKMatcher.forJWSHeader(header);
    var candidates = keys.current().stream().filter(matcher::matches).toList();
    if (candidates.isEmpty()) {
      return keys.refresh()
          ? new TokenAnswer.NotYet()
          : no("Its key '" + header.getKeyID() + "' is none of the issuer's.");
    }
    if (!isSigned(token, candidates)) {
      return no("Its signature is wrong.");
    }
    return judge(token.getJWTClaimsSet());
  }

  private boolean isSigned(SignedJWT token, List<JWK> candidates) throws JOSEException {
    for (var key : candidates) {
      if (key instanceof AsymmetricJWK pair
          && token.verify(verifiers.createJWSVerifier(token.getHeader(), pair.toPublicKey()))) {
        return true;
      }
    }
    return false;
  }

  private TokenAnswer judge(JWTClaimsSet claims) throws ParseException {
    var now = clock.instant();
    if (!settings.issuer().equals(claims.getIssuer())) {
      return no("It is of another issuer.");
    }
    if (!claims.getAudience().contains(settings.audience())) {
      return no("It is for somebody else.");
    }
    var end = instant(claims.getExpirationTime());
    if (end.isEmpty() || !now.isBefore(end.get())) {
      return no("Its time is over, or has no end.");
    }
    var begin = instant(claims.getNotBeforeTime());
    var made = instant(claims.getIssueTime());
    if (isAhead(begin, now) || isAhead(made, now)) {
      return no("Its time has not come.");
    }
    var name = claims.getStringClaim(settings.claim());
    if (name == null || name.isBlank() || name.length() > NAME_MAX || !isUser.test(name)) {
      return no("The mesh does not know whom it names.");
    }
    return new TokenAnswer.Known(
        ClientKey.withoutSecret(
            PREFIX + name,
            PrincipalId.user(name),
            "token of " + settings.issuer(),
            "",
            made.orElse(now),
            end));
  }

  private static boolean isAhead(Optional<Instant> time, Instant now) {
    return time.filter(at -> at.isAfter(now.plus(SKEW))).isPresent();
  }

  private static Optional<Instant> instant(Date date) {
    return Optional.ofNullable(date).map(Date::toInstant);
  }

  private static TokenAnswer no(String reason) {
    return new TokenAnswer.Unknown(reason);
  }
}
