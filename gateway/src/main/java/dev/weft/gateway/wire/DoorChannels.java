package dev.weft.gateway.wire;

import dev.weft.gateway.GatewaySettings;
import dev.weft.gateway.GatewaySettings.Tls;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.ConnectionMode;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.network.SaslChannelBuilder;
import org.apache.kafka.common.network.TransportLayer;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.authenticator.CredentialCache;
import org.apache.kafka.common.security.authenticator.SaslServerAuthenticator;
import org.apache.kafka.common.security.oauthbearer.internals.OAuthBearerSaslServerProvider;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the clients' side of the connections: a certificate, SCRAM-SHA-512, PLAIN or OAUTHBEARER,
 * each connection with a {@link LoginAttempt} of its own. Belongs to one event loop.
 */
final class DoorChannels extends SaslChannelBuilder {
  private static final Logger log = LoggerFactory.getLogger(DoorChannels.class);
  static final ListenerName LISTENER = new ListenerName("DOOR");
  private static final Map<String, String> MODULES =
      Map.of(
          "SCRAM-SHA-512", ScramLoginModule.class.getName(),
          "PLAIN", PlainLoginModule.class.getName(),
          // Kafka's own module would log this side in somewhere, which has nobody to be.
          "OAUTHBEARER", PlainLoginModule.class.getName());

  /** What a client may send before it has logged in: a token at most. */
  private static final int LOGIN_BYTES_MAX = 64 * 1024;

  private final Shared shared;
  private final Map<String, ?> configs;
  private final Map<String, LoginAttempt> attempts = new HashMap<>();

  DoorChannels(Shared shared) {
    super(
        ConnectionMode.SERVER,
        contexts(),
        protocol(shared.settings()),
        LISTENER,
        false,
        null,
        new CredentialCache(),
        null,
        clientAuthentication(shared.settings()),
        Time.SYSTEM,
        new LogContext(),
        version -> shared.offered().get().response());
    this.shared = shared;
    this.configs = configuration(shared.settings());
    OAuthBearerSaslServerProvider.initialize();
    configure(configs);
  }

  static SecurityProtocol protocol(GatewaySettings settings) {
    return settings.tls().isPresent() ? SecurityProtocol.SASL_SSL : SecurityProtocol.SASL_PLAINTEXT;
  }

  /** The attempt of this connection, which is forgotten here. */
  LoginAttempt take(String connection) {
    return attempts.remove(connection);
  }

  @Override
  protected SaslServerAuthenticator buildServerAuthenticator(
      Map<String, ?> configs,
      Map<String, AuthenticateCallbackHandler> handlers,
      String id,
      TransportLayer transport,
      Map<String, Subject> subjects,
      Map<String, Long> maxReauthMs,
      ChannelMetadataRegistry metadata) {
    var address = transport.socketChannel().socket().getInetAddress().getHostAddress();
    var attempt =
        new LoginAttempt(address, shared.credentials(), shared.failedLogins(), shared.decoys());
    attempts.put(id, attempt);
    var own =
        MODULES.keySet().stream()
            .collect(
                Collectors.<String, String, AuthenticateCallbackHandler>toMap(
                    mechanism -> mechanism, mechanism -> attempt));
    return new DoorAuthenticator(
        configs,
        own,
        id,
        subjects,
        protocol(shared.settings()),
        transport,
        attempt,
        metadata,
        shared);
  }

  /** Takes up a new certificate of the gateway, if the key store has one. */
  void renew() {
    try {
      reconfigure(configs);
    } catch (KafkaException e) {
      log.error("The new key store cannot be used; the old one stays: {}", e.getMessage());
    }
  }

  private static String clientAuthentication(GatewaySettings settings) {
    return settings.tls().filter(Tls::clientCertificates).map(tls -> "requested").orElse("none");
  }

  private static Map<String, JaasContext> contexts() {
    var contexts = new HashMap<String, JaasContext>();
    for (var module : MODULES.entrySet()) {
      var mechanism = module.getKey();
      var key = mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config";
      var text = new Password(module.getValue() + " required;");
      contexts.put(
          mechanism, JaasContext.loadServerContext(LISTENER, mechanism, Map.of(key, text)));
    }
    return contexts;
  }

  private static Map<String, ?> configuration(GatewaySettings settings) {
    var given = new HashMap<String, Object>();
    given.put(BrokerSecurityConfigs.SASL_ENABLED_MECHANISMS_CONFIG, List.copyOf(MODULES.keySet()));
    given.put(BrokerSecurityConfigs.SASL_SERVER_MAX_RECEIVE_SIZE_CONFIG, LOGIN_BYTES_MAX);
    settings
        .tls()
        .ifPresent(
            tls -> {
              given.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, DoorTls.class);
              given.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, tls.keystore().toString());
              given.put(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, tls.password());
              given.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, tls.password());
              given.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, tls.type());
            });
    return new AbstractConfig(BrokerSecurityConfigs.CONFIG_DEF, given, false).values();
  }
}
