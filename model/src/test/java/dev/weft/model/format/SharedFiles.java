package dev.weft.model.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Examples and schemas of the standards that may lie in a folder beside the project. */
final class SharedFiles {
  private static final Path FOLDER = find();

  private SharedFiles() {}

  /** Skips the test when the folder is not there. */
  static Path path(String name) {
    var path = FOLDER.resolve(name);
    Assumptions.assumeTrue(Files.exists(path), "../shared/" + name + " is not there");
    return path;
  }

  static List<SourceText> yaml(String folder) throws IOException {
    return read(path(folder));
  }

  static List<SourceText> read(Path folder) throws IOException {
    var files = new ArrayList<SourceText>();
    try (var paths = Files.list(folder)) {
      for (var path : paths.filter(one -> one.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(new SourceText(path.getFileName().toString(), Files.readString(path)));
      }
    }
    return files;
  }

  /** The nearest folder above that has a neighbour called shared: a checkout may lie deeper. */
  private static Path find() {
    var here = Path.of("").toAbsolutePath();
    while (here.getParent() != null && !Files.isDirectory(here.resolveSibling("shared"))) {
      here = here.getParent();
    }
    return here.resolveSibling("shared");
  }
}
