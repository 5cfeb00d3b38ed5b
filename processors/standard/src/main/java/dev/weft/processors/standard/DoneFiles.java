package dev.weft.processors.standard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Files that were read and are deleted or moved once what came of them is committed. For one
 * thread.
 */
final class DoneFiles {
  private final FetchFile.After after;
  private final Path moveTo;
  private final Consumer<String> bulletins;
  private final Set<Path> files = new LinkedHashSet<>();

  /** The folder to move to is null unless files are moved. */
  DoneFiles(FetchFile.After after, Path moveTo, Consumer<String> bulletins) {
    this.after = after;
    this.moveTo = moveTo;
    this.bulletins = bulletins;
  }

  void add(Path file) {
    if (after != FetchFile.After.KEEP) {
      files.add(file);
    }
  }

  void forget() {
    files.clear();
  }

  void committed() {
    for (var file : files) {
      try {
        finish(file);
      } catch (IOException e) {
        bulletins.accept(file + " has been read and cannot be taken away: " + e + ".");
      }
    }
    files.clear();
  }

  private void finish(Path file) throws IOException {
    if (after == FetchFile.After.DELETE) {
      Files.deleteIfExists(file);
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(moveTo);
      Files.move(file, free(file));
    }
  }

  /** One that came under this name before is not written over. */
  private Path free(Path file) throws IOException {
    var name = file.getFileName().toString();
    var target = moveTo.resolve(name);
    for (var n = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); n++) {
      if (n > 10_000) {
        throw new IOException("too many files of this name are in " + moveTo);
      }
      target = moveTo.resolve(name + "." + n);
    }
    return target;
  }
}
