package dev.weft.server.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Decimal numbers as Parquet holds them: an integer of four, eight or sixteen bytes, as the
 * precision needs, of the smallest unit. More digits behind the point are rounded, half up.
 */
record ExactNumber(int precision, int scale) {
  private static final int INT_DIGITS = 9;
  private static final int LONG_DIGITS = 18;
  private static final int WIDE_BYTES = 16;

  /** Numbers that are longer, or as large or small as this many digits, are not read. */
  private static final int DIGITS_MAX = 400;

  PrimitiveTypeName primitive() {
    return precision <= INT_DIGITS
        ? PrimitiveTypeName.INT32
        : precision <= LONG_DIGITS
            ? PrimitiveTypeName.INT64
            : PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
  }

  /** The length, where the type does not say it. */
  int bytes() {
    return precision <= LONG_DIGITS ? 0 : WIDE_BYTES;
  }

  /** Null where it is no number, or one with too many digits before the point. */
  Object value(JsonNode json) {
    var number = number(json);
    if (number == null) {
      return null;
    }
    var rounded = number.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() > precision) {
      return null;
    }
    var units = rounded.unscaledValue();
    if (precision <= INT_DIGITS) {
      return units.intValueExact();
    }
    return precision <= LONG_DIGITS ? (Object) units.longValueExact() : wide(units.toByteArray());
  }

  /** Null where it is no whole number of eight bytes. */
  static Object whole(JsonNode json) {
    var number = number(json);
    try {
      return number == null ? null : number.longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** Null where it is no whole number of four bytes. */
  static Object small(JsonNode json) {
    return whole(json) instanceof Long number && number == number.intValue()
        ? number.intValue()
        : null;
  }

  private static BigDecimal number(JsonNode json) {
    if (!json.isNumber()) {
      return null;
    }
    var number = json.decimalValue();
    return Math.abs((long) number.scale()) > DIGITS_MAX || number.precision() > DIGITS_MAX
        ? null
        : number;
  }

  /** Big-endian two's complement, with the sign in front. */
  private static Binary wide(byte[] units) {
    var bytes = new byte[WIDE_BYTES];
    Arrays.fill(bytes, (byte) (units[0] < 0 ? -1 : 0));
    System.arraycopy(units, 0, bytes, WIDE_BYTES - units.length, units.length);
    return Binary.fromConstantByteArray(bytes);
  }
}
