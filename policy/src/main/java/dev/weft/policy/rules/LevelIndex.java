package dev.weft.policy.rules;

import java.util.Arrays;
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
  private final Sole sole;
  private final boolean ignoreCase;

  private LevelIndex(
      Map<String, Numbers> exact,
      PrefixTable prefixes,
      Sole sole,
      Numbers always,
      Numbers above,
      boolean ignoreCase) {
    this.exact = exact;
    this.prefixes = prefixes;
    this.sole = sole;
    this.always = always;
    this.above = above;
    this.ignoreCase = ignoreCase;
  }

  /** How many policies have to be looked at whatever the value is. */
  int breadth() {
    return always.size();
  }

  /**
   * Adds the policies that the resource's value may concern.
   *
   * @param aboveToo also those that stop above this level
   */
  void collect(Resource resource, int level, boolean aboveToo, Union found) {
    if (aboveToo) {
      found.add(above);
    }
    collect(text(resource, level), found);
  }

  private void collect(String value, Union found) {
    found.add(always);
    var known = exact.get(value);
    if (known != null) {
      found.add(known);
    }
    prefixes.collect(value, found);
  }

  /**
   * Of a few policies those that the value may concern, each looked at by itself.
   *
   * @param ahead what they say of this level, if it is at hand; else null
   * @param aboveToo also those that stop above this level
   */
  int[] kept(int[] few, long[] ahead, Resource resource, int level, boolean aboveToo) {
    var value = text(resource, level);
    var kept = new int[few.length];
    var count =
        sole.keep(few, ahead, value, aboveToo ? above : Numbers.NONE, new Others(value), kept);
    return count == few.length ? few : Arrays.copyOf(kept, count);
  }

  /** Looks a value up once, when first needed. */
  private final class Others implements Sole.Several {
    private final String value;
    private Union found;

    Others(String value) {
      this.value = value;
    }

    @Override
    public boolean concern(int policy) {
      if (found == null) {
        found = new Union();
        collect(value, found);
      }
      return found.contains(policy);
    }
  }

  /** The same, where each list of policies under one value knows what they say of another level. */
  LevelIndex lookingAhead(LevelIndex next) {
    var all = new HashMap<String, Numbers>(exact.size() * 2);
    exact.forEach((text, its) -> all.put(text, its.with(next.sole.keys(its.sorted()))));
    return new LevelIndex(all, prefixes, sole, always, above, ignoreCase);
  }

  /** The policies of the value when nothing but one list holds them; else null. */
  Numbers only(Resource resource, int level, boolean aboveToo) {
    var one = always.size() == 0 && prefixes.isEmpty() && !(aboveToo && above.size() > 0);
    return one ? exact.getOrDefault(text(resource, level), Numbers.NONE) : null;
  }

  private String text(Resource resource, int level) {
    return ignoreCase ? resource.folded(level) : (String) resource.value(level);
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
      return how.ignoreCase() ? Folding.fold(text) : text;
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
      var values = numbers(exact);
      var beginnings = numbers(prefixes);
      var all = new Numbers(always);
      return new LevelIndex(
          values,
          new PrefixTable(beginnings),
          new Sole(values, beginnings, all),
          all,
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
