package dev.weft.tools.project;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Maven repository in a folder, with the modules that a processor is built against. They come
 * from this process's class path, so that a project fits the Weft that wrote it.
 */
record LocalRepository(Path folder, String version) {
  private static final List<String> MODULES = List.of("model", "spi", "testing");
  private static final Pattern MODULE_JAR =
      Pattern.compile("weft-(?:model|spi|testing)-(.+)\\.jar");
  private static final Map<String, List<String>> DEPENDENCIES =
      Map.of(
          "model",
          List.of(
              "com.fasterxml.jackson.core:jackson-databind",
              "com.fasterxml.jackson.datatype:jackson-datatype-jdk8",
              "com.fasterxml.jackson.datatype:jackson-datatype-jsr310",
              "org.snakeyaml:snakeyaml-engine"),
          "spi",
          List.of("dev.weft:weft-model"),
          "testing",
          List.of("dev.weft:weft-spi"));

  /** The version of the jars on the class path; of a build that has no jars, {@code dev}. */
  static String version(List<Path> classPath) {
    return classPath.stream()
        .map(path -> MODULE_JAR.matcher(path.getFileName().toString()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse("dev");
  }

  static List<Path> classPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
        .filter(entry -> !entry.isBlank())
        .map(Path::of)
        .toList();
  }

  /** Writes jars and poms. Throws IllegalStateException naming a module that is not there. */
  void write(List<Path> classPath) throws IOException {
    for (var module : MODULES) {
      var name = "weft-" + module;
      var target = folder.resolve("dev/weft").resolve(name).resolve(version);
      Files.createDirectories(target);
      jar(module, classPath, target.resolve(name + "-" + version + ".jar"));
      Files.writeString(target.resolve(name + "-" + version + ".pom"), pom(module, classPath));
    }
  }

  private static void jar(String module, List<Path> classPath, Path target) throws IOException {
    for (var entry : classPath) {
      if (entry.getFileName().toString().startsWith("weft-" + module + "-")) {
        Files.copy(entry, target);
        return;
      }
      if (entry.endsWith(Path.of(module, "target", "classes"))) {
        pack(entry, target);
        return;
      }
    }
    throw new IllegalStateException("weft-" + module + " is not on the class path");
  }

  private static void pack(Path classes, Path target) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(target));
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  private String pom(String module, List<Path> classPath) {
    var dependencies = new StringBuilder();
    for (var one : DEPENDENCIES.get(module)) {
      var parts = one.split(":");
      var found = parts[0].equals("dev.weft") ? Optional.of(version) : version(parts[1], classPath);
      found.ifPresent(
          number ->
              dependencies.append(
                  "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
                      .formatted(parts[0], parts[1], number)));
    }
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>dev.weft</groupId>
      <artifactId>weft-%s</artifactId>
      <version>%s</version>
      <dependencies>%s</dependencies>
    </project>
    """
        .formatted(module, version, dependencies);
  }

  private static Optional<String> version(String artifact, List<Path> classPath) {
    var jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
    return classPath.stream()
        .map(entry -> jar.matcher(entry.getFileName().toString()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }
}
