package dev.weft.gateway.wire;

import dev.weft.gateway.access.FailedLogins;
import dev.weft.model.ClientKey;
import dev.weft.spi.Credentials;
import dev.weft.spi.Credentials.TokenAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerExtensionsValidatorCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one connection's secret, certificate or token, and remembers which key it gave.
 *
 * <p>A key that nobody has, or that has failed too often, is checked against a decoy, so that it
 * looks like a wrong secret to the client. Called by the connection's event loop.
 */
final class LoginAttempt implements AuthenticateCallbackHandler {
  /** A token cannot be checked at the moment. */
  static final class NotYet extends RuntimeException {
    NotYet() {
      super("the token cannot be checked yet");
    }
  }

  private static final Logger log = LoggerFactory.getLogger(LoginAttempt.class);
  private static final String INVALID_TOKEN = "invalid_token";

  private final String address;
  private final Credentials credentials;
  private final FailedLogins failures;
  private final Decoys decoys;
  private String keyId = "";
  private Optional<ClientKey> key = Optional.empty();

  LoginAttempt(String address, Credentials credentials, FailedLogins failures, Decoys decoys) {
    this.address = address;
    this.credentials = credentials;
    this.failures = failures;
    this.decoys = decoys;
  }

  /** The name that the client gave; empty before it gave one. */
  String keyId() {
    return keyId;
  }

  /** The key against which the secret is checked; empty when there is none that may be used. */
  Optional<ClientKey> key() {
    return key;
  }

  String address() {
    return address;
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (var callback : callbacks) {
      if (callback instanceof NameCallback name) {
        identify(name.getDefaultName());
      } else if (callback instanceof ScramCredentialCallback scram) {
        scram.scramCredential(verifier());
      } else if (callback instanceof PlainAuthenticateCallback plain) {
        plain.authenticated(isRight(plain.password()));
      } else if (callback instanceof OAuthBearerValidatorCallback bearer) {
        check(bearer);
      } else if (callback instanceof OAuthBearerExtensionsValidatorCallback extensions) {
        extensions.inputExtensions().map().keySet().forEach(extensions::valid); // and not used
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    // Everything came with the constructor.
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  /** Looks whose certificate this is; answers with its key's id. */
  Optional<String> identifyByCertificate(String fingerprint) {
    keyId = "certificate " + fingerprint;
    key =
        failures.blocked(address, keyId) ? Optional.empty() : credentials.certificate(fingerprint);
    key.ifPresent(found -> keyId = found.id());
    return key.map(ClientKey::id);
  }

  private void check(OAuthBearerValidatorCallback bearer) {
    keyId = "token " + digest(bearer.tokenValue());
    if (failures.blocked(address, keyId)) {
      bearer.error(INVALID_TOKEN, null, null);
      return;
    }
    var answer = credentials.token(bearer.tokenValue());
    if (answer instanceof TokenAnswer.Known known) {
      keyId = known.key().id();
      key = Optional.of(known.key());
      bearer.token(new ProvenToken(known.key()));
    } else if (answer instanceof TokenAnswer.Unknown unknown) {
      log.info("Refused a token from {}: {}", address, unknown.reason());
      bearer.error(INVALID_TOKEN, null, null);
    } else {
      throw new NotYet();
    }
  }

  /** Tells tokens apart in the audit without telling what they are. */
  private static String digest(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What Kafka wants to know of a token; its text is kept by nobody. */
  private record ProvenToken(ClientKey key) implements OAuthBearerToken {
    @Override
    public String value() {
      return "";
    }

    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public long lifetimeMs() {
      return key.expiresAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    }

    @Override
    public String principalName() {
      return key.principal().toString();
    }

    @Override
    public Long startTimeMs() {
      return key.createdAt().toEpochMilli();
    }
  }

  private void identify(String name) {
    keyId = name;
    key =
        failures.blocked(address, name)
            ? Optional.empty()
            : credentials.key(name).filter(ClientKey::hasSecret);
  }

  private boolean isRight(char[] secret) {
    if (failures.blocked(address, keyId)) {
      return false;
    }
    return decoys.matches(secret, verifier()) && key.isPresent();
  }

  private ScramCredential verifier() {
    return key.map(this::verifier).orElseGet(() -> decoys.decoy(keyId));
  }

  private ScramCredential verifier(ClientKey known) {
    var base64 = Base64.getDecoder();
    var real =
        new ScramCredential(
            base64.decode(known.salt()),
            base64.decode(known.storedKey()),
            base64.decode(known.serverKey()),
            known.iterations());
    decoys.resemble(real);
    return real;
  }
}
