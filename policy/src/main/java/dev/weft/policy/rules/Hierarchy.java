package dev.weft.policy.rules;

/** A way down through the levels, as indexes of a model, from the top. */
final class Hierarchy {
  private final int[] path;
  private final long mask;

  Hierarchy(int[] path) {
    this.path = path;
    var all = 0L;
    for (var level : path) {
      all |= 1L << level;
    }
    mask = all;
  }

  int[] path() {
    return path;
  }

  boolean hasAll(long levels) {
    return (levels & ~mask) == 0;
  }

  /** Whether no level is left out above one that is given. */
  boolean isWithoutGap(long levels) {
    var skipped = false;
    for (var level : path) {
      var given = (levels & 1L << level) != 0;
      if (given && skipped) {
        return false;
      }
      skipped |= !given;
    }
    return true;
  }

  int length() {
    return path.length;
  }
}
