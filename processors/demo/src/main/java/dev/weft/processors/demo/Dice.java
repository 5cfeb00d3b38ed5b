package dev.weft.processors.demo;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Chance that always falls the same way for one seed, topic and number: what makes every record a
 * function of its number. For one thread.
 */
final class Dice {
  private final SplittableRandom random;

  private Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Dice for one matter of one record, such as the country of customer 12. */
  static Dice of(long seed, String topic, long number) {
    return new Dice((seed * 31 + topic.hashCode()) * 0x9E3779B97F4A7C15L + number);
  }

  long seed() {
    return random.nextLong();
  }

  /** From low, inclusive, to high, exclusive. */
  int between(int low, int high) {
    return random.nextInt(low, high);
  }

  /** True in so many of a hundred cases. */
  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** So many decimal digits. */
  String digits(int count) {
    var digits = new StringBuilder(count);
    for (var i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  /** Mostly small amounts with a long tail, as purchases are: in cents, the median given. */
  long skewed(long medianCents) {
    var spread = Math.exp(random.nextDouble(-2.2, 2.2) * random.nextDouble(0.4, 1.0));
    return Math.max(1, Math.round(medianCents * spread));
  }

  /** An upper-case hexadecimal text. */
  String hex(int length) {
    var text = String.format(Locale.ROOT, "%016X", random.nextLong());
    return text.substring(0, length);
  }
}
