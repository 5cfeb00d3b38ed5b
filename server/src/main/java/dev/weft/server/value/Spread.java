package dev.weft.server.value;

import java.util.List;

/**
 * How some numbers lie.
 *
 * @param count how many there are; without any the others are 0
 * @param p90 nine of ten are not above it
 */
public record Spread(int count, double median, double p90) {
  private static final double NINE_OF_TEN = 0.9;

  static final Spread NOTHING = new Spread(0, 0, 0);

  static Spread of(List<Double> numbers) {
    if (numbers.isEmpty()) {
      return NOTHING;
    }
    var sorted = numbers.stream().sorted().toList();
    var last = sorted.size() - 1;
    var middle = (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
    var rank = (int) Math.ceil(NINE_OF_TEN * sorted.size()) - 1;
    return new Spread(sorted.size(), middle, sorted.get(rank));
  }
}
