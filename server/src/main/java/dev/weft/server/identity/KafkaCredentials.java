package dev.weft.server.identity;

import dev.weft.model.ClientKey;
import dev.weft.server.identity.issuer.IssuerTokens;
import dev.weft.spi.Credentials;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that a Kafka client may log in with: keys and certificates of the mesh, Weft's own
 * access tokens, and those of the issuer that is trusted, if there is one.
 */
public final class KafkaCredentials implements Credentials {
  private static final String OWN_TOKEN = "weft_";
  private static final String TOKEN_KEY = "token:";

  private final Credentials keys;
  private final Logins logins;
  private final Optional<IssuerTokens> issuer;

  public KafkaCredentials(Credentials keys, Logins logins, Optional<IssuerTokens> issuer) {
    this.keys = keys;
    this.logins = logins;
    this.issuer = issuer;
  }

  @Override
  public Optional<ClientKey> key(String id) {
    return keys.key(id);
  }

  @Override
  public Optional<ClientKey> certificate(String fingerprint) {
    return keys.certificate(fingerprint);
  }

  @Override
  public TokenAnswer token(String token) {
    if (!token.startsWith(OWN_TOKEN)) {
      return issuer
          .map(trusted -> trusted.answer(token))
          .orElseGet(() -> new TokenAnswer.Unknown("No issuer of tokens is trusted."));
    }
    var name = AccessToken.nameOf(token);
    return logins
        .holder(name)
        .<TokenAnswer>map(caller -> new TokenAnswer.Known(key(name, caller)))
        .orElseGet(() -> new TokenAnswer.Unknown("It is unknown, or has ended."));
  }

  @Override
  public long revision() {
    return keys.revision();
  }

  @Override
  public boolean stillHolds(ClientKey found) {
    var id = found.id();
    if (id.startsWith(TOKEN_KEY)) {
      return logins.holder(id.substring(TOKEN_KEY.length())).isPresent();
    }
    return id.startsWith(IssuerTokens.PREFIX)
        ? issuer.filter(trusted -> trusted.stillHolds(found)).isPresent()
        : keys.stillHolds(found);
  }

  private static ClientKey key(String name, Caller caller) {
    return ClientKey.withoutSecret(
        TOKEN_KEY + name,
        caller.id(),
        "access token",
        "",
        Instant.EPOCH,
        Optional.of(caller.until()));
  }
}
