package dev.weft.flow.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A jar, or a folder of jars that belong together, as one look has found it. Two that are equal
 * hold the same jars.
 *
 * @param jars the jar itself, or those in the folder, in alphabetical order
 * @param trouble why it must not be loaded, as a sentence; empty when it may be
 */
record PluginFile(Path path, List<Path> jars, String identity, String trouble) {
  private static final long BYTES_MAX = 512L * 1024 * 1024;
  private static final int JARS_MAX = 500;
  private static final int DEPTH_MAX = 3;

  /**
   * Looks at it, without opening it.
   *
   * @param self the user who runs this process; only what is theirs, or root's, is ever loaded
   */
  static PluginFile at(Path path, UserPrincipal self) {
    try {
      var found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      var identity =
          String.join(
              "/",
              String.valueOf(found.fileKey()),
              String.valueOf(found.size()),
              found.lastModifiedTime().toString(),
              found.owner().getName(),
              found.permissions().toString());
      return new PluginFile(path, List.of(path), identity, trouble(found, self));
    } catch (IOException | UnsupportedOperationException e) {
      return refused(path, "It cannot be looked at: " + e + ".");
    }
  }

  /** Looks at a folder whose jars are one plug-in; empty when there is no jar in it. */
  static Optional<PluginFile> in(Path folder, UserPrincipal self) {
    var jars = new ArrayList<PluginFile>();
    try (var found = Files.walk(folder, DEPTH_MAX)) {
      for (var path : (Iterable<Path>) found.sorted().limit(JARS_MAX * 10L)::iterator) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          var foreign = foreign(Files.readAttributes(path, PosixFileAttributes.class), self);
          if (!foreign.isEmpty()) {
            return Optional.of(refused(folder, "Of its folder: " + foreign));
          }
        } else if (path.toString().endsWith(".jar")) {
          jars.add(at(path, self));
        }
      }
    } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
      return Optional.of(refused(folder, "It cannot be looked at: " + e + "."));
    }
    return jars.isEmpty() ? Optional.empty() : Optional.of(of(folder, jars));
  }

  private static PluginFile of(Path folder, List<PluginFile> jars) {
    if (jars.size() > JARS_MAX) {
      return refused(folder, "It has more than " + JARS_MAX + " jars.");
    }
    return new PluginFile(
        folder,
        jars.stream().map(PluginFile::path).toList(),
        jars.stream()
            .map(jar -> jar.path() + "/" + jar.identity())
            .collect(Collectors.joining("\n")),
        jars.stream()
            .filter(jar -> !jar.isAllowed())
            .map(jar -> "Of " + jar.name() + ": " + jar.trouble())
            .findFirst()
            .orElse(""));
  }

  private static PluginFile refused(Path path, String trouble) {
    return new PluginFile(path, List.of(), "", trouble);
  }

  /** The same, which must not be loaded because of its folder. */
  PluginFile refused(String why) {
    return new PluginFile(path, jars, identity, why);
  }

  boolean isAllowed() {
    return trouble.isEmpty();
  }

  String name() {
    return path.getFileName().toString();
  }

  private static String trouble(PosixFileAttributes found, UserPrincipal self) {
    if (!found.isRegularFile()) {
      return "It is not a file but a link or something else: put the jar itself here.";
    }
    var foreign = foreign(found, self);
    if (!foreign.isEmpty()) {
      return foreign;
    }
    return found.size() > BYTES_MAX ? "It has more than " + BYTES_MAX + " bytes." : "";
  }

  /** Why others than this server's user could have put here what is here; empty when not. */
  static String foreign(PosixFileAttributes found, UserPrincipal self) {
    var owner = found.owner();
    if (!owner.equals(self) && !owner.getName().equals("root")) {
      return "It belongs to "
          + owner.getName()
          + "; only what belongs to "
          + self.getName()
          + ", who runs this server, is loaded.";
    }
    var permissions = found.permissions();
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE)
        ? "Others than its owner can write it: chmod go-w."
        : "";
  }
}
