package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder with the Iceberg table of what one reader sees of one port, to which what has come since
 * is added. How far it goes is kept in the table itself.
 */
final class TableFolder {
  private final Session session;
  private final Path folder;

  TableFolder(Session session, Path folder) {
    this.session = session;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Of whom and of what a table is. */
  record Of(String port, String reader, Optional<String> purpose) {}

  /**
   * Up to which offsets it has everything; empty where there is no table, or nothing in it yet.
   *
   * @throws dev.weft.model.ProblemException when it is of another port, reader or purpose: they see
   *     something else
   */
  Optional<String> completeTo(Of of) {
    var properties = properties();
    same("port", of.port(), properties);
    same("reader", of.reader(), properties);
    same("purpose", of.purpose().orElse(""), properties);
    return Optional.ofNullable(properties.path("weft.complete-to").textValue());
  }

  /** Adds what the door answers with; an exit code. */
  int add(Of of, HttpResponse<InputStream> answer) {
    try {
      var file = Files.createTempFile("weft", ".parquet");
      try {
        return add(of, file, new ReceivedFile(file).write(answer));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw Problem.environment(
              "no-temporary-file",
              "There can be no file for what comes: " + e.getMessage() + ".",
              "The system's folder for temporary files has to have room for it.")
          .asException();
    }
  }

  private int add(Of of, Path file, JsonNode said) {
    var arguments = new ArrayList<>(List.of(folder.toString(), file.toString()));
    arguments.addAll(List.of("--port", of.port(), "--reader", of.reader()));
    of.purpose().ifPresent(purpose -> arguments.addAll(List.of("--purpose", purpose)));
    arguments.addAll(List.of("--complete-to", said.path("completeTo").asText()));
    arguments.addAll(List.of("--as-of", said.path("asOf").asText()));
    return new LocalTools(session).run("weft-iceberg", arguments);
  }

  private void same(String what, String asked, JsonNode properties) {
    var there = properties.path("weft." + what).asText("");
    if (properties.has("weft.port") && !there.equals(asked)) {
      throw Problem.conflict(
              "other-table",
              "The table in %s is of the %s '%s', not of '%s'."
                  .formatted(folder, what, there, asked),
              "What they see differs: use a folder for each.")
          .asException();
    }
  }

  /** Those of the newest version; empty where there is none. */
  private JsonNode properties() {
    var metadata = folder.resolve("metadata");
    var hint = metadata.resolve("version-hint.text");
    try {
      if (!Files.exists(hint)) {
        return Json.object();
      }
      var version = Integer.parseInt(Files.readString(hint).strip());
      while (Files.exists(version(metadata, version + 1))) {
        version++;
      }
      return Json.parse(Files.readString(version(metadata, version))).path("properties");
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw Problem.input(
              "not-a-table",
              Place.field("--file"),
              "The table in '"
                  + folder
                  + "' cannot be read: "
                  + (e instanceof IOException ? e : "its metadata is broken")
                  + ".",
              "Use another folder.")
          .asException();
    }
  }

  private static Path version(Path metadata, int number) {
    return metadata.resolve("v" + number + ".metadata.json");
  }
}
