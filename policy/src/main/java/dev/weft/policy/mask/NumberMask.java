package dev.weft.policy.mask;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Masks a JSON number and writes another, or null when in doubt. */
interface NumberMask {
  /** The bytes from {@code from} to {@code to} are the number. */
  void mask(byte[] json, int from, int to, ByteArrayOutputStream out);

  /** Integers below this survive every JSON reader, also those that know only doubles. */
  long EXACT_IN_A_DOUBLE = 1L << 53;

  /** Writes one number, whatever it is given. */
  static NumberMask constant(String number) {
    var text = ScalarMask.ascii(number);
    return (json, from, to, out) -> ScalarMask.write(text, out);
  }

  /** Equal numbers hash alike however they are written: 1, 1.0 and 1e0. */
  static NumberMask hashed(KeyedHash hash) {
    return (json, from, to, out) -> {
      var number = read(json, from, to);
      if (number == null) {
        ScalarMask.write(ScalarMask.NULL, out);
        return;
      }
      var canonical = ScalarMask.ascii(number.stripTrailingZeros().toString());
      var standIn = hash.number(canonical, 0, canonical.length, EXACT_IN_A_DOUBLE);
      ScalarMask.write(ScalarMask.ascii(Long.toString(standIn)), out);
    };
  }

  /** The lower end of the range of this width that the number lies in: 17 in steps of 10 is 10. */
  static NumberMask stepped(BigDecimal step) {
    return (json, from, to, out) -> {
      var number = read(json, from, to);
      if (number == null || !isModest(number) || !isModest(step)) {
        ScalarMask.write(ScalarMask.NULL, out);
        return;
      }
      var start = number.divide(step, 0, RoundingMode.FLOOR).multiply(step);
      var plain = start.signum() == 0 ? "0" : start.stripTrailingZeros().toPlainString();
      ScalarMask.write(ScalarMask.ascii(plain), out);
    };
  }

  /** Neither so large nor so small that arithmetic on it takes long. */
  private static boolean isModest(BigDecimal number) {
    return Math.abs((long) number.scale()) < 400 && number.precision() < 400;
  }

  /** Null when it is none that one would want to calculate with. */
  private static BigDecimal read(byte[] json, int from, int to) {
    if (to - from > 400) {
      return null;
    }
    try {
      return new BigDecimal(new String(json, from, to - from, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
