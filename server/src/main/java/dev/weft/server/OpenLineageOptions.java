package dev.weft.server;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.openlineage.OutboxSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be set about OpenLineage: where Weft's own events go, and under which addresses jobs
 * outside know this mesh's Kafka.
 *
 * @param url where events are sent; empty: nowhere
 * @param key file with the key that is sent with them
 * @param namespace that of Weft's jobs
 * @param every how often a flow that runs on says so
 * @param kafka addresses of the gateway besides those that Weft knows, {@code host:port}
 */
public record OpenLineageOptions(
    Optional<URI> url, Optional<Path> key, String namespace, Duration every, Set<String> kafka) {
  private static final String URL = "openlineage.url";
  private static final String KEY = "openlineage.key.file";
  private static final String NAMESPACE = "openlineage.namespace";
  private static final String EVERY = "openlineage.running.minutes";
  private static final String KAFKA = "openlineage.kafka.addresses";
  private static final int MINUTES_MAX = 1440;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** The keys and their defaults, as text. */
  static Map<String, String> defaults() {
    return Map.of(URL, "", KEY, "", NAMESPACE, "weft", EVERY, "5", KAFKA, "");
  }

  /** Reads the values, which hold every key; what is wrong is added to the problems. */
  static OpenLineageOptions parse(Map<String, String> values, List<Problem> problems) {
    var url = url(values.get(URL), problems);
    var key = Optional.of(values.get(KEY)).filter(text -> !text.isEmpty()).map(Path::of);
    if (key.isPresent() && url.isPresent() && !isPrivate(url.get())) {
      problems.add(
          Problem.input(
              "key-in-clear",
              Place.field(KEY),
              "The key would be sent in clear to " + url.get() + ".",
              "Use https, or leave the key out."));
    }
    var namespace = values.get(NAMESPACE);
    if (namespace.isBlank() || namespace.length() > 200) {
      problems.add(
          Problem.input(
              "bad-setting",
              Place.field(NAMESPACE),
              "A namespace has 1 to 200 characters.",
              "Such as weft, or the name of the mesh."));
    }
    return new OpenLineageOptions(
        url, key, namespace, every(values.get(EVERY), problems), kafka(values.get(KAFKA)));
  }

  private static boolean isPrivate(URI url) {
    return url.getScheme().equals("https") || LOOPBACK.contains(url.getHost());
  }

  /** Without a path it is the standard's. */
  private static Optional<URI> url(String text, List<Problem> problems) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("https?://[^/?#\\s@]+(/[^?#\\s]*)?")) {
      problems.add(
          Problem.input(
              "bad-url",
              Place.field(URL),
              "'" + text + "' is not where events can be sent.",
              "Write http://HOST:PORT, or https, without user, password or parameters."));
      return Optional.empty();
    }
    var url = URI.create(text);
    return Optional.of(url.getPath().length() > 1 ? url : url.resolve("/api/v1/lineage"));
  }

  private static Duration every(String text, List<Problem> problems) {
    if (text.matches("\\d{1,4}") && Integer.parseInt(text) > 0) {
      var minutes = Integer.parseInt(text);
      if (minutes <= MINUTES_MAX) {
        return Duration.ofMinutes(minutes);
      }
    }
    problems.add(
        Problem.input(
            "bad-number",
            Place.field(EVERY),
            "'" + text + "' is not a number of minutes.",
            "Give 1 to " + MINUTES_MAX + "."));
    return Duration.ofMinutes(5);
  }

  private static Set<String> kafka(String text) {
    return Arrays.stream(text.split("[,\\s]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  /** What the sender needs, if there is where to send to. */
  Optional<OutboxSettings> outbox() {
    return url.map(where -> new OutboxSettings(where, key.map(file -> Gateways.read(file, KEY))));
  }
}
