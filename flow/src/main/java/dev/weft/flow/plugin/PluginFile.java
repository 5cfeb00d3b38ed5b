package dev.weft.flow.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;

/**
 * A file as one look at the folder has found it. Two that are equal hold the same jar.
 *
 * @param trouble why it must not be loaded, as a sentence; empty when it may be
 */
record PluginFile(Path path, String identity, String trouble) {
  private static final long BYTES_MAX = 512L * 1024 * 1024;

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
      return new PluginFile(path, identity, trouble(found, self));
    } catch (IOException | UnsupportedOperationException e) {
      return new PluginFile(path, "", "It cannot be looked at: " + e + ".");
    }
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
