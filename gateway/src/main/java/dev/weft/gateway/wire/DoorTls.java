package dev.weft.gateway.wire;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.security.auth.SslEngineFactory;

/**
 * TLS 1.2 and 1.3 with the gateway's own certificate. Clients are asked for theirs, if they have
 * one, and may come without.
 *
 * <p>A client proves by the handshake that it holds the certificate's private key. Nothing else is
 * asked of the certificate but that its time has not passed: it counts only if somebody has
 * registered this very one, so that no authority, however careless, can let anybody in.
 *
 * <p>Public because Kafka makes it by its name.
 */
public final class DoorTls implements SslEngineFactory {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private SSLContext context;
  private boolean asksForCertificates;
  private Path keystore;
  private FileTime modified;

  @Override
  public void configure(Map<String, ?> configs) {
    asksForCertificates =
        "requested".equals(configs.get(BrokerSecurityConfigs.SSL_CLIENT_AUTH_CONFIG));
    keystore = Path.of((String) configs.get(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG));
    var password = (Password) configs.get(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG);
    var type = (String) configs.get(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG);
    try {
      modified = Files.getLastModifiedTime(keystore);
      context = context(load(type, password.value().toCharArray()), password);
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidConfigurationException(
          "The key store " + keystore + " cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
    var engine = context.createSSLEngine(peerHost, peerPort);
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    engine.setWantClientAuth(asksForCertificates);
    return engine;
  }

  /** Whether the file has another certificate than before. */
  @Override
  public boolean shouldBeRebuilt(Map<String, Object> next) {
    try {
      return !Files.getLastModifiedTime(keystore).equals(modified);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String identification) {
    throw new UnsupportedOperationException("this side of TLS is the server's");
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return SslConfigs.RECONFIGURABLE_CONFIGS;
  }

  @Override
  public KeyStore keystore() {
    return null;
  }

  @Override
  public KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  private KeyStore load(String type, char[] password) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(type);
    try (var in = Files.newInputStream(keystore)) {
      store.load(in, password);
    }
    return store;
  }

  private static SSLContext context(KeyStore store, Password password)
      throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password.value().toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new AnyHolder()}, null);
    return context;
  }

  /** Lets every certificate through whose time it is; what it is worth is found out later. */
  private static final class AnyHolder extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      chain[0].checkValidity();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this side of TLS is the server's");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
