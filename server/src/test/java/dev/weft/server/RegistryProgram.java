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

/** Flink's Avro format with Confluent's client in it, as a process of its own. */
final class RegistryProgram {
  private static final int SECONDS_MAX = 60;
  private static final Path LIBRARIES =
      Path.of("..", "gateway", "clients", "flink-2.3", "target", "libs").toAbsolutePath();

  private RegistryProgram() {}

  /** Runs it; replies what it said, by the first word of each line. */
  static Map<String, String> run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var source = folder.resolve("RegistryClient.java");
    try (var in = RegistryProgram.class.getResourceAsStream("/clients/RegistryClient.java")) {
      Files.write(source, in.readAllBytes());
    }
    var out = folder.resolve("registry-client.out");
    var errors = folder.resolve("registry-client.err");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                LIBRARIES + File.separator + "*",
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
