package dev.weft.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * "Did you mean": finds the word nearest to what somebody typed, by Damerau-Levenshtein distance
 * (each insertion, deletion, substitution or swap of two neighbours costs one).
 */
public final class Nearest {
  private static final int LISTED_MAX = 12;
  private static final int LENGTH_MAX = 100;

  private Nearest() {}

  /** The nearest of the words, if one is so near that it was probably meant. */
  public static Optional<String> to(String typed, Collection<String> words) {
    if (typed.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    var plain = typed.toLowerCase(Locale.ROOT);
    var allowed = Math.max(1, typed.length() / 3);
    record Scored(String word, int distance) {}
    return words.stream()
        .filter(word -> Math.abs(word.length() - typed.length()) <= allowed)
        .map(word -> new Scored(word, distance(plain, word.toLowerCase(Locale.ROOT))))
        .filter(scored -> scored.distance <= allowed)
        .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::word))
        .map(Scored::word);
  }

  /**
   * A way out for a person: "Did you mean 'x'?", else the known words.
   *
   * @param what names the words in the plural, such as {@code keys}
   */
  public static String hint(String typed, Collection<String> words, String what) {
    return to(typed, words)
        .map(word -> "Did you mean '" + word + "'?")
        .orElseGet(() -> known(words, what));
  }

  private static String known(Collection<String> words, String what) {
    if (words.isEmpty()) {
      return "There are no " + what + " yet.";
    }
    var more = words.size() > LISTED_MAX ? ", ..." : ".";
    return words.stream()
        .limit(LISTED_MAX)
        .collect(Collectors.joining(", ", "Known " + what + ": ", more));
  }

  private static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, rows);
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int i, int j, int[][] rows) {
    var differs = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    var best =
        Math.min(rows[i - 1][j - 1] + differs, Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1));
    var swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
  }
}
