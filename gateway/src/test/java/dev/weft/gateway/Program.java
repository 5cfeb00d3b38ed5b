package dev.weft.gateway;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are clients of the gateway, each a process of its own. */
final class Program {
  private static final Path KAFKAJS = Path.of("target", "kafkajs").toAbsolutePath();
  private static final String KAFKAJS_VERSION = "kafkajs@2.2.4";
  private static final int SECONDS_MAX = 90;

  /** What a program printed and how it ended. */
  record Run(int exit, List<String> lines, String errors) {
    /** What is said behind this word, in each line that begins with it. */
    List<String> facts(String word) {
      return lines.stream()
          .filter(line -> line.startsWith(word + " "))
          .map(line -> line.substring(word.length() + 1))
          .toList();
    }
  }

  private Program() {}

  /** The class path of a client that the build has made ready. */
  static String libraries(String client) {
    return Path.of("clients", client, "target", "libs").toAbsolutePath() + File.separator + "*";
  }

  /** A Java program with this class path and nothing else of the test's. */
  static List<String> java(String classPath, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A program for kafkajs, which npm installs first; skips the test where that cannot be. */
  static Run kafkajs(String program, String... arguments) {
    if (!Files.isDirectory(KAFKAJS.resolve("node_modules/kafkajs"))) {
      var install =
          run(
              List.of(
                  "npm", "install", "--no-save", "--prefix", KAFKAJS.toString(), KAFKAJS_VERSION));
      if (install.exit != 0) {
        abort("kafkajs cannot be installed here: " + install.errors);
      }
    }
    var command = new ArrayList<>(List.of("node", source(program, KAFKAJS).toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Debian 12's librdkafka cannot do SCRAM (its own bug), so it logs in with PLAIN. */
  static Run kcat(String broker, String key, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "kcat",
                "-b",
                broker,
                "-X",
                "security.protocol=SASL_PLAINTEXT",
                "-X",
                "sasl.mechanisms=PLAIN",
                "-X",
                "sasl.username=" + key,
                "-X",
                "sasl.password=" + Rig.SECRET));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Puts the source of a client's program into the folder. */
  static Path source(String program, Path folder) {
    try (var source = Program.class.getResourceAsStream("/clients/" + program)) {
      return Files.write(folder.resolve(program), source.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end; skips the test where there is no such program. */
  static Run run(List<String> command) {
    try {
      var output = Files.createTempFile("client", ".out");
      var errors = Files.createTempFile("client", ".err");
      try {
        var process =
            new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
        return new Run(
            process.exitValue(),
            Files.readAllLines(output),
            Files.readString(errors, StandardCharsets.UTF_8));
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      return abort(command.get(0) + " is not on this machine: " + e.getMessage());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
