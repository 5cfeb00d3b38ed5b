package dev.weft.model.format;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects every problem of one apply, up to a limit. Not for use by several threads. */
public final class Problems {
  private final int max;
  private final List<Problem> found = new ArrayList<>();
  private final Map<String, Integer> fileOrder = new HashMap<>();
  private int dropped;

  public Problems(Limits limits) {
    this.max = limits.problemsMax();
  }

  public Problems() {
    this(Limits.DEFAULT);
  }

  /** Adds one; beyond the limit it is only counted. */
  public void add(Problem problem) {
    fileOrder.putIfAbsent(problem.place().file(), fileOrder.size());
    if (found.size() < max) {
      found.add(problem);
    } else {
      dropped++;
    }
  }

  /** How many were added, kept or not. */
  public int count() {
    return found.size() + dropped;
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them by file, line and column, and a last one that says how many were left out. */
  public List<Problem> all() {
    var sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.<Problem>comparingInt(problem -> fileOrder.get(problem.place().file()))
            .thenComparingInt(problem -> problem.place().line())
            .thenComparingInt(problem -> problem.place().column()));
    if (dropped > 0) {
      sorted.add(
          Problem.input(
              "too-many-problems",
              Place.NOWHERE,
              dropped + " more problems are not shown.",
              "Correct these first."));
    }
    return List.copyOf(sorted);
  }

  /** Throws a {@link ProblemException} with all of them, if there are any. */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ProblemException(all());
    }
  }
}
