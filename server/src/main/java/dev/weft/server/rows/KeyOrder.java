package dev.weft.server.rows;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The order of keys as text, {@code |} between the values of several fields: numbers by their size
 * and before texts, texts by their characters. Different texts are never the same key.
 */
final class KeyOrder implements Comparator<String> {
  private static final Pattern BAR = Pattern.compile("\\|");

  /** Longer ones are compared as texts: to read them would take long. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

  @Override
  public int compare(String one, String other) {
    var left = BAR.split(one, -1);
    var right = BAR.split(other, -1);
    for (var i = 0; i < Math.min(left.length, right.length); i++) {
      var order = part(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    var order = Integer.compare(left.length, right.length);
    return order != 0 ? order : one.compareTo(other);
  }

  private static int part(String one, String other) {
    var isNumber = NUMBER.matcher(one).matches();
    if (isNumber != NUMBER.matcher(other).matches()) {
      return isNumber ? -1 : 1;
    }
    return isNumber ? new BigDecimal(one).compareTo(new BigDecimal(other)) : one.compareTo(other);
  }
}
