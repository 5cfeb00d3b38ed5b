package dev.weft.registry.quality;

import java.util.OptionalDouble;

/**
 * How one objective stands at a moment.
 *
 * @param measured in the objective's unit; empty while there is nothing to measure
 * @param text what was measured, or why nothing was, for people
 */
public record Figure(Objective objective, Standing standing, OptionalDouble measured, String text) {
  /** Where an objective stands. */
  public enum Standing {
    KEPT,
    BROKEN,
    /** There is not enough to say so yet. */
    UNKNOWN
  }

  static Figure of(Objective objective, double measured) {
    return new Figure(
        objective,
        objective.limit().isKeptBy(measured) ? Standing.KEPT : Standing.BROKEN,
        OptionalDouble.of(measured),
        objective.unit().text(measured));
  }

  static Figure unknown(Objective objective, String why) {
    return new Figure(objective, Standing.UNKNOWN, OptionalDouble.empty(), why);
  }
}
