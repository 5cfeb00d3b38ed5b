package dev.weft.processors.standard;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The programs that flows may start, set by whoever runs the server: the system property {@code
 * weft.commands} or, without it, the environment variable {@code WEFT_COMMANDS}, absolute paths
 * separated as in PATH. None when neither is set.
 */
record AllowedCommands(Set<Path> programs) {
  static final String PROPERTY = "weft.commands";
  static final String VARIABLE = "WEFT_COMMANDS";

  static AllowedCommands ofProcess() {
    var variable = System.getenv().getOrDefault(VARIABLE, "");
    return of(System.getProperty(PROPERTY, variable));
  }

  /** What is no absolute path is left out. */
  static AllowedCommands of(String paths) {
    return new AllowedCommands(
        Arrays.stream(paths.split(File.pathSeparator))
            .filter(path -> !path.isBlank())
            .map(Path::of)
            .filter(Path::isAbsolute)
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean allows(List<String> command) {
    return programs.contains(Path.of(command.get(0)));
  }
}
