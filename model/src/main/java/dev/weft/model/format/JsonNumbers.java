package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * One JSON node for one number, however it was written: {@code 1}, {@code 1.0} and {@code 1e0} are
 * equal. Without this a document that went through the log would differ from the file it came from.
 */
final class JsonNumbers {
  static final int DIGITS_MAX = 400;

  private JsonNumbers() {}

  /** Throws NumberFormatException when the text is no number or a monstrous one. */
  static JsonNode node(String text) {
    if (text.length() > DIGITS_MAX) {
      throw new NumberFormatException("it has more than " + DIGITS_MAX + " digits");
    }
    var exact = new BigDecimal(text).stripTrailingZeros();
    if (Math.abs((long) exact.scale()) > DIGITS_MAX) {
      throw new NumberFormatException("its exponent is beyond " + DIGITS_MAX);
    }
    return exact.scale() > 0 ? DecimalNode.valueOf(exact) : integer(exact.toBigIntegerExact());
  }

  static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(value.intValueExact());
    }
    return value.bitLength() < Long.SIZE
        ? LongNode.valueOf(value.longValueExact())
        : BigIntegerNode.valueOf(value);
  }
}
