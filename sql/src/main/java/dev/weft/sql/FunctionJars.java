package dev.weft.sql;

import java.nio.file.Path;
import java.util.Optional;

/** The jars of functions on this machine, by their hash. Safe for any thread. */
public interface FunctionJars {
  /** There are none. */
  FunctionJars NONE = sha256 -> Optional.empty();

  /**
   * The jar that has exactly this hash: a file that nobody changes any more.
   *
   * @param sha256 in small hexadecimal digits
   */
  Optional<Path> jar(String sha256);
}
