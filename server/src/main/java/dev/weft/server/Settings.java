package dev.weft.server;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.server.own.OwnProduct;
import dev.weft.server.parameters.ProviderSettings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How this process runs: from a properties file ({@code --config FILE}), overridden by options.
 *
 * @param httpNames names under which browsers may call, besides loopback's
 * @param httpUrl how other servers of the same mesh, and people, reach this one; each has its own
 * @param kafka an existing cluster; empty: the embedded broker
 * @param auditFailure what happens while the audit cannot be written
 * @param ownPorts which of its own topics are ports: the audit, the changes of metadata
 * @param egressClosed whether flows send nowhere where no policy is about them
 * @param functionOffers whether owners of products may send jars with functions
 * @param searchVectors whether search compares meanings too, by a language model in this process
 * @param gatewayKeystore PKCS12 file for TLS on the gateway, with its password in a file
 * @param gateway what else is set about the gateway
 * @param providers what parameter contexts may read of this server
 * @param hostsSecret file with the secret that workers of Kafka Connect have too; empty: they need
 *     none, each connector has its own
 * @param openLineage where events about flows go
 * @param identity where people come from besides this mesh
 * @param notices how people are told of their news
 */
public record Settings(
    Path data,
    String httpHost,
    int httpPort,
    Set<String> httpNames,
    Optional<String> httpUrl,
    String gatewayHost,
    int gatewayPort,
    String gatewayAdvertised,
    Optional<Path> gatewayKeystore,
    Optional<Path> gatewayKeystorePassword,
    GatewayOptions gateway,
    ProviderSettings providers,
    AuditFailure auditFailure,
    Set<PortName> ownPorts,
    boolean egressClosed,
    boolean functionOffers,
    boolean searchVectors,
    Optional<KafkaAccess> kafka,
    Optional<Path> hostsSecret,
    OpenLineageOptions openLineage,
    IdentityOptions identity,
    NoticeOptions notices) {

  /** What happens while the audit cannot be written. */
  public enum AuditFailure {
    /** Nothing is read. */
    STOP,
    /** Events are kept in a file of this server, with an alarm, for as long as it has room. */
    SPOOL
  }

  private static final Map<String, String> OWN_DEFAULTS =
      Map.ofEntries(
          Map.entry("data", "data"),
          Map.entry("http.host", "127.0.0.1"),
          Map.entry("http.port", "8080"),
          Map.entry("http.names", ""),
          Map.entry("http.url", ""),
          Map.entry("gateway.host", "127.0.0.1"),
          Map.entry("gateway.port", "9092"),
          Map.entry("gateway.advertised.host", ""),
          Map.entry("connect.secret.file", ""),
          Map.entry("audit.failure", "stop"),
          Map.entry("audit.port", "on"),
          Map.entry("metadata.port", "on"),
          Map.entry("egress.default", "open"),
          Map.entry("functions.offers", "off"),
          Map.entry("search.vectors", "on"),
          Map.entry("gateway.tls.keystore", ""),
          Map.entry("gateway.tls.keystore.password.file", ""));

  private static final Map<String, String> DEFAULTS = defaults();

  private static final String KAFKA = "kafka.";

  /**
   * Reads the command line after its verb: {@code --data DIR --http PORT --gateway PORT --config
   * FILE}.
   */
  public static Settings parse(String data, List<String> arguments) {
    var values = new TreeMap<>(DEFAULTS);
    values.put("data", data);
    var options = new TreeMap<String, String>();
    for (int i = 0; i < arguments.size(); i += 2) {
      var option = arguments.get(i);
      var key =
          switch (option) {
            case "--data" -> "data";
            case "--http" -> "http.port";
            case "--gateway" -> "gateway.port";
            case "--audit-failure" -> "audit.failure";
            case "--search-vectors" -> "search.vectors";
            case "--config" -> "config";
            default ->
                throw wrong(
                    option,
                    "Options: --data DIR, --http PORT, --gateway PORT, --audit-failure stop|spool,"
                        + " --search-vectors on|off, --config FILE.");
          };
      if (i + 1 == arguments.size()) {
        throw wrong(option, "It needs a value.");
      }
      options.put(key, arguments.get(i + 1));
    }
    Optional.ofNullable(options.remove("config"))
        .ifPresent(file -> values.putAll(read(Path.of(file))));
    values.putAll(options);
    return of(values);
  }

  private static Map<String, String> defaults() {
    var all = new TreeMap<>(OWN_DEFAULTS);
    all.putAll(GatewayOptions.defaults());
    all.putAll(OpenLineageOptions.defaults());
    all.putAll(IdentityOptions.defaults());
    all.putAll(NoticeOptions.defaults());
    return all;
  }

  private static Settings of(Map<String, String> values) {
    var problems = new ArrayList<Problem>();
    values.keySet().stream()
        .filter(key -> !DEFAULTS.containsKey(key) && !key.startsWith(KAFKA))
        .filter(key -> !ProviderSettings.isKey(key))
        .forEach(
            key ->
                problems.add(
                    Problem.input(
                        "unknown-setting",
                        Place.field(key),
                        "'" + key + "' is not a setting.",
                        "Settings: "
                            + String.join(", ", DEFAULTS.keySet().stream().sorted().toList())
                            + ", kafka.*, parameters.environment.product.NAME,"
                            + " parameters.files.product.NAME, and both of .domain.NAME.")));
    var settings =
        new Settings(
            Path.of(values.get("data")),
            values.get("http.host"),
            port("http.port", values, problems),
            words(values.get("http.names")),
            url("http.url", values, problems),
            values.get("gateway.host"),
            port("gateway.port", values, problems),
            values.get("gateway.advertised.host").isEmpty()
                ? values.get("gateway.host")
                : values.get("gateway.advertised.host"),
            path(values.get("gateway.tls.keystore")),
            path(values.get("gateway.tls.keystore.password.file")),
            GatewayOptions.parse(values, problems),
            ProviderSettings.parse(values, problems),
            auditFailure(values, problems),
            ownPorts(values, problems),
            egressClosed(values, problems),
            on("functions.offers", "owners may send jars with functions", values, problems),
            on("search.vectors", "search compares meanings too", values, problems),
            kafka(values, problems),
            path(values.get("connect.secret.file")),
            OpenLineageOptions.parse(values, problems),
            IdentityOptions.parse(values, problems),
            NoticeOptions.parse(values, problems));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return settings;
  }

  private static AuditFailure auditFailure(Map<String, String> values, List<Problem> problems) {
    var text = values.get("audit.failure");
    if (!text.equals("stop") && !text.equals("spool")) {
      problems.add(
          Problem.input(
              "bad-audit-failure",
              Place.field("audit.failure"),
              "'" + text + "' is not what can happen while the audit cannot be written.",
              "stop: nothing is read; spool: events are kept in a file."));
    }
    return text.equals("spool") ? AuditFailure.SPOOL : AuditFailure.STOP;
  }

  private static Set<PortName> ownPorts(Map<String, String> values, List<Problem> problems) {
    var ports = new LinkedHashSet<PortName>();
    for (var port : List.of(OwnProduct.AUDIT, OwnProduct.METADATA)) {
      if (on(port.port() + ".port", "it is read as the port " + port, values, problems)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean egressClosed(Map<String, String> values, List<Problem> problems) {
    var text = values.get("egress.default");
    if (!text.equals("open") && !text.equals("closed")) {
      problems.add(
          Problem.input(
              "bad-egress-default",
              Place.field("egress.default"),
              "'" + text + "' is neither open nor closed.",
              "closed: flows send nowhere, out of the mesh, that no policy of type egress allows."));
    }
    return text.equals("closed");
  }

  private static boolean on(
      String key, String meaning, Map<String, String> values, List<Problem> problems) {
    var text = values.get(key);
    if (!text.equals("on") && !text.equals("off")) {
      problems.add(
          Problem.input(
              "bad-" + key.replace('.', '-'),
              Place.field(key),
              "'" + text + "' is neither on nor off.",
              "on: " + meaning + "."));
    }
    return text.equals("on");
  }

  private static Optional<KafkaAccess> kafka(Map<String, String> values, List<Problem> problems) {
    var properties =
        values.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(KAFKA))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().substring(KAFKA.length()), Map.Entry::getValue));
    if (properties.isEmpty()) {
      return Optional.empty();
    }
    var bootstrap = properties.remove("bootstrap.servers");
    if (bootstrap == null) {
      problems.add(
          Problem.input(
              "missing-setting",
              Place.field("kafka.bootstrap.servers"),
              "kafka.* is set without kafka.bootstrap.servers.",
              "Add kafka.bootstrap.servers=HOST:PORT."));
      return Optional.empty();
    }
    return Optional.of(new KafkaAccess(bootstrap, properties));
  }

  private static Map<String, String> read(Path file) {
    try {
      var properties = new Properties();
      properties.load(new StringReader(Files.readString(file)));
      return properties.stringPropertyNames().stream()
          .collect(Collectors.toMap(key -> key, key -> properties.getProperty(key).strip()));
    } catch (IOException | IllegalArgumentException e) {
      throw Problem.input(
              "cannot-read",
              new Place(file.toString(), 0, 0, ""),
              "The settings cannot be read: " + e.getMessage() + ".",
              "Give a properties file: --config FILE.")
          .asException();
    }
  }

  private static int port(String key, Map<String, String> values, List<Problem> problems) {
    var text = values.get(key);
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) < 65_536) {
      return Integer.parseInt(text);
    }
    problems.add(
        Problem.input(
            "bad-port",
            Place.field(key),
            "'" + text + "' is not a port number.",
            "Give 0 to 65535; 0 means any that is free."));
    return 0;
  }

  private static Optional<String> url(
      String key, Map<String, String> values, List<Problem> problems) {
    var text = values.get(key);
    if (text.isEmpty() || text.matches("https?://[^/?#\\s]+")) {
      return Optional.of(text).filter(url -> !url.isEmpty());
    }
    problems.add(
        Problem.input(
            "bad-url",
            Place.field(key),
            "'" + text + "' is not the URL of a server.",
            "Write http://HOST:PORT, without a path."));
    return Optional.empty();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Optional<Path> path(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static ProblemException wrong(String option, String hint) {
    return Problem.input(
            "unknown-option", Place.field(option), "'" + option + "' is not understood.", hint)
        .asException();
  }
}
