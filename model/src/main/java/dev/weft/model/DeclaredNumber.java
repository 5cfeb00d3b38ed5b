package dev.weft.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How exact the numbers of a contract's field are (ODCS 3.1: {@code logicalTypeOptions.format},
 * {@code physicalType}), wherever they become columns.
 *
 * <p>Numbers are exact unless the contract says {@code f32} or {@code f64}, or a physical type that
 * is a binary floating point number: sums of money must be the same sums everywhere.
 *
 * @param floating whether they are binary floating point numbers; then the others mean nothing
 * @param precision how many digits at most
 * @param scale how many of them behind the point
 */
public record DeclaredNumber(boolean floating, int precision, int scale) {
  private static final Pattern DECIMAL =
      Pattern.compile(
          "(?:decimal|numeric|number)\\s*\\(\\s*(\\d{1,3})\\s*(?:,\\s*(\\d{1,3})\\s*)?\\)");
  private static final Pattern FLOATING =
      Pattern.compile("(?:float|real|double|double precision|float4|float8|float64)");
  private static final int PRECISION_MAX = 38;
  private static final int SCALE_MIN = 10;

  /** Of which nothing more is said: 28 digits before the point, 10 behind. */
  private static final DeclaredNumber NUMBER = new DeclaredNumber(false, PRECISION_MAX, SCALE_MIN);

  public static DeclaredNumber of(Contract.Field field) {
    var physical = field.physicalType().toLowerCase(Locale.ROOT).strip();
    var format = field.logicalTypeOptions().get("format");
    if ((format != null && format.asText().startsWith("f"))
        || FLOATING.matcher(physical).matches()) {
      return new DeclaredNumber(true, 0, 0);
    }
    var decimal = DECIMAL.matcher(physical);
    if (!decimal.matches()) {
      return NUMBER;
    }
    var precision = Integer.parseInt(decimal.group(1));
    var scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
    return precision < 1 || precision > PRECISION_MAX || scale > Math.min(precision, SCALE_MIN)
        ? NUMBER
        : new DeclaredNumber(false, precision, scale);
  }
}
