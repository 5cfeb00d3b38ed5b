package dev.weft.policy.rules;

import java.util.Map;

/**
 * What each policy says of one level, where it says one thing: any value, one value, or one
 * beginning. Kept as one number each, side by side, so that looking at a few policies touches
 * little memory; the text itself is looked at only where its length and hash are right. Immutable.
 */
final class Sole {
  /** It says nothing of the level. */
  private static final long NO = 0;

  private static final long YES = 1;

  /** It says several things, which have to be looked up. */
  private static final long SEVERAL = 2;

  /** Stands before the length and hash of a text that is the whole value, or its beginning. */
  private static final long VALUE = 1L << 62;

  private static final long BEGINNING = 1L << 63;

  private final long[] keys;
  private final String[] texts;

  Sole(Map<String, Numbers> values, Map<String, Numbers> beginnings, Numbers always) {
    var size = Math.max(Math.max(size(values), size(beginnings)), always.end());
    keys = new long[size];
    texts = new String[size];
    values.forEach((text, its) -> put(VALUE | key(text), text, its));
    beginnings.forEach((text, its) -> put(BEGINNING | key(text), text, its));
    for (var policy : always.sorted()) {
      keys[policy] = YES;
    }
  }

  private static int size(Map<String, Numbers> texts) {
    return texts.values().stream().mapToInt(Numbers::end).max().orElse(0);
  }

  private void put(long key, String text, Numbers its) {
    for (var policy : its.sorted()) {
      keys[policy] = keys[policy] == NO ? key : SEVERAL;
      texts[policy] = text;
    }
  }

  private static long key(String text) {
    return ((long) text.length() << 32) | (text.hashCode() & 0xFFFFFFFFL);
  }

  /** The keys of these policies, in their order, to be kept with them. */
  long[] keys(int[] policies) {
    var its = new long[policies.length];
    for (var i = 0; i < its.length; i++) {
      its[i] = key(policies[i]);
    }
    return its;
  }

  private long key(int policy) {
    return policy < keys.length ? keys[policy] : NO;
  }

  /** Looks up those that say several things. */
  interface Several {
    boolean concern(int policy);
  }

  /**
   * Of these policies those that may concern the value, or that are among others.
   *
   * @param ahead the keys of the policies if they are at hand; else null
   * @param kept takes them
   * @return how many there are
   */
  int keep(
      int[] policies, long[] ahead, String value, Numbers others, Several several, int[] kept) {
    var whole = VALUE | key(value);
    var count = 0;
    for (var i = 0; i < policies.length; i++) {
      var policy = policies[i];
      var key = ahead == null ? key(policy) : ahead[i];
      if (key == YES
          || (key == whole && texts[policy].equals(value))
          || (key < 0 && isBeginning(key, policy, value))
          || (key == SEVERAL && several.concern(policy))
          || others.contains(policy)) {
        kept[count++] = policy;
      }
    }
    return count;
  }

  private boolean isBeginning(long key, int policy, String value) {
    var length = (int) (key >>> 32) & Integer.MAX_VALUE;
    return length <= value.length()
        && (int) key == hash(value, length)
        && value.startsWith(texts[policy]);
  }

  /** The hash that a text has which is the beginning of this one. */
  private static int hash(String text, int length) {
    var hash = 0;
    for (var i = 0; i < length; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }
}
