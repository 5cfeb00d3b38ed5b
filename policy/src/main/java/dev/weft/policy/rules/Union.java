package dev.weft.policy.rules;

import java.util.Arrays;

/** All that an index knows of one value: sets of numbers, of which any may hold a number. */
final class Union {
  private static final int[] NOTHING = {};

  private Numbers[] parts = new Numbers[4];
  private int size;
  private int total;

  void add(Numbers numbers) {
    if (numbers.size() == 0) {
      return;
    }
    if (size == parts.length) {
      parts = Arrays.copyOf(parts, size * 2);
    }
    parts[size++] = numbers;
    total += numbers.size();
  }

  /** Makes it the union of nothing again. */
  Union cleared() {
    size = 0;
    total = 0;
    return this;
  }

  /** How many numbers there are; those in several parts count for each. */
  int total() {
    return total;
  }

  boolean contains(int number) {
    for (var i = 0; i < size; i++) {
      if (parts[i].contains(number)) {
        return true;
      }
    }
    return false;
  }

  void setIn(long[] bits) {
    for (var i = 0; i < size; i++) {
      parts[i].setIn(bits);
    }
  }

  /** The numbers, sorted and without doubles; for few of them. */
  int[] sorted() {
    if (size < 2) {
      return size == 0 ? NOTHING : parts[0].sorted();
    }
    var all = new int[total];
    var at = 0;
    for (var i = 0; i < size; i++) {
      var its = parts[i].sorted();
      System.arraycopy(its, 0, all, at, its.length);
      at += its.length;
    }
    Arrays.sort(all);
    return distinct(all);
  }

  private static int[] distinct(int[] sorted) {
    var kept = 1;
    for (var i = 1; i < sorted.length; i++) {
      if (sorted[i] != sorted[i - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
  }
}
