package dev.weft.policy.mask;

import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * A keyed hash of a text, the same however its characters are escaped: 64 hexadecimal digits; for a
 * date, timestamp or time another one that stands for it.
 */
final class HashedText implements TextMask {
  private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
  private static final int DAYS = 73_000;
  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final HexFormat HEX = HexFormat.of();

  private final KeyedHash hash;
  private final ValueType type;
  private final int lengthMax;

  HashedText(KeyedHash hash, ValueType type, int lengthMax) {
    this.hash = hash;
    this.type = type;
    this.lengthMax = lengthMax;
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    if (isPlain(json, from, to)) {
      write(json, from, to - from, out);
      return;
    }
    var text = JsonCharacters.decoded(json, from, to);
    if (text == null) {
      ScalarMask.write(ScalarMask.NULL, out);
    } else {
      write(text, 0, text.length, out);
    }
  }

  private void write(byte[] text, int from, int length, ByteArrayOutputStream out) {
    out.write('"');
    ScalarMask.write(ScalarMask.ascii(standIn(text, from, length)), out);
    out.write('"');
  }

  private String standIn(byte[] text, int from, int length) {
    return switch (type) {
      case TEXT -> {
        var digits = HEX.formatHex(hash.of(text, from, length));
        yield digits.substring(0, Math.min(digits.length(), lengthMax));
      }
      case DATE -> day(text, from, length);
      case TIMESTAMP -> day(text, from, length) + "T00:00:00Z";
      case TIME ->
          LocalTime.ofSecondOfDay(hash.number(text, from, length, SECONDS_OF_A_DAY))
              .format(DateTimeFormatter.ISO_LOCAL_TIME);
    };
  }

  private String day(byte[] text, int from, int length) {
    return FIRST_DAY.plusDays(hash.number(text, from, length, DAYS)).toString();
  }

  private static boolean isPlain(byte[] json, int from, int to) {
    for (var i = from; i < to; i++) {
      if (json[i] == '\\') {
        return false;
      }
    }
    return true;
  }
}
