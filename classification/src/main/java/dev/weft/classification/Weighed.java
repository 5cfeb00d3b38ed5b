package dev.weft.classification;

import dev.weft.spi.Classifier.Finding;
import java.util.List;

/**
 * Turns what the name and the values say into a finding, the same way for every tag.
 *
 * @param tag such as {@code pii.phone}
 * @param noun what the name says, such as {@code phone}
 */
record Weighed(String tag, String noun) {
  /** Half of the values may be missing, mistyped or "n/a", and the field is still what it says. */
  private static final double AGREE = 0.5;

  /** The name tells it; values may confirm it or, when they are all something else, refute it. */
  List<Finding> named(Tally values) {
    if (values.isEmpty()) {
      return found(0.75, "name says " + noun);
    }
    var confidence = values.ratio() >= AGREE ? 0.85 + 0.14 * values.ratio() : doubtful(values);
    return found(confidence, "name says " + noun + "; " + values.words());
  }

  /** Only the values tell it: certain to this degree if all of them do. */
  List<Finding> unnamed(Tally values, double certain, double ratioAtLeast) {
    return !values.isEmpty() && values.ratio() >= ratioAtLeast
        ? found(certain * (0.8 + 0.2 * values.ratio()), values.words())
        : List.of();
  }

  private static double doubtful(Tally values) {
    return 0.3 + values.ratio();
  }

  private List<Finding> found(double confidence, String evidence) {
    return List.of(new Finding(tag, Math.round(confidence * 100) / 100.0, evidence));
  }
}
