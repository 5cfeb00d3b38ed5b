package dev.weft.tools.project;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.tools.Arguments;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.spi.ToolProvider;

/**
 * {@code weft new processor NAME}: writes a project that {@code mvn package} makes a plug-in of.
 */
public final class NewProcessorTool implements ToolProvider {
  @Override
  public String name() {
    return "weft-new-processor";
  }

  /** {@code NAME [--dir DIR] [--package PACKAGE]}. */
  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    var asked = Arguments.parse(Set.of("format", "dir", "package"), arguments);
    var name = asked.rest().isEmpty() ? "" : asked.rest().get(0);
    if (!name.matches("[A-Z][A-Za-z0-9]{0,60}")) {
      throw wrong(
          "bad-name",
          "'" + name + "' is not the name of a type of processor.",
          "Write it as ShoutLoudly: letters and digits, a capital first.");
    }
    var artifact = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    var java = asked.option("package").orElse("plugins." + artifact.replace("-", ""));
    if (!java.matches("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*") || java.startsWith("dev.weft.")) {
      throw wrong(
          "bad-package", "'" + java + "' cannot be the package.", "Such as org.example.flows.");
    }
    var folder = Path.of(asked.option("dir").orElse(artifact));
    write(name, artifact, java, folder);
    if (asked.option("format").orElse("table").equals("json")) {
      out.println(Json.object().put("name", name).put("dir", folder.toString()).toPrettyString());
    } else {
      out.println(
          "The processor " + name + " is in " + folder + ": mvn package makes the plug-in.");
    }
    out.flush();
    return 0;
  }

  private static void write(String name, String artifact, String java, Path folder) {
    try {
      if (Files.exists(folder) && !isEmpty(folder)) {
        throw wrong(
            "not-empty", "'" + folder + "' is there and not empty.", "Name another: --dir.");
      }
      var classPath = LocalRepository.classPath();
      var version = LocalRepository.version(classPath);
      var main = "src/main/java/" + java.replace('.', '/') + "/" + name + ".java";
      var test = "src/test/java/" + java.replace('.', '/') + "/" + name + "Test.java";
      for (var file :
          List.of(
              List.of("pom.xml", "pom.xml"),
              List.of("README.md", "README.md"),
              List.of("Processor.java", main),
              List.of("ProcessorTest.java", test))) {
        var text =
            template(file.get(0))
                .replace("@NAME@", name)
                .replace("@PACKAGE@", java)
                .replace("@ARTIFACT@", artifact)
                .replace("@VERSION@", version);
        put(folder.resolve(file.get(1)), text);
      }
      var services = "src/main/resources/META-INF/services/dev.weft.spi.flow.ProcessorType";
      put(folder.resolve(services), java + "." + name + "\n");
      put(folder.resolve(".gitignore"), "target/\n");
      new LocalRepository(folder.resolve("lib"), version).write(classPath);
    } catch (IOException e) {
      throw Problem.environment(
              "not-written",
              "The project cannot be written: " + e + ".",
              "Name another folder: --dir.")
          .asException();
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String template(String name) throws IOException {
    try (var in = NewProcessorTool.class.getResourceAsStream(name + ".template")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ProblemException wrong(String code, String message, String hint) {
    return Problem.input(code, Place.NOWHERE, message, hint).asException();
  }
}
