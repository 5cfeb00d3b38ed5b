package dev.weft.policy.rules;

import java.util.Arrays;
import java.util.BitSet;

/** Some numbers, sorted; when they are many, as bits too. Immutable. */
final class Numbers {
  static final Numbers NONE = new Numbers(new BitSet());

  /** Up to so many it is quicker to search than to reach for the bits of all. */
  private static final int FEW = 128;

  private final int[] sorted;
  private final long[] words;

  Numbers(BitSet set) {
    sorted = set.stream().toArray();
    words = sorted.length > FEW ? set.toLongArray() : null;
  }

  int size() {
    return sorted.length;
  }

  int[] sorted() {
    return sorted;
  }

  boolean contains(int number) {
    if (words != null) {
      var word = number >> 6;
      return word < words.length && (words[word] & 1L << number) != 0;
    }
    return sorted.length > 0 && Arrays.binarySearch(sorted, number) >= 0;
  }

  /** Sets the bits of these numbers. */
  void setIn(long[] bits) {
    if (words == null) {
      for (var one : sorted) {
        bits[one >> 6] |= 1L << one;
      }
      return;
    }
    for (var i = 0; i < words.length; i++) {
      bits[i] |= words[i];
    }
  }
}
