package dev.weft.gateway.json;

import java.math.BigDecimal;

/** Whether a value says the same after it was written in another format and read again. */
public final class Fit {
  private Fit() {}

  /**
   * @param value null, String, Boolean, Long, Double, BigDecimal, List or Map
   * @param again what was read
   * @param isNeutral whether it was written as the value that stands for none
   */
  public static boolean isSame(Object value, Object again, boolean isNeutral) {
    if (value instanceof Number one && again instanceof Number other) {
      return exact(one).compareTo(exact(other)) == 0;
    }
    // Of times there are several texts for the same.
    return value != null
        && (value.equals(again)
            || (value instanceof String && again instanceof String && !isNeutral));
  }

  private static BigDecimal exact(Number number) {
    return new BigDecimal(number.toString());
  }
}
