package dev.weft.model.format;

import java.util.List;

/**
 * The longest sequence of lines that two texts share. Quadratic: for texts of some hundred lines.
 */
final class CommonLines {
  private final List<String> before;
  private final List<String> after;

  /** How many lines the texts share from line i of one and line j of the other. */
  private final int[][] shared;

  CommonLines(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
    this.shared = new int[before.size() + 1][after.size() + 1];
    for (var i = before.size() - 1; i >= 0; i--) {
      for (var j = after.size() - 1; j >= 0; j--) {
        shared[i][j] =
            has(i, j) ? shared[i + 1][j + 1] + 1 : Math.max(shared[i + 1][j], shared[i][j + 1]);
      }
    }
  }

  /** Whether these two lines are the same. */
  boolean has(int i, int j) {
    return i < before.size() && j < after.size() && before.get(i).equals(after.get(j));
  }

  /** Whether line i of the old text is to be left out before line j of the new one is put in. */
  boolean goesFirst(int i, int j) {
    return j == after.size() || (i < before.size() && shared[i + 1][j] >= shared[i][j + 1]);
  }
}
