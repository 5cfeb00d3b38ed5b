package dev.weft.gateway.wire;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.Subject;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.SslTransportLayer;
import org.apache.kafka.common.network.TransportLayer;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.authenticator.SaslServerAuthenticator;
import org.apache.kafka.common.utils.Time;

/**
 * Lets a client in by the certificate that it has shown, if that is somebody's key, and by SASL if
 * not. Belongs to one connection.
 */
final class DoorAuthenticator extends SaslServerAuthenticator {
  private final TransportLayer transport;
  private final LoginAttempt attempt;
  private boolean looked;
  private Optional<String> byCertificate = Optional.empty();

  DoorAuthenticator(
      Map<String, ?> configs,
      Map<String, AuthenticateCallbackHandler> handlers,
      String id,
      Map<String, Subject> subjects,
      SecurityProtocol protocol,
      TransportLayer transport,
      LoginAttempt attempt,
      ChannelMetadataRegistry metadata,
      Shared shared) {
    super(
        configs,
        handlers,
        id,
        subjects,
        null,
        DoorChannels.LISTENER,
        protocol,
        transport,
        new SessionLifetimes(attempt, shared.settings().logins().lifetime(), shared.clock()),
        metadata,
        Time.SYSTEM,
        version -> shared.offered().get().response());
    this.transport = transport;
    this.attempt = attempt;
  }

  @Override
  public void authenticate() throws IOException {
    if (!looked) {
      looked = true;
      byCertificate = fingerprint().flatMap(attempt::identifyByCertificate);
    }
    if (byCertificate.isEmpty()) {
      try {
        super.authenticate();
      } catch (LoginAttempt.NotYet e) {
        // The end of the connection makes clients try again; a refusal would be final.
        throw new IOException(e);
      } catch (InvalidRequestException e) {
        // Somebody who does not log in at all: nothing that the log should hold a stack trace of.
        throw new IllegalSaslStateException(e.getMessage());
      }
    }
  }

  @Override
  public boolean complete() {
    return byCertificate.isPresent() || super.complete();
  }

  @Override
  public KafkaPrincipal principal() {
    return byCertificate
        .map(name -> new KafkaPrincipal(KafkaPrincipal.USER_TYPE, name))
        .orElseGet(super::principal);
  }

  private Optional<String> fingerprint() {
    if (!(transport instanceof SslTransportLayer tls)) {
      return Optional.empty();
    }
    try {
      return Optional.of(fingerprint(tls.sslSession().getPeerCertificates()[0]));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty(); // The client has shown none.
    }
  }

  private static String fingerprint(Certificate certificate) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that TLS has read has no bytes", e);
    }
  }
}
