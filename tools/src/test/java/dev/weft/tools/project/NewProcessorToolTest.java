package dev.weft.tools.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.testing.PluginJar;
import dev.weft.tools.flowtest.FlowTestTool;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewProcessorToolTest {
  @TempDir Path work;
  private final StringWriter printed = new StringWriter();

  @Test
  void whatItWritesCompilesAgainstItsOwnLibraryAndRunsInAFlow() throws Exception {
    var project = work.resolve("shout");
    run("Shout", "--dir", project.toString(), "--package", "org.example.flows");

    compile(project, "src/main/java", "main", List.of());
    compile(project, "src/test/java", "test", List.of(project.resolve("main")));

    var plugins = Files.createDirectory(work.resolve("plugins"));
    new PluginJar()
        .source(
            "org.example.flows.Shout",
            Files.readString(project.resolve("src/main/java/org/example/flows/Shout.java")))
        .service(
            "dev.weft.spi.flow.ProcessorType",
            Files.readString(
                    project.resolve(
                        "src/main/resources/META-INF/services/dev.weft.spi.flow.ProcessorType"))
                .strip())
        .writeTo(plugins.resolve("shout-1.0.jar"));
    Files.writeString(
        work.resolve("flow.yaml"),
        """
        apiVersion: weft.dev/v1
        kind: Flow
        name: loud
        product: shop
        processors:
          - {name: list, type: ListDirectory, settings: {directory: in}}
          - {name: shout, type: Shout, settings: {field: name}}
        connections: [list.success -> shout]
        """);
    Files.writeString(
        work.resolve("loud.flowtest.yaml"),
        """
        apiVersion: weft.dev/v1
        kind: FlowTest
        flow: loud
        tests:
          - name: shouts
            given: {shout: [{id: 1, name: ada}, {id: 2}]}
            expect:
              relationships: {shout.success: [{id: 1, name: ADA}, {id: 2}]}
              counters: {shout: {records: 2}}
        """);
    var tested =
        new FlowTestTool()
            .run(
                new PrintWriter(printed),
                new PrintWriter(printed),
                work.resolve("loud.flowtest.yaml").toString(),
                "--plugins",
                plugins.toString());
    assertThat(tested).as(printed.toString()).isZero();
  }

  @Test
  void thePomFindsWeftInTheProjectItself() throws Exception {
    var project = work.resolve("p");
    run("ShoutLoudly", "--dir", project.toString());
    var pom = Files.readString(project.resolve("pom.xml"));

    assertThat(pom)
        .contains("<artifactId>shout-loudly</artifactId>", "file://${project.basedir}/lib")
        .doesNotContain("@");
    var version = pom.replaceAll("(?s).*<weft.version>(.*?)</weft.version>.*", "$1");
    for (var module : List.of("model", "spi", "testing")) {
      var jar =
          project.resolve(
              "lib/dev/weft/weft-%s/%s/weft-%s-%s.jar".formatted(module, version, module, version));
      assertThat(jar).exists();
    }
    assertThat(
            project.resolve(
                "lib/dev/weft/weft-model/%s/weft-model-%s.pom".formatted(version, version)))
        .content()
        .contains("<artifactId>jackson-databind</artifactId><version>2.");
    assertThat(project.resolve("README.md")).content().contains("type: ShoutLoudly");
  }

  @Test
  void refusesBadNamesAndFoldersThatAreNotEmpty() throws IOException {
    Files.writeString(work.resolve("mine.txt"), "mine");

    assertThatThrownBy(() -> run("shout")).hasMessageContaining("not the name of a type");
    assertThatThrownBy(() -> run("Shout", "--package", "dev.weft.mine", "--dir", "x"))
        .hasMessageContaining("cannot be the package");
    assertThatThrownBy(() -> run("Shout", "--dir", work.toString()))
        .hasMessageContaining("not empty");
  }

  /** Against the jars of the project's own repository, and the test libraries. */
  private static void compile(Path project, String sources, String into, List<Path> also)
      throws IOException {
    var classPath = new ArrayList<String>();
    also.forEach(path -> classPath.add(path.toString()));
    try (var jars = Files.walk(project.resolve("lib"))) {
      jars.filter(file -> file.toString().endsWith(".jar"))
          .forEach(j -> classPath.add(j.toString()));
    }
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("weft") && !entry.endsWith("classes")) {
        classPath.add(entry);
      }
    }
    var arguments =
        new ArrayList<>(
            List.of(
                "-d",
                Files.createDirectories(project.resolve(into)).toString(),
                "-cp",
                String.join(File.pathSeparator, classPath),
                "-Xlint:all,-processing,-path",
                "-Werror"));
    try (var files = Files.walk(project.resolve(sources))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> arguments.add(file.toString()));
    }
    var result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
  }

  private void run(String... arguments) {
    var out = new PrintWriter(printed);
    assertThat(new NewProcessorTool().run(out, out, arguments)).isZero();
  }
}
