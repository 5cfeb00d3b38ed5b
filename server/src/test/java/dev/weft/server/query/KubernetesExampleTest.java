package dev.weft.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests of the example fit the Flink that Weft speaks, and each other. */
class KubernetesExampleTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "kubernetes");

  @Test
  void isOfTheVersionThatWeftSpeaks() throws IOException {
    var spec = map(only("FlinkDeployment"), "spec");
    var version = EnvironmentInformation.getVersion();

    assertThat(spec.get("image").toString()).startsWith("flink:" + version + "-");
    assertThat(spec.get("flinkVersion"))
        .isEqualTo("v" + version.substring(0, version.lastIndexOf('.')).replace('.', '_'));
  }

  @Test
  void keepsTheStateWhereWeftFindsIt() throws IOException {
    var flink = map(read("environment.yaml").get(0), "flink");
    var template = map(map(only("FlinkDeployment"), "spec"), "podTemplate");
    var container = (Map<?, ?>) ((List<?>) map(template, "spec").get("containers")).get(0);
    var mount = (Map<?, ?>) ((List<?>) container.get("volumeMounts")).get(0);

    assertThat(Path.of(flink.get("checkpoints").toString()))
        .startsWithRaw(Path.of(mount.get("mountPath").toString()));
  }

  @Test
  void isReachedAsTheOperatorNamesIt() throws IOException {
    var metadata = map(only("FlinkDeployment"), "metadata");

    // The operator makes a service for the REST interface: NAME-rest.
    assertThat(map(read("environment.yaml").get(0), "flink").get("url"))
        .isEqualTo(
            "http://" + metadata.get("name") + "-rest." + metadata.get("namespace") + ":8081");
  }

  private static Map<?, ?> only(String kind) throws IOException {
    return read("flink-session.yaml").stream()
        .filter(document -> kind.equals(document.get("kind")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<?, ?> map(Map<?, ?> of, String key) {
    return (Map<?, ?>) of.get(key);
  }

  private static List<Map<?, ?>> read(String file) throws IOException {
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    var documents = yaml.loadAll(Files.readString(EXAMPLE.resolve(file))).spliterator();
    return StreamSupport.stream(documents, false).<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }
}
