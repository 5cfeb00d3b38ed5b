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
  private final long[] ahead;

  Numbers(BitSet set) {
    sorted = set.stream().toArray();
    words = sorted.length > FEW ? set.toLongArray() : null;
    ahead = null;
  }

  private Numbers(Numbers same, long[] ahead) {
    this.sorted = same.sorted;
    this.words = same.words;
    this.ahead = ahead;
  }

  /** The same with something known of each of them, in their order. */
  Numbers with(long[] known) {
    return new Numbers(this, known);
  }

  /** What is known of each of them; may be null. */
  long[] ahead() {
    return ahead;
  }

  int size() {
    return sorted.length;
  }

  /** The number after the greatest; 0 when there is none. */
  int end() {
    return sorted.length == 0 ? 0 : sorted[sorted.length - 1] + 1;
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
