package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a command gets from where it runs.
 *
 * @param environment the environment variables
 * @param prompt asks a person for a password without showing it; empty when nobody is there
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Function<String, Optional<String>> prompt) {

  static Terminal ofThisProcess() {
    return new Terminal(
        // Buffered, as a bare file stream cannot read all of a pipe: it looks for its position.
        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv(),
        Terminal::askAtConsole);
  }

  /** Where this user's settings are kept, whether it exists or not. */
  Path settingsFolder() {
    var configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
    return configured.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config")
            .resolve("weft")
        : Path.of(configured, "weft");
  }

  /** Says on standard error how far a long answer is, which looks at so many {@code things}. */
  Consumer<JsonNode> progress(String things) {
    return passed ->
        err.printf(
            "Looked at %,d of %,d %s.%n",
            passed.path("events").asLong(), passed.path("of").asLong(), things);
  }

  /** The first line of standard input, such as a password; empty when there is none. */
  String firstLine() {
    try {
      var line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The launcher sets {@code jdk.console=java.base}: without a terminal there is no console then.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static Optional<String> askAtConsole(String question) {
    var console = System.console();
    return console == null
        ? Optional.empty()
        : Optional.ofNullable(console.readPassword("%s", question)).map(String::new);
  }
}
