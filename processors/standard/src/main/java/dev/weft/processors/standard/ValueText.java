package dev.weft.processors.standard;

import dev.weft.model.Json;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A value of a record or an expression as the text of an attribute. */
public final class ValueText {
  private ValueText() {}

  /** Null is the empty text, bytes are Base64, lists and maps JSON; decimals have no exponent. */
  public static String of(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return value instanceof Map || value instanceof List ? Json.text(value) : value.toString();
  }
}
