package dev.weft.policy.mask;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Masks the inside of a JSON string and writes a whole JSON string, or null when in doubt. */
interface TextMask {
  /** The bytes from {@code from} to {@code to} are what stands between the quotes. */
  void mask(byte[] json, int from, int to, ByteArrayOutputStream out);

  /** A part of a date or a time is neither, so temporal types show nothing but the year. */
  static TextMask of(MaskKind kind, ValueType type, KeyedHash hash) {
    var hidden = constant(type.hidden());
    return switch (kind) {
      case SHOW_FIRST_4 -> type == ValueType.TEXT ? new ShowFour(true, hidden) : hidden;
      case SHOW_LAST_4 -> type == ValueType.TEXT ? new ShowFour(false, hidden) : hidden;
      case HASH -> new HashedText(hash, type);
      case DATE_SHOW_YEAR -> type == ValueType.TIME ? hidden : new YearOnly(hidden);
      case REDACT, NULL, NONE, GENERALISE, EXPRESSION, TOKEN -> hidden;
    };
  }

  private static TextMask constant(String text) {
    var json = ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
    return (in, from, to, out) -> out.write(json, 0, json.length);
  }
}
