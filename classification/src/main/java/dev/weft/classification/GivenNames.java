package dev.weft.classification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Some hundred given names that are common in the Americas and Europe, without accents. */
record GivenNames(Set<String> names) {
  private static final String FILE = "given-names.txt";

  static GivenNames load() {
    try (var in = GivenNames.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the list of given names is missing from the jar");
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new GivenNames(new HashSet<>(Hint.words(text.strip().replace('\n', ' '))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the first or the last word is one: {@code Ada Lovelace}, {@code LOVELACE, Ada}. */
  boolean amongEnds(Words words) {
    var list = words.list();
    return !list.isEmpty()
        && (names.contains(list.get(0))
            || names.contains(list.get(list.size() - 1))
            || (list.size() > 2 && names.contains(list.get(1))));
  }
}
