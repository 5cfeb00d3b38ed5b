package dev.weft.processors.tail;

import dev.weft.spi.flow.RetryableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at a folder; a file that has not changed since is not opened again. */
final class Folder {
  private final TailFile.Settings settings;
  private Map<Path, Found> before = Map.of();

  Folder(TailFile.Settings settings) {
    this.settings = settings;
  }

  /** The files that match and hold something, the least recently changed first. */
  List<Found> look() throws RetryableException {
    var directory = settings.directory();
    var system = directory.getFileSystem();
    var wanted = system.getPathMatcher("glob:" + settings.pattern());
    var unwanted = system.getPathMatcher("glob:" + settings.except());
    try (var paths = Files.list(directory)) {
      var files =
          paths
              .filter(path -> wanted.matches(path.getFileName()))
              .filter(path -> !unwanted.matches(path.getFileName()))
              .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .limit(settings.maxFiles() + 1L)
              .toList();
      if (files.size() > settings.maxFiles()) {
        throw new RetryableException(
            directory
                + " holds more than "
                + settings.maxFiles()
                + " files that match; narrow pattern, or raise maxFiles.",
            null);
      }
      return found(files);
    } catch (IOException | UncheckedIOException e) {
      throw new RetryableException(directory + " cannot be listed: " + e, e);
    }
  }

  private List<Found> found(List<Path> files) {
    var now = new HashMap<Path, Found>();
    for (var file : files) {
      try {
        var found = found(file);
        if (found.prefix().length() > 0) {
          now.put(file, found);
        }
      } catch (IOException gone) {
        // Renamed between listing and looking: it is found under its new name the next time.
      }
    }
    before = now;
    var sorted = new ArrayList<>(now.values());
    sorted.sort(Comparator.comparing(Found::changed).thenComparing(Found::name));
    return sorted;
  }

  private Found found(Path file) throws IOException {
    var attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    var key = attributes.fileKey() == null ? "" : attributes.fileKey().toString();
    var changed = attributes.lastModifiedTime().toInstant();
    var known = before.get(file);
    if (known != null && isSame(known, key, attributes.size(), changed)) {
      return known;
    }
    return new Found(file, key, attributes.size(), changed, Prefix.of(file));
  }

  private static boolean isSame(Found known, String key, long size, Instant changed) {
    return known.key().equals(key) && known.size() == size && known.changed().equals(changed);
  }
}
