package dev.weft.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Values of {@code --set-secret}: as they are, {@code @FILE}, or {@code -} for standard input, so
 * that a secret need not stand in the list of processes. One line end after it does not count.
 */
final class SecretValues {
  private final Terminal terminal;

  SecretValues(Terminal terminal) {
    this.terminal = terminal;
  }

  ObjectNode read(Map<String, String> given) {
    if (given.values().stream().filter("-"::equals).count() > 1) {
      throw Problem.input(
              "one-standard-input",
              Place.field("--set-secret"),
              "Only one secret can come from standard input.",
              "Give the others as NAME=@FILE.")
          .asException();
    }
    var values = Json.object();
    given.forEach((name, value) -> values.put(name, value(name, value)));
    return values;
  }

  private String value(String name, String given) {
    try {
      if (given.equals("-")) {
        return withoutLineEnd(new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8));
      }
      return given.startsWith("@")
          ? withoutLineEnd(Files.readString(Path.of(given.substring(1))))
          : given;
    } catch (IOException e) {
      throw Problem.input(
              "secret-not-readable",
              Place.field("--set-secret " + name),
              "The secret cannot be read: " + e + ".",
              "Name a file that this user may read.")
          .asException();
    }
  }

  private static String withoutLineEnd(String text) {
    return text.replaceFirst("\\r?\\n\\z", "");
  }
}
