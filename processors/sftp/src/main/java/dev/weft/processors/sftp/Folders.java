package dev.weft.processors.sftp;

import dev.weft.spi.flow.Given;

/** Paths on a server, which always have slashes. */
final class Folders {
  private Folders() {}

  /** A folder as settings name it, absolute and without a slash at its end. */
  static String given(String directory) {
    var folder = Given.text("directory", directory);
    while (folder.length() > 1 && folder.endsWith("/")) {
      folder = folder.substring(0, folder.length() - 1);
    }
    return folder;
  }

  /** Refuses a folder whose place depends on who logs in. */
  static void check(String directory) {
    if (!directory.startsWith("/")) {
      throw new IllegalArgumentException("directory must begin with /");
    }
  }

  static boolean isWithin(String folder, String path) {
    return path.startsWith(folder.equals("/") ? "/" : folder + "/");
  }
}
