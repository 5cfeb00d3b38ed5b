package dev.weft.policy.rules;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Narrows down which policies a value of one level can concern, by their numbers. Never leaves one
 * out: it looks at the text before the first wildcard or token, and leaves the rest to the pattern
 * itself.
 */
final class LevelIndex {
  private final Map<String, Numbers> exact;
  private final PrefixTable prefixes;
  private final Numbers always;
  private final Numbers above;
  private final boolean ignoreCase;

  private LevelIndex(
      Map<String, Numbers> exact,
      PrefixTable prefixes,
      Numbers always,
      Numbers above,
      boolean ignoreCase) {
    this.exact = exact;
    this.prefixes = prefixes;
    this.always = always;
    this.above = above;
    this.ignoreCase = ignoreCase;
  }

  /** How many policies have to be looked at whatever the value is. */
  int breadth() {
    return always.size();
  }

  /**
   * Adds the policies that the value may concern.
   *
   * @param aboveToo also those that stop above this level
   */
  void collect(String value, boolean aboveToo, Union found) {
    found.add(always);
    if (aboveToo) {
      found.add(above);
    }
    var folded = ignoreCase ? fold(value) : value;
    var known = exact.get(folded);
    if (known != null) {
      found.add(known);
    }
    prefixes.collect(folded, found);
  }

  /** The same for texts that are equal but for case, character by character. */
  private static String fold(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 'A' && (c <= 'Z' || c > 127)) {
        return foldAll(text);
      }
    }
    return text;
  }

  private static String foldAll(String text) {
    var all = text.toCharArray();
    for (var i = 0; i < all.length; i++) {
      all[i] = Character.toLowerCase(Character.toUpperCase(all[i]));
    }
    return new String(all);
  }

  /** Gathers what policies say about one level. */
  static final class Builder {
    private final Map<String, BitSet> exact = new HashMap<>();
    private final Map<String, BitSet> prefixes = new HashMap<>();
    private final BitSet always = new BitSet();
    private final BitSet above = new BitSet();
    private final Level.Matching how;

    Builder(Level.Matching how) {
      this.how = how;
    }

    void addAbove(int policy) {
      above.set(policy);
    }

    void add(int policy, LevelPattern pattern) {
      if (pattern.matchesAny() || pattern.excludes()) {
        always.set(policy);
        return;
      }
      pattern.values().forEach(value -> add(policy, value));
    }

    private void add(int policy, ValuePattern value) {
      var isName = how.form() != Level.Form.URL;
      if (value.shape() == ValuePattern.Shape.EXACT && !value.isDynamic()) {
        exact.computeIfAbsent(key(value.text()), unseen -> new BitSet()).set(policy);
        return;
      }
      var prefix = isName && value.shape() != ValuePattern.Shape.END ? literal(value) : "";
      if (prefix.isEmpty()) {
        always.set(policy);
      } else {
        prefixes.computeIfAbsent(key(prefix), unseen -> new BitSet()).set(policy);
      }
    }

    private String key(String text) {
      return how.ignoreCase() ? fold(text) : text;
    }

    private String literal(ValuePattern value) {
      var text = value.text();
      var end = 0;
      while (end < text.length() && !isSpecial(text.charAt(end), value)) {
        end++;
      }
      var under =
          value.shape() == ValuePattern.Shape.UNDER
              || value.shape() == ValuePattern.Shape.UNDER_WILD;
      while (under && end > 0 && text.charAt(end - 1) == how.separator()) {
        end--;
      }
      return text.substring(0, end);
    }

    private boolean isSpecial(char c, ValuePattern value) {
      var hole =
          value.isDynamic()
              && (c == '$'
                  || how.tokens()
                      .filter(style -> c == style.start() || c == style.escape())
                      .isPresent());
      var wild =
          value.shape() == ValuePattern.Shape.WILD
              || value.shape() == ValuePattern.Shape.UNDER_WILD;
      return hole || (wild && (c == '*' || c == '?'));
    }

    LevelIndex build() {
      return new LevelIndex(
          numbers(exact),
          new PrefixTable(numbers(prefixes)),
          new Numbers(always),
          new Numbers(above),
          how.ignoreCase());
    }

    private static Map<String, Numbers> numbers(Map<String, BitSet> sets) {
      var all = new HashMap<String, Numbers>(sets.size() * 2);
      sets.forEach((key, set) -> all.put(key, new Numbers(set)));
      return all;
    }
  }
}
