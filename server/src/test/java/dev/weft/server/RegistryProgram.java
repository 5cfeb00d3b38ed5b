package dev.weft.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A client of schema registries as its makers released it, as a process of its own. */
enum RegistryProgram {
  /** Flink's Avro format with Confluent's client in it. */
  FLINK("flink-2.3", "RegistryClient"),
  /** Apicurio's Avro serializer and deserializer. */
  APICURIO("apicurio-3.1", "ApicurioClient");

  private static final int SECONDS_MAX = 60;

  private final Path libraries;
  private final String name;

  RegistryProgram(String folder, String name) {
    this.libraries = Path.of("..", "gateway", "clients", folder, "target", "libs").toAbsolutePath();
    this.name = name;
  }

  /** Runs it; replies what it said, by the first word of each line. */
  Map<String, String> run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var source = folder.resolve(name + ".java");
    try (var in = RegistryProgram.class.getResourceAsStream("/clients/" + name + ".java")) {
      Files.write(source, in.readAllBytes());
    }
    var out = folder.resolve(name + ".out");
    var errors = folder.resolve(name + ".err");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                libraries + File.separator + "*",
                source.toString()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(errors, StandardCharsets.UTF_8));
    }
    var facts = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(out)) {
      var space = line.indexOf(' ');
      if (space > 0) {
        facts.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return facts;
  }
}
