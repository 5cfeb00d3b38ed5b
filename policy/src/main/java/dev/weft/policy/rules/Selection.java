package dev.weft.policy.rules;

import java.util.Arrays;

/** Numbers, narrowed down step by step: a list while they are few, bits while they are many. */
final class Selection {
  private static final int MANY = 64;

  private final int size;
  private int[] few;
  private long[] many;

  /** Begins with all numbers below the size. */
  Selection(int size) {
    this.size = size;
  }

  boolean isEmpty() {
    return few != null && few.length == 0;
  }

  /** Whether so few are left that each may be looked at by itself. */
  boolean isFew() {
    return few != null;
  }

  /** Keeps just these of the few. */
  void keep(int[] these) {
    few = these;
  }

  void keep(Union union) {
    if (few != null) {
      few = kept(few, union);
    } else if (union.total() > MANY) {
      keepBits(union);
    } else {
      few = union.sorted();
      if (many != null) {
        few = marked(few, many);
        many = null;
      }
    }
  }

  private void keepBits(Union union) {
    var bits = new long[(size + 63) >> 6];
    union.setIn(bits);
    if (many == null) {
      many = bits;
    } else {
      for (var i = 0; i < bits.length; i++) {
        many[i] &= bits[i];
      }
    }
  }

  private static int[] kept(int[] numbers, Union union) {
    return Arrays.stream(numbers).filter(union::contains).toArray();
  }

  private static int[] marked(int[] numbers, long[] bits) {
    var kept = new int[numbers.length];
    var count = 0;
    for (var number : numbers) {
      if ((bits[number >> 6] & 1L << number) != 0) {
        kept[count++] = number;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  /** The numbers that are left, sorted; null when nothing was narrowed down. */
  int[] sorted() {
    if (few != null || many == null) {
      return few;
    }
    var count = 0;
    for (var word : many) {
      count += Long.bitCount(word);
    }
    var all = new int[count];
    var at = 0;
    for (var i = 0; i < many.length; i++) {
      for (var word = many[i]; word != 0; word &= word - 1) {
        all[at++] = (i << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return all;
  }
}
