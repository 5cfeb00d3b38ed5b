package dev.weft.bench.kill;

import dev.weft.bench.kill.KillRun.Outcome;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Kills a server with some or all kinds of sources in a temporary folder. */
public final class Kills {
  private static final String ALL = "all";

  private Kills() {}

  /** What became of each source's numbers; {@code sources} are names with commas, or all. */
  public static Map<String, Outcome> run(String sources, int moments, long seed) throws Exception {
    var names = sources.equals(ALL) ? Feeds.NAMES : List.of(sources.split(","));
    names.stream().filter(name -> !Feeds.NAMES.contains(name)).findFirst().ifPresent(Kills::refuse);
    var random = new Random(seed);
    var folder = Files.createTempDirectory("weft-kill-");
    try {
      return KillRun.of(folder, Feeds.open(names, folder, random), moments, random);
    } finally {
      delete(folder);
    }
  }

  private static void refuse(String name) {
    throw Problem.input(
            "unknown-source",
            Place.field("--source"),
            "There is no source '" + name + "' to kill.",
            "Sources: " + String.join(", ", Feeds.NAMES) + ", or all.")
        .asException();
  }

  private static void delete(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
