package dev.weft.classification;

import java.util.List;
import java.util.function.Predicate;

/** How many of the sampled values have a form. */
record Tally(int matching, int total, String form) {

  /** {@code form} names it in the plural: {@code phone numbers}. */
  static Tally of(List<String> values, String form, Predicate<String> has) {
    return new Tally((int) values.stream().filter(has).count(), values.size(), form);
  }

  /** 0 to 1; 0 when there are no values. */
  double ratio() {
    return total == 0 ? 0 : (double) matching / total;
  }

  boolean isEmpty() {
    return total == 0;
  }

  /** {@code 47 of 50 values are phone numbers}. */
  String words() {
    return matching + " of " + total + " values are " + form;
  }
}
