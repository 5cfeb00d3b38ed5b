package dev.weft.classification;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What in a field's name tells what it holds, and what in it tells that it only sounds so: {@code
 * email_count} holds no email.
 *
 * @param phrases words that tell, those of several words written together
 * @param voids words that take it back
 */
record Hint(Set<String> phrases, Set<String> voids) {
  /** Heads of names that are about something, not the thing itself, in whatever domain. */
  private static final Set<String> ABOUT =
      words(
          "id ids uuid guid key type typ kind status verified verification valid validated flag is"
              + " has count cnt total version format length language optin optout consent allowed"
              + " preference template subject body campaign sent hash score url link provider model"
              + " brand os app plan carrier operator network prefix suffix code confirmed bounced changed"
              + " updated created modified error match enabled required label category");

  /**
   * Builds a hint from words parted by spaces.
   *
   * @param phrases those of several words written together: {@code firstname}
   * @param voids besides those that every hint has
   */
  static Hint of(String phrases, String voids) {
    var all = new HashSet<>(ABOUT);
    all.addAll(words(voids));
    return new Hint(words(phrases), all);
  }

  /** Whether the field's own name tells it. */
  boolean inName(String path) {
    return in(Words.ofField(path));
  }

  boolean in(Words name) {
    return name.sayAny(phrases) && !name.sayAny(voids);
  }

  /** Whether what the author wrote about the field mentions it: a weaker sign. */
  boolean inText(String description) {
    return Words.of(description).sayAny(phrases);
  }

  static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : new HashSet<>(Arrays.asList(text.split(" ")));
  }
}
