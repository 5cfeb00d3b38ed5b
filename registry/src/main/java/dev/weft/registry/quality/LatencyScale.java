package dev.weft.registry.quality;

/**
 * Times in classes, each a fifth longer than the one before, from a millisecond to years: a
 * quantile is known to a fifth of itself.
 */
final class LatencyScale {
  private static final double STEP = Math.log(1.2);
  static final int CLASSES = 160;

  private LatencyScale() {}

  static int classOf(long millis) {
    return millis <= 1 ? 0 : Math.min(CLASSES - 1, (int) (Math.log((double) millis) / STEP) + 1);
  }

  /** The longest time of the class below which this share of all falls, in milliseconds. */
  static double quantile(long[] counts, double share) {
    long all = 0;
    for (var count : counts) {
      all += count;
    }
    long before = 0;
    for (var i = 0; i < counts.length; i++) {
      before += counts[i];
      if (before > 0 && before >= share * all) {
        return Math.exp(i * STEP);
      }
    }
    return 0;
  }
}
