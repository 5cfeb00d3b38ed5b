package dev.weft.policy.mask;

import java.io.ByteArrayOutputStream;

/**
 * Shows of an ISO 8601 date or timestamp the first day of its year, quarter or month, at midnight
 * UTC when there was a time with a zone. What is not such a date is hidden.
 */
final class DateStart implements TextMask {
  private static final byte[] FIRST_DAY = ScalarMask.ascii("-01");
  private static final byte[] MIDNIGHT = ScalarMask.ascii("00:00:00");
  private static final int YEAR_LENGTH = 4;
  private static final int DATE_LENGTH = 10;
  private static final int TEXT_LENGTH_MAX = 40;

  private final TextMask hidden;
  private final int months;

  /** {@code months} is how long the periods are: 12, 3 or 1. */
  DateStart(TextMask hidden, int months) {
    this.hidden = hidden;
    this.months = months;
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    var timed = to - from > DATE_LENGTH;
    if (!isDate(json, from, to) || (timed && !isTime(json, from + DATE_LENGTH, to))) {
      hidden.mask(json, from, to, out);
      return;
    }
    out.write('"');
    out.write(json, from, YEAR_LENGTH);
    var month = number(json, from + 5, 2);
    var first = month - (month - 1) % months;
    out.write('-');
    out.write('0' + first / 10);
    out.write('0' + first % 10);
    ScalarMask.write(FIRST_DAY, out);
    if (timed) {
      out.write(json[from + DATE_LENGTH]);
      ScalarMask.write(MIDNIGHT, out);
      if (hasZone(json, from + DATE_LENGTH, to)) {
        out.write('Z');
      }
    }
    out.write('"');
  }

  private static boolean isDate(byte[] json, int from, int to) {
    if (to - from < DATE_LENGTH || to - from > TEXT_LENGTH_MAX) {
      return false;
    }
    return number(json, from, 4) >= 0
        && json[from + 4] == '-'
        && within(number(json, from + 5, 2), 1, 12)
        && json[from + 7] == '-'
        && within(number(json, from + 8, 2), 1, 31);
  }

  private static boolean isTime(byte[] json, int from, int to) {
    if (json[from] != 'T' && json[from] != ' ') {
      return false;
    }
    for (var i = from + 1; i < to; i++) {
      var c = json[i];
      if ((c < '0' || c > '9') && "Z:.+-".indexOf(c) < 0) {
        return false;
      }
    }
    return to - from > 1;
  }

  private static boolean hasZone(byte[] json, int from, int to) {
    for (var i = from + 1; i < to; i++) {
      if (json[i] == 'Z' || json[i] == '+' || json[i] == '-') {
        return true;
      }
    }
    return false;
  }

  private static boolean within(int number, int low, int high) {
    return number >= low && number <= high;
  }

  /** The number of these digits; negative when one is none. */
  private static int number(byte[] json, int from, int digits) {
    var value = 0;
    for (var i = from; i < from + digits; i++) {
      if (json[i] < '0' || json[i] > '9') {
        return -1;
      }
      value = value * 10 + json[i] - '0';
    }
    return value;
  }
}
