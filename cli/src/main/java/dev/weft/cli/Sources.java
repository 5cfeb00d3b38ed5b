package dev.weft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.format.Limits;
import dev.weft.model.format.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files of a mesh, read to be sent: one file, or all YAML and JSON below a folder, without the
 * tests of flows.
 */
final class Sources {
  private static final Pattern NAMES = Pattern.compile("[^.].*\\.(yaml|yml|json)");
  private static final String TESTS = ".flowtest.yaml";
  private static final int FILES_MAX = 5_000;
  private static final long BYTES_MAX = 64L * 1024 * 1024;

  private Sources() {}

  /** The documents of {@code POST /apply}, in the order of their names. */
  static ArrayNode read(List<Path> paths) {
    var documents = Json.MAPPER.createArrayNode();
    long bytes = 0;
    for (var path : paths) {
      for (var file : filesOf(path)) {
        var text = text(file);
        bytes += text.length();
        documents.addObject().put("file", file.toString()).put("text", text);
        if (documents.size() > FILES_MAX || bytes > BYTES_MAX) {
          throw unreadable(path, "it holds more than " + FILES_MAX + " files or 64 MB");
        }
      }
    }
    return documents;
  }

  private static List<Path> filesOf(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var files = Files.walk(path)) {
      var found =
          files
              .filter(file -> NAMES.matcher(file.getFileName().toString()).matches())
              .filter(file -> !file.toString().endsWith(TESTS))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw unreadable(path, "it holds no .yaml, .yml or .json file");
      }
      return found;
    } catch (IOException e) {
      throw unreadable(path, e.toString());
    }
  }

  /** The text of one file. */
  static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      return SourceText.read(file.toString(), in, Limits.DEFAULT).text();
    } catch (NoSuchFileException e) {
      throw unreadable(file, "it does not exist");
    } catch (IOException e) {
      throw unreadable(file, e.toString());
    }
  }

  private static RuntimeException unreadable(Path path, String why) {
    return Problem.input(
            "file-not-readable",
            new Place(path.toString(), 0, 0, ""),
            "'" + path + "' cannot be read: " + why + ".",
            "Name a file or a folder that this user may read.")
        .asException();
  }
}
