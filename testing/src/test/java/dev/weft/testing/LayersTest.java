package dev.weft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the picture of the house: arrows point down only, and features never import each other. */
class LayersTest {
  /** Module folder to the Weft packages that its main code may import, besides its own. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("spi", Set.of("model")),
          Map.entry("testing", Set.of("model", "spi")),
          Map.entry("policy", Set.of("model", "spi")),
          Map.entry("registry", Set.of("model", "spi")),
          Map.entry("standards", Set.of("model")),
          Map.entry("classification", Set.of("model", "spi")),
          Map.entry("catalog", Set.of("model", "spi")),
          Map.entry("embeddings", Set.of("model", "spi")),
          Map.entry("gateway", Set.of("model", "spi")),
          Map.entry("flow", Set.of("model", "spi")),
          Map.entry("sql", Set.of("model", "spi")),
          Map.entry("processors/standard", Set.of("model", "spi")),
          Map.entry("processors/jdbc", Set.of("model", "spi")),
          Map.entry("processors/mqtt", Set.of("model", "spi")),
          Map.entry("processors/tail", Set.of("model", "spi")),
          Map.entry("processors/net", Set.of("model", "spi")),
          Map.entry("processors/sftp", Set.of("model", "spi")),
          Map.entry("processors/s3", Set.of("model", "spi")),
          Map.entry("processors/redis", Set.of("model", "spi")),
          Map.entry("processors/mail", Set.of("model", "spi")),
          Map.entry("processors/kafka", Set.of("model", "spi")),
          Map.entry("processors/connect", Set.of("model", "spi")),
          Map.entry("processors/transform", Set.of("model", "spi")),
          Map.entry("processors/script", Set.of("model", "spi")),
          Map.entry("processors/sql", Set.of("model", "spi")),
          Map.entry("processors/demo", Set.of("model", "spi")),
          Map.entry("connect", Set.of("model", "spi", "policy", "registry", "flow")),
          Map.entry("engines", Set.of("model")),
          Map.entry("cli", Set.of("model")),
          Map.entry(
              "tools",
              Set.of("model", "spi", "policy", "registry", "standards", "flow", "classification")),
          Map.entry(
              "server",
              Set.of(
                  "model",
                  "spi",
                  "policy",
                  "registry",
                  "standards",
                  "classification",
                  "catalog",
                  "embeddings",
                  "gateway",
                  "flow",
                  "sql",
                  "engines")));

  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?dev\\.weft\\.([a-z]+)\\b", Pattern.MULTILINE);

  /** Kafka's classes that are not its public API live in one package each, which this names. */
  private static final Pattern KAFKA_INTERNAL =
      Pattern.compile(
          "^import (?:static"
              + " )?(kafka\\.|org\\.apache\\.kafka\\.(?:common\\.(?:network|requests|message|record|protocol|security\\.authenticator)|raft|metadata|server)\\.)",
          Pattern.MULTILINE);

  private final Path root = Path.of("").toAbsolutePath().getParent();

  @Test
  void importsPointDownOnly() throws IOException {
    var wrong = new ArrayList<String>();
    for (var module : MAY_USE.entrySet()) {
      for (var file : sources(module.getKey())) {
        for (var used : imports(file)) {
          var own = module.getKey().split("/")[0];
          if (!used.equals(own) && !module.getValue().contains(used)) {
            wrong.add(root.relativize(file) + " imports dev.weft." + used);
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void kafkasInternalsStayInTwoPackages() throws IOException {
    var wrong = new ArrayList<String>();
    for (var module : MAY_USE.keySet()) {
      for (var file : sources(module)) {
        var text = Files.readString(file);
        var allowed = module.equals("engines") || text.contains("package dev.weft.gateway.wire");
        if (!allowed && KAFKA_INTERNAL.matcher(text).find()) {
          wrong.add(root.relativize(file).toString());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private List<Path> sources(String module) throws IOException {
    var folder = root.resolve(module).resolve("src/main/java");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static Set<String> imports(Path file) throws IOException {
    var found = new TreeSet<String>();
    var matcher = IMPORT.matcher(Files.readString(file));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
