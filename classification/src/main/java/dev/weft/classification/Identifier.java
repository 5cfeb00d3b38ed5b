package dev.weft.classification;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A kind of number that an authority gives out, with the rule by which it is told from others.
 *
 * @param plural such as {@code Polish PESEL numbers}
 * @param names what columns of it are called, and what stands before it in a text
 * @param written how it is written, gaps and all
 * @param rule what its digits and letters, without gaps, must fulfil
 * @param chance how many of the values that are written alike fulfil the rule by accident
 */
record Identifier(
    String plural, Set<String> names, Pattern written, Predicate<String> rule, double chance) {
  /** Accidents that can be believed in. */
  private static final double BELIEVABLE = 1e-4;

  private static final double NEARLY_ALL = 0.8;

  static Identifier of(
      String plural, String names, String written, double chance, Predicate<String> rule) {
    return new Identifier(
        plural,
        Hint.words(names),
        Pattern.compile(written, Pattern.CASE_INSENSITIVE),
        rule,
        chance);
  }

  boolean fits(String value) {
    return value.length() <= 40
        && written.matcher(value).matches()
        && rule.test(CheckDigits.bare(value));
  }

  /** Whether so many different values have the right form that it cannot be chance. */
  boolean explains(List<String> values) {
    var right = new HashSet<String>();
    var wrong = 0;
    for (var value : values) {
      if (fits(value)) {
        right.add(value);
      } else if (++wrong > (1 - NEARLY_ALL) * values.size()) {
        return false;
      }
    }
    return Math.pow(chance, right.size()) <= BELIEVABLE;
  }
}
