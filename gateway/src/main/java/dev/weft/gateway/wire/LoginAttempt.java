package dev.weft.gateway.wire;

import dev.weft.gateway.access.FailedLogins;
import dev.weft.model.ClientKey;
import dev.weft.spi.Credentials;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;

/**
 * Checks one connection's secret, and remembers which key it gave.
 *
 * <p>A key that nobody has, or that has failed too often, is checked against a decoy, so that it
 * looks like a wrong secret to the client. Called by the connection's event loop.
 */
final class LoginAttempt implements AuthenticateCallbackHandler {
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

  private void identify(String name) {
    keyId = name;
    key = failures.blocked(address, name) ? Optional.empty() : credentials.key(name);
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
