package dev.weft.classification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names that are common in the Americas, Europe and Asia, without accents. Never complete. */
record NameLists(Set<String> given, Set<String> family) {

  static NameLists load() {
    return new NameLists(read("given-names.txt"), read("family-names.txt"));
  }

  private static Set<String> read(String file) {
    try (var in = NameLists.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the list " + file + " is missing from the jar");
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new HashSet<>(Hint.words(text.strip().replace('\n', ' ')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isGiven(String name) {
    return anyOf(given, name);
  }

  boolean isFamily(String name) {
    return anyOf(family, name);
  }

  /** Whether the first or the last word is one: {@code Ada Lovelace}, {@code LOVELACE, Ada}. */
  boolean amongEnds(Words words) {
    var list = words.list();
    return !list.isEmpty()
        && (isOne(list.get(0))
            || isOne(list.get(list.size() - 1))
            || (list.size() > 2 && given.contains(list.get(1))));
  }

  private boolean isOne(String word) {
    return given.contains(word) || family.contains(word);
  }

  /** Of double names, such as {@code Garcia Lopez} or {@code Anna-Lena}, one part is enough. */
  private static boolean anyOf(Set<String> list, String name) {
    return list.contains(name.toLowerCase(Locale.ROOT))
        || (!isPlain(name) && Words.of(name).list().stream().anyMatch(list::contains));
  }

  private static boolean isPlain(String name) {
    return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  }
}
