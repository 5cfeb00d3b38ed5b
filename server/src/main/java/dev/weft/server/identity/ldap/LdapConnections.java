package dev.weft.server.identity.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.security.GeneralSecurityException;

/** Connections to the directory, encrypted before anybody binds; names are checked, too. */
final class LdapConnections {
  private static final int MILLIS_MAX = 5_000;

  private final LdapSettings settings;

  LdapConnections(LdapSettings settings) {
    this.settings = settings;
  }

  /** One that may search; who opens it closes it. */
  LDAPConnection open() throws LDAPException {
    var connection = connect();
    try {
      if (!settings.bindDn().isEmpty()) {
        connection.bind(new SimpleBindRequest(settings.bindDn(), settings.bindPassword()));
      }
      return connection;
    } catch (LDAPException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether this is the entry's password, and the entry may bind. */
  boolean isPassword(String dn, String password) throws LDAPException {
    try (var connection = connect()) {
      connection.bind(new SimpleBindRequest(dn, password));
      return true;
    } catch (LDAPException e) {
      if (e.getResultCode().isConnectionUsable() && !isTrouble(e.getResultCode())) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isTrouble(ResultCode code) {
    return code.equals(ResultCode.BUSY) || code.equals(ResultCode.UNAVAILABLE);
  }

  private LDAPConnection connect() throws LDAPException {
    var options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis(MILLIS_MAX);
    options.setResponseTimeoutMillis(2L * MILLIS_MAX);
    options.setFollowReferrals(false);
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    return switch (settings.encryption()) {
      case NONE -> new LDAPConnection(options, settings.host(), settings.port());
      case TLS -> tls(options);
      case START_TLS -> startTls(options);
    };
  }

  private LDAPConnection tls(LDAPConnectionOptions options) throws LDAPException {
    try {
      var sockets = trusting().createSSLSocketFactory();
      return new LDAPConnection(sockets, options, settings.host(), settings.port());
    } catch (GeneralSecurityException e) {
      throw wrongTls(e);
    }
  }

  private LDAPConnection startTls(LDAPConnectionOptions options) throws LDAPException {
    var connection = new LDAPConnection(options, settings.host(), settings.port());
    try {
      var answer =
          connection.processExtendedOperation(
              new StartTLSExtendedRequest(trusting().createSSLContext()));
      if (!answer.getResultCode().equals(ResultCode.SUCCESS)) {
        throw new LDAPException(answer);
      }
      return connection;
    } catch (LDAPException e) {
      connection.close();
      throw e;
    } catch (GeneralSecurityException e) {
      connection.close();
      throw wrongTls(e);
    }
  }

  private SSLUtil trusting() throws GeneralSecurityException {
    return settings.trust().isPresent()
        ? new SSLUtil(new PEMFileTrustManager(settings.trust().get().toFile()))
        : new SSLUtil();
  }

  private static LDAPException wrongTls(GeneralSecurityException e) {
    return new LDAPException(ResultCode.CONNECT_ERROR, String.valueOf(e.getMessage()), e);
  }
}
