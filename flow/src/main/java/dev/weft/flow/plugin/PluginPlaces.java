package dev.weft.flow.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is in the folders with plug-ins at this moment.
 *
 * @param self whose files are opened, besides root's
 */
record PluginPlaces(List<Path> folders, UserPrincipal self) {
  private static final Logger LOG = LoggerFactory.getLogger(PluginPlaces.class);
  private static final int FILES_MAX = 1_000;

  Map<Path, PluginFile> all() {
    var found = new TreeMap<Path, PluginFile>();
    folders.forEach(folder -> list(folder, found));
    return found;
  }

  private void list(Path folder, Map<Path, PluginFile> found) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    var trouble = foreign(folder);
    try (var files = Files.list(folder)) {
      files
          .sorted()
          .limit(FILES_MAX)
          .flatMap(path -> look(path).stream())
          .forEach(
              file ->
                  found.put(
                      file.path(),
                      trouble.isEmpty() ? file : file.refused("Of its folder: " + trouble)));
    } catch (IOException e) {
      LOG.warn("The folder of plug-ins {} cannot be read: {}", folder, e.toString());
    }
  }

  /** A jar, or a folder with jars in it; one whose name begins with a dot is being written. */
  private Optional<PluginFile> look(Path path) {
    var name = path.getFileName().toString();
    if (name.endsWith(".jar")) {
      return Optional.of(PluginFile.at(path, self));
    }
    return !name.startsWith(".") && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        ? PluginFile.in(path, self)
        : Optional.empty();
  }

  private String foreign(Path folder) {
    try {
      return PluginFile.foreign(Files.readAttributes(folder, PosixFileAttributes.class), self);
    } catch (IOException e) {
      return "It cannot be looked at: " + e + ".";
    }
  }
}
