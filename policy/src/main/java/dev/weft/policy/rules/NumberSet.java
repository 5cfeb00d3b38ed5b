package dev.weft.policy.rules;

import java.util.BitSet;

/**
 * Some whole numbers of a small range, written as {@code *}, {@code 5}, {@code 1-5} or a list of
 * these separated by commas.
 */
final class NumberSet {
  private final BitSet members;

  private NumberSet(BitSet members) {
    this.members = members;
  }

  /**
   * Reads a list; a blank one holds nothing.
   *
   * @throws IllegalArgumentException when it is not such a list, or leaves the range
   */
  static NumberSet parse(String what, String text, int least, int most) {
    var members = new BitSet();
    if (!text.isBlank()) {
      for (var part : text.split(",", -1)) {
        add(members, what, part.strip(), least, most);
      }
    }
    return new NumberSet(members);
  }

  private static void add(BitSet members, String what, String part, int least, int most) {
    if (part.equals("*")) {
      members.set(least, most + 1);
      return;
    }
    var dash = part.indexOf('-');
    var from = number(what, dash < 0 ? part : part.substring(0, dash), least, most);
    var to = dash < 0 ? from : number(what, part.substring(dash + 1), least, most);
    if (to < from) {
      throw new IllegalArgumentException(what + " '" + part + "' ends before it begins");
    }
    members.set(from, to + 1);
  }

  private static int number(String what, String text, int least, int most) {
    try {
      var number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        what + " '" + text + "' is no number from " + least + " to " + most);
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  boolean has(int number) {
    return members.get(number);
  }

  /** The greatest member that is not above this, or -1. */
  int atMost(int number) {
    return members.previousSetBit(number);
  }

  /** The least member that is not below this, or -1. */
  int atLeast(int number) {
    return members.nextSetBit(number);
  }
}
