package dev.weft.bench;

import java.util.Arrays;

/** Where values stand when they are sorted. */
final class Percentiles {
  private final double[] sorted;

  private Percentiles(double[] sorted) {
    this.sorted = sorted;
  }

  static Percentiles of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    var copy = values.clone();
    Arrays.sort(copy);
    return new Percentiles(copy);
  }

  static double median(double[] values) {
    return of(values).at(0.5);
  }

  /** The smallest value that at least this share of all are not above. */
  double at(double share) {
    var index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, Math.min(sorted.length - 1, index))];
  }
}
