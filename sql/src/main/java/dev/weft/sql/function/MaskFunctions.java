package dev.weft.sql.function;

import java.util.Map;
import org.apache.flink.table.functions.ScalarFunction;

/** The functions by their names, which are those of the masks with {@code _} for {@code -}. */
public final class MaskFunctions {
  /** What a function is called, and its class. */
  public static final Map<String, Class<? extends ScalarFunction>> BY_NAME =
      Map.of(
          "redact", Redact.class,
          "show_first_4", ShowFirst4.class,
          "show_last_4", ShowLast4.class,
          "date_show_year", DateShowYear.class);

  private static final String HIDDEN = "XXXXXXXX";
  private static final int SHOWN = 4;
  private static final int LENGTH_MIN = 8;

  private MaskFunctions() {}

  /** What stands for any text. */
  static String hidden() {
    return HIDDEN;
  }

  /**
   * Shows four characters and an X for each other; a text shorter than eight is hidden as a whole,
   * and its length with it.
   */
  static String showFour(String text, boolean first) {
    var length = text.codePointCount(0, text.length());
    if (length < LENGTH_MIN) {
      return HIDDEN;
    }
    var crosses = "X".repeat(length - SHOWN);
    return first
        ? text.substring(0, text.offsetByCodePoints(0, SHOWN)) + crosses
        : crosses + text.substring(text.offsetByCodePoints(0, length - SHOWN));
  }
}
