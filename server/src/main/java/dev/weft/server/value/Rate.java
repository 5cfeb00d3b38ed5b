package dev.weft.server.value;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A figure that only the organisation knows. Until it says, something is assumed, and it is marked
 * as that wherever it has an effect.
 */
public enum Rate {
  HOURLY_RATE("hourlyRate", "money/hour", 100, "What an hour of an engineer costs."),
  FEED_BUILD_HOURS("feedBuildHours", "hours", 80, "To build one point-to-point feed."),
  FEED_RUN_HOURS("feedRunHours", "hours/year", 40, "To keep one point-to-point feed running."),
  FEED_INFRASTRUCTURE("feedInfrastructure", "money/year", 1_000, "What one such feed runs on."),
  PRODUCT_BUILD_HOURS("productBuildHours", "hours", 120, "To build one data product, once."),
  PRODUCT_RUN_HOURS("productRunHours", "hours/year", 60, "To keep one data product running."),
  SUBSCRIBER_INFRASTRUCTURE(
      "subscriberInfrastructure", "money/year", 10, "What one more subscriber takes."),
  STEP_MINUTES("stepMinutes", "minutes", 10, "For each step from the request to the first record."),
  YEARS("years", "years", 3, "For which it is reckoned.");

  private static final double MOST = 1_000_000_000;

  private final String word;
  private final String unit;
  private final double assumed;
  private final String about;

  Rate(String word, String unit, double assumed, String about) {
    this.word = word;
    this.unit = unit;
    this.assumed = assumed;
    this.about = about;
  }

  /** As it is written in a query. */
  public String word() {
    return word;
  }

  String unit() {
    return unit;
  }

  double assumed() {
    return assumed;
  }

  String about() {
    return about;
  }

  /** Whether it can be this: a number from 0, and not absurd. */
  public static boolean isSound(double value) {
    return value >= 0 && value <= MOST;
  }

  public static Optional<Rate> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }

  /** All words, in the order in which people are asked. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Rate::word).toList();
  }
}
