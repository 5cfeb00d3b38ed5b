package dev.weft.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What clients set to get through the gateway, in the words of each library. */
final class ClientSettings {
  static final String CLIENT_ID = "YOUR-CLIENT-ID";
  static final String CLIENT_SECRET = "YOUR-CLIENT-SECRET";
  private static final String MODULES = "org.apache.kafka.common.security.";

  private ClientSettings() {}

  /** For Kafka's Java client since 2.7, which takes certificates as PEM (KIP-651). */
  static Map<String, String> java(GatewayWay way) {
    var settings = common(way);
    switch (way.login()) {
      case SCRAM -> {
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put("sasl.jaas.config", module("scram.ScramLoginModule", way));
      }
      case PLAIN -> {
        settings.put("sasl.mechanism", "PLAIN");
        settings.put("sasl.jaas.config", module("plain.PlainLoginModule", way));
      }
      case CERTIFICATE -> {
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", way.certificate());
      }
      case OAUTH -> {
        settings.put("sasl.mechanism", "OAUTHBEARER");
        settings.put(
            "sasl.login.callback.handler.class",
            MODULES + "oauthbearer.OAuthBearerLoginCallbackHandler");
        settings.put("sasl.oauthbearer.token.endpoint.url", way.tokenUrl());
        settings.put(
            "sasl.jaas.config",
            MODULES
                + "oauthbearer.OAuthBearerLoginModule required clientId=\""
                + CLIENT_ID
                + "\" clientSecret=\""
                + CLIENT_SECRET
                + "\";");
      }
    }
    if (!way.trust().isEmpty()) {
      settings.put("ssl.truststore.type", "PEM");
      settings.put("ssl.truststore.certificates", way.trust().replace("\n", "\\n"));
    }
    return settings;
  }

  /** For librdkafka; what it trusts is said differently by each program. */
  static Map<String, String> librdkafka(GatewayWay way) {
    var settings = common(way);
    switch (way.login()) {
      case SCRAM -> user(settings, "SCRAM-SHA-512", way);
      case PLAIN -> user(settings, "PLAIN", way);
      case CERTIFICATE -> {
        settings.put("ssl.certificate.location", way.certificate());
        settings.put("ssl.key.location", way.certificate());
      }
      case OAUTH -> {
        settings.put("sasl.mechanisms", "OAUTHBEARER");
        settings.put("sasl.oauthbearer.method", "oidc");
        settings.put("sasl.oauthbearer.token.endpoint.url", way.tokenUrl());
        settings.put("sasl.oauthbearer.client.id", CLIENT_ID);
        settings.put("sasl.oauthbearer.client.secret", CLIENT_SECRET);
      }
    }
    return settings;
  }

  private static Map<String, String> common(GatewayWay way) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("bootstrap.servers", way.bootstrap());
    settings.put("security.protocol", way.security());
    return settings;
  }

  private static String module(String name, GatewayWay way) {
    return MODULES
        + name
        + " required username=\""
        + way.id()
        + "\" password=\""
        + way.secret()
        + "\";";
  }

  private static void user(Map<String, String> settings, String mechanism, GatewayWay way) {
    settings.put("sasl.mechanisms", mechanism);
    settings.put("sasl.username", way.id());
    settings.put("sasl.password", way.secret());
  }
}
