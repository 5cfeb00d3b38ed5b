package dev.weft.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sizes as people write them in files: {@code 512KB}, {@code 64MB}, {@code 2GB}, in powers of 1024.
 */
public final class SizeText {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})(KB|MB|GB|TB)");
  private static final String UNITS = "KMGT";
  private static final int SHIFT = 10;

  private SizeText() {}

  /** Bytes; empty when the text is not a size. */
  public static Optional<Long> parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var power = UNITS.indexOf(matcher.group(2).charAt(0)) + 1;
    return Optional.of(Long.parseLong(matcher.group(1)) << (SHIFT * power));
  }

  /** For people, in whole units: {@code 1500 MB}. */
  public static String of(long bytes) {
    var power = 0;
    while (power < UNITS.length() && bytes >> (SHIFT * power) >= 10L << SHIFT) {
      power++;
    }
    var amount = bytes >> (SHIFT * power);
    return power == 0 ? amount + " bytes" : amount + " " + UNITS.charAt(power - 1) + "B";
  }
}
