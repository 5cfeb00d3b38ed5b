package dev.weft.server;

import com.nimbusds.jose.JWSAlgorithm;
import dev.weft.gateway.GatewaySettings.BrokerPorts;
import dev.weft.gateway.GatewaySettings.Limits;
import dev.weft.gateway.GatewaySettings.Logins;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.identity.issuer.IssuerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be set about the gateway beside where it listens.
 *
 * @param clientCertificates whether clients may prove themselves by a certificate, with TLS
 * @param issuer whose tokens are trusted, if anybody's
 */
public record GatewayOptions(
    BrokerPorts brokerPorts,
    Limits limits,
    Logins logins,
    boolean clientCertificates,
    Optional<IssuerSettings> issuer,
    String tokenUrl) {
  private static final String BROKER_PORTS = "gateway.broker.ports";
  private static final String CONNECTIONS = "gateway.connections.max";
  private static final String PER_ADDRESS = "gateway.connections.per.address.max";
  private static final String UNAUTHENTICATED = "gateway.connections.unauthenticated.max";
  private static final String ACCEPTS = "gateway.accepts.per.second";
  private static final String BUFFER = "gateway.buffer.mb";
  private static final String LIFETIME = "gateway.login.lifetime.minutes";
  private static final String CERTIFICATES = "gateway.tls.client.certificates";
  private static final String ISSUER = "gateway.oauth.issuer";
  private static final String JWKS = "gateway.oauth.jwks.url";
  private static final String TOKEN_URL = "gateway.oauth.token.url";
  private static final String AUDIENCE = "gateway.oauth.audience";
  private static final String CLAIM = "gateway.oauth.claim";
  private static final String ALGORITHMS = "gateway.oauth.algorithms";
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final int MIB = 1024 * 1024;

  /** The keys and their defaults, as text. */
  static Map<String, String> defaults() {
    var limits = Limits.standard();
    return Map.ofEntries(
        Map.entry(BROKER_PORTS, ""),
        Map.entry(CONNECTIONS, Integer.toString(limits.connections())),
        Map.entry(PER_ADDRESS, Integer.toString(limits.connectionsPerAddress())),
        Map.entry(UNAUTHENTICATED, Integer.toString(limits.unauthenticated())),
        Map.entry(ACCEPTS, Integer.toString(limits.acceptsPerSecond())),
        Map.entry(BUFFER, Long.toString(limits.bufferBytes() / MIB)),
        Map.entry(LIFETIME, "0"),
        Map.entry(CERTIFICATES, "true"),
        Map.entry(ISSUER, ""),
        Map.entry(JWKS, ""),
        Map.entry(TOKEN_URL, ""),
        Map.entry(AUDIENCE, ""),
        Map.entry(CLAIM, "sub"),
        Map.entry(ALGORITHMS, "RS256,PS256,ES256"));
  }

  /** Reads the values, which hold every key; what is wrong is added to the problems. */
  static GatewayOptions parse(Map<String, String> values, List<Problem> problems) {
    var standard = Limits.standard();
    var limits =
        new Limits(
            number(CONNECTIONS, 1, 100_000, values, problems),
            number(PER_ADDRESS, 1, 100_000, values, problems),
            number(UNAUTHENTICATED, 1, 100_000, values, problems),
            number(ACCEPTS, 1, 1_000_000, values, problems),
            standard.requestBytes(),
            standard.fetchBytes(),
            (long) number(BUFFER, standard.fetchBytes() / MIB, 65_536, values, problems) * MIB,
            standard.fetchWait(),
            standard.idle(),
            standard.stalled());
    var logins = Logins.standard();
    var lifetime = Duration.ofMinutes(number(LIFETIME, 0, 525_600, values, problems));
    return new GatewayOptions(
        brokerPorts(values.get(BROKER_PORTS), problems),
        limits,
        new Logins(logins.timeout(), logins.failureDelay(), lifetime),
        yes(CERTIFICATES, values, problems),
        issuer(values, problems),
        values.get(TOKEN_URL));
  }

  private static Optional<IssuerSettings> issuer(
      Map<String, String> values, List<Problem> problems) {
    if (values.get(ISSUER).isEmpty() && values.get(JWKS).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new IssuerSettings(
              values.get(ISSUER),
              URI.create(values.get(JWKS)),
              values.get(AUDIENCE),
              values.get(CLAIM),
              Arrays.stream(values.get(ALGORITHMS).split(","))
                  .map(name -> JWSAlgorithm.parse(name.strip()))
                  .collect(Collectors.toSet())));
    } catch (IllegalArgumentException e) {
      problems.add(
          Problem.input(
              "bad-issuer",
              Place.field(ISSUER),
              "The issuer of tokens cannot be trusted so: " + e.getMessage() + ".",
              "Set " + String.join(", ", ISSUER, JWKS, AUDIENCE, CLAIM, ALGORITHMS) + "."));
      return Optional.empty();
    }
  }

  private static BrokerPorts brokerPorts(String text, List<Problem> problems) {
    if (text.isEmpty()) {
      return BrokerPorts.FOLLOWING;
    }
    var range = RANGE.matcher(text);
    if (range.matches()) {
      try {
        var first = Integer.parseInt(range.group(1));
        return new BrokerPorts(first, Integer.parseInt(range.group(2)) - first + 1);
      } catch (IllegalArgumentException e) {
        // Said below.
      }
    }
    problems.add(
        Problem.input(
            "bad-port",
            Place.field(BROKER_PORTS),
            "'" + text + "' is not a range of ports.",
            "Write FIRST-LAST, as 9093-9099; one for each broker at least."));
    return BrokerPorts.FOLLOWING;
  }

  private static int number(
      String key, int least, int most, Map<String, String> values, List<Problem> problems) {
    var text = values.get(key);
    if (text.matches("\\d{1,9}")) {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    problems.add(
        Problem.input(
            "bad-number",
            Place.field(key),
            "'" + text + "' is not a number that this can have.",
            "Give " + least + " to " + most + "."));
    return Integer.parseInt(defaults().get(key));
  }

  private static boolean yes(String key, Map<String, String> values, List<Problem> problems) {
    var text = values.get(key);
    if (!text.equals("true") && !text.equals("false")) {
      problems.add(
          Problem.input(
              "bad-setting",
              Place.field(key),
              "'" + text + "' is neither true nor false.",
              "Write true or false."));
    }
    return text.equals("true");
  }
}
