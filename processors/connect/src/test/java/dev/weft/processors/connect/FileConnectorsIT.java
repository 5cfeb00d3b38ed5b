package dev.weft.processors.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.flow.FlowStatus;
import dev.weft.flow.TypeDescription;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own connectors for files, as the jar that Apache Kafka releases, in a folder. */
class FileConnectorsIT {
  @TempDir static Path work;
  private static EmbeddedKafka kafka;
  private static ConnectorMesh mesh;

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(work.resolve("data"));
    var plugins = Files.createDirectory(work.resolve("plugins"));
    try (var jars = Files.list(ConnectorMesh.CONNECTORS)) {
      for (var jar : jars.filter(one -> one.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, plugins.resolve(jar.getFileName()));
      }
    }
    mesh = new ConnectorMesh(kafka.access(), plugins, work.resolve("copies"));
  }

  @AfterAll
  static void stop() {
    mesh.plugins().close();
    kafka.close();
  }

  @Test
  void showsEachConnectorWithTheSettingsThatItDeclares() {
    var types = mesh.types().describe();

    assertThat(types)
        .extracting(TypeDescription::name)
        .contains("FileStreamSourceConnector", "FileStreamSinkConnector");
    var source =
        types.stream().filter(each -> each.name().equals("FileStreamSourceConnector")).findFirst();
    assertThat(source.orElseThrow().source()).isTrue();
    assertThat(source.orElseThrow().summary()).contains("4.3.1");
    assertThat(source.orElseThrow().settings())
        .anySatisfy(
            setting -> {
              assertThat(setting.name()).isEqualTo("topic");
              assertThat(setting.required()).isTrue();
              assertThat(setting.doc()).isNotBlank();
            })
        .anySatisfy(
            setting -> {
              assertThat(setting.name()).isEqualTo("batch.size");
              assertThat(setting.type()).isEqualTo("whole number");
              assertThat(setting.defaultValue()).contains("2000");
            });
  }

  @Test
  void checksSettingsByWhatTheConnectorDeclares() {
    var problems =
        mesh.problems(
            """
            {'name': 'wrong', 'product': 'files', 'processors': [
              {'name': 'read', 'type': 'FileStreamSourceConnector',
               'settings': {'fil': 'x', 'batch.size': 'many', 'key.converter': 'x', 'tasks.max': 0,
                            'batch.size.of.a.library': 'x',
                            'transforms': 'cut', 'transforms.cut.type': 'no.Such'}}],
             'connections': []}
            """);

    assertThat(problems)
        .extracting(problem -> problem.code() + " " + problem.place().path())
        .containsExactlyInAnyOrder(
            "unknown-setting processors[0].settings.fil",
            "unknown-setting processors[0].settings.key.converter",
            "bad-setting processors[0].settings.topic",
            "bad-setting processors[0].settings.batch.size",
            "bad-setting processors[0].settings.tasks.max",
            "bad-setting processors[0].settings.transforms.cut.type");
    assertThat(problems).anyMatch(problem -> problem.hint().equals("Did you mean 'file'?"));
  }

  @Test
  void readsAFileIntoAPortAndGoesOnWhereItWas() throws Exception {
    var file = work.resolve("in.txt");
    Files.writeString(file, lines(1, 5_000));
    var port = mesh.port("files.lines");
    var flow =
        """
        {'name': 'read-file', 'product': 'files', 'processors': [
          {'name': 'read', 'type': 'FileStreamSourceConnector',
           'settings': {'file': '%s', 'topic': 'lines',
             'transforms': 'hoist', 'transforms.hoist.field': 'line',
             'transforms.hoist.type': 'org.apache.kafka.connect.transforms.HoistField$Value'}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': 'files.lines'}}],
         'connections': ['read.success -> publish']}
        """
            .formatted(file);
    try (var runner = mesh.runner()) {
      runner.start(ConnectorMesh.flow(flow), Map.of());
      ConnectorMesh.await("all is read", () -> mesh.read(port.topic()).size() >= 5_000);
    }
    Files.writeString(file, lines(5_001, 5_100), StandardOpenOption.APPEND);

    try (var runner = mesh.runner()) {
      runner.start(ConnectorMesh.flow(flow), Map.of());
      ConnectorMesh.await("the rest is read", () -> mesh.read(port.topic()).size() >= 5_100);
    }

    var expected = IntStream.rangeClosed(1, 5_100).mapToObj(i -> "line " + i).toList();
    assertThat(texts(port.topic())).isEqualTo(expected);
  }

  @Test
  void writesAPortIntoAFile() throws Exception {
    var file = work.resolve("copy.txt");
    var source = work.resolve("source.txt");
    Files.writeString(source, lines(1, 300));
    var flow =
        """
        {'name': 'copy-file', 'product': 'files', 'processors': [
          {'name': 'read', 'type': 'FileStreamSourceConnector',
           'settings': {'file': '%s', 'topic': 'lines'}},
          {'name': 'write', 'type': 'FileStreamSinkConnector',
           'settings': {'file': '%s', 'weft.value.field': 'value'}}],
         'connections': ['read.success -> write']}
        """
            .formatted(source, file);

    try (var runner = mesh.runner()) {
      runner.start(ConnectorMesh.flow(flow), Map.of());
      ConnectorMesh.await("all is written", () -> count(file) >= 300);
      assertThat(runner.status("copy-file").orElseThrow().status())
          .isEqualTo(FlowStatus.State.RUNNING);
    }

    assertThat(Files.readAllLines(file))
        .isEqualTo(IntStream.rangeClosed(1, 300).mapToObj(i -> "line " + i).toList());
  }

  private static long count(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static String lines(int from, int to) {
    var text = new StringBuilder();
    IntStream.rangeClosed(from, to).forEach(i -> text.append("line ").append(i).append('\n'));
    return text.toString();
  }

  private static List<String> texts(String topic) {
    return mesh.read(topic).stream()
        .map(
            record ->
                Json.parse(new String(record.value(), StandardCharsets.UTF_8))
                    .path("line")
                    .asText())
        .toList();
  }
}
