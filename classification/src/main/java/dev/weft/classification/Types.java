package dev.weft.classification;

import java.util.Set;

/** What a logical type of the contract standard, or one not known, leaves possible. */
final class Types {
  private static final Set<String> NO_TEXT =
      Set.of("boolean", "date", "timestamp", "time", "number", "integer", "object", "array");
  private static final Set<String> NO_DIGITS =
      Set.of("boolean", "date", "timestamp", "time", "object", "array");
  private static final Set<String> NO_DATE = Set.of("boolean", "time", "object", "array");

  private Types() {}

  static boolean mayBeText(String type) {
    return !NO_TEXT.contains(type);
  }

  /** Text or number: identifiers of digits only come as either. */
  static boolean mayBeDigits(String type) {
    return !NO_DIGITS.contains(type);
  }

  static boolean mayBeDate(String type) {
    return !NO_DATE.contains(type);
  }
}
