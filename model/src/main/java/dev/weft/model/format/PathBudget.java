package dev.weft.model.format;

import dev.weft.model.Place;
import dev.weft.model.Problem;

/**
 * What the paths of one file may come to. A key is part of the path of everything below it: one of
 * a million characters over a long list would need a million times the file's size.
 */
final class PathBudget {
  private static final int KEY_CHARACTERS_MAX = 1_000;

  /** For each value that a file may hold. */
  private static final int PATH_CHARACTERS_EACH = 160;

  private final long charactersMax;
  private long characters;

  PathBudget(Limits limits) {
    this.charactersMax = (long) PATH_CHARACTERS_EACH * limits.nodesMax();
  }

  void key(String key, Place place) {
    if (key.length() > KEY_CHARACTERS_MAX) {
      var message =
          "The key '"
              + Shapes.shortened(key)
              + "' has more than "
              + KEY_CHARACTERS_MAX
              + " characters.";
      throw Problem.input("too-large", place, message, "Put long text into a value.").asException();
    }
  }

  void path(String path, Place place) {
    characters += path.length();
    if (characters > charactersMax) {
      throw Problem.input(
              "too-large",
              place,
              "The keys are so long, and nested so deep, that their paths have more than "
                  + charactersMax
                  + " characters.",
              "Use shorter keys, or split the file.")
          .asException();
    }
  }
}
