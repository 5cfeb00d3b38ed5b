package dev.weft.policy.rules;

import java.util.Arrays;

/** Sorted lists of numbers, merged without doubles. Reused by one thread at a time. */
final class Candidates {
  private int[][] lists = new int[8][];
  private int size;
  private int total;

  void clear() {
    size = 0;
    total = 0;
  }

  void add(int[] sorted) {
    if (sorted.length == 0) {
      return;
    }
    if (size == lists.length) {
      lists = Arrays.copyOf(lists, size * 2);
    }
    lists[size++] = sorted;
    total += sorted.length;
  }

  int total() {
    return total;
  }

  int[] merged() {
    if (size == 0) {
      return new int[0];
    }
    if (size == 1) {
      return lists[0];
    }
    var all = new int[total];
    var at = 0;
    for (var i = 0; i < size; i++) {
      System.arraycopy(lists[i], 0, all, at, lists[i].length);
      at += lists[i].length;
    }
    Arrays.sort(all);
    return distinct(all);
  }

  /** Those of the numbers that are in one of the lists. */
  int[] retained(int[] numbers) {
    var kept = new int[numbers.length];
    var count = 0;
    for (var number : numbers) {
      for (var i = 0; i < size; i++) {
        if (Arrays.binarySearch(lists[i], number) >= 0) {
          kept[count++] = number;
          break;
        }
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private static int[] distinct(int[] sorted) {
    var kept = 0;
    for (var i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
  }
}
