package dev.weft.policy.ranger;

import java.util.BitSet;
import java.util.Optional;

/** One field of a recurrence: the numbers it names, found by counting down. */
final class CronField {
  private final BitSet named;
  private final int least;
  private final int most;
  private final boolean said;

  /** A number of the field, and whether it lies in the round before. */
  record Found(int value, boolean borrow) {}

  private CronField(BitSet named, int least, int most, boolean said) {
    this.named = named;
    this.least = least;
    this.most = most;
    this.said = said;
  }

  /**
   * Reads a list of numbers and ranges.
   *
   * @param offset what the numbers as written are too large by
   */
  static CronField read(String text, int least, int most, int offset) {
    var named = new BitSet();
    for (var part : text.isBlank() ? new String[0] : text.split(",")) {
      var ends = part.strip().split("-");
      if (ends[0].equals("*") || (ends.length > 1 && ends[1].equals("*"))) {
        named.set(least, most + 1);
        break;
      }
      var from = number(ends[0]) - offset;
      var to = ends.length > 1 ? number(ends[1]) - offset : from;
      if (from >= 0 && to >= from && to < 10_000) {
        named.set(from, to + 1);
      }
    }
    return new CronField(named, least, most, !text.isBlank());
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no number", e);
    }
  }

  int most() {
    return most;
  }

  boolean isSaid() {
    return said;
  }

  /**
   * The named number closest to this one, going down and then on from the top of the round before.
   *
   * @param borrow whether to begin one below
   * @param top the number with which the round before ended
   */
  Optional<Found> atOrBefore(int now, boolean borrow, int top) {
    var value = borrow ? now - 1 : now;
    if (!said) {
      return Optional.of(new Found(value < least ? top : value, false));
    }
    var around = false;
    for (var i = least; i <= most; i++, value--) {
      if (value < least) {
        value = top;
        around = true;
      }
      if (named.get(value)) {
        return Optional.of(new Found(value, around));
      }
    }
    return Optional.empty();
  }
}
