package dev.weft.policy.ranger;

import java.util.ArrayList;
import java.util.List;

/** Collects findings; of very many it keeps the first, and how many there were. */
final class Findings {
  private static final int KEPT_MAX = 1_000;

  private final List<Finding> kept = new ArrayList<>();
  private int count;

  void add(long policy, String place, String message) {
    add(new Finding(policy, place, message));
  }

  void add(Finding finding) {
    count++;
    if (kept.size() < KEPT_MAX) {
      kept.add(finding);
    }
  }

  List<Finding> kept() {
    return List.copyOf(kept);
  }

  int count() {
    return count;
  }
}
