package dev.weft.classification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of people, without accents. Never complete. */
record NameLists(Set<String> given, Set<String> family) {
  /** Those that are common in the Americas, Europe and Asia: one of them tells something. */
  static final NameLists COMMON = new NameLists(read("given-names.txt"), read("family-names.txt"));

  /**
   * Many more, of eight languages. Nearly every word is somebody's name, so these tell something
   * only of many values, or together; words and towns are left out.
   */
  static final NameLists ALL =
      new NameLists(
          both(COMMON.given, "more-given-names.txt"), both(COMMON.family, "more-family-names.txt"));

  private static Set<String> both(Set<String> common, String file) {
    var all = read(file);
    all.addAll(common);
    return all;
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

  /** Whether a given name is the first or the last of several words. */
  boolean isGivenAtEnd(Words words) {
    var list = words.list();
    return list.size() > 1
        && (given.contains(list.get(0)) || given.contains(list.get(list.size() - 1)));
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
