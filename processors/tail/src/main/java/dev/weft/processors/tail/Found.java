package dev.weft.processors.tail;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file as it was found.
 *
 * @param key what the file system calls it under any name (its inode); empty where it does not
 */
record Found(Path file, String key, long size, Instant changed, Prefix prefix) {
  String name() {
    return file.getFileName().toString();
  }
}
