package dev.weft.catalog.search;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells texts that cannot hold a word that is looked for without taking them apart: endings come
 * and go with grammar, the first two letters stay.
 */
record Beginnings(List<String> all) {
  private static final int LETTERS = 2;

  static Beginnings of(Collection<Set<String>> words) {
    return new Beginnings(
        words.stream()
            .flatMap(Set::stream)
            .map(word -> word.substring(0, Math.min(LETTERS, word.length())))
            .distinct()
            .toList());
  }

  boolean areIn(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    for (var beginning : all) {
      if (lower.contains(beginning)) {
        return true;
      }
    }
    return false;
  }
}
