package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract;
import dev.weft.sql.format.Hint;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The SQL type of a contract's field (ODCS 3.1: {@code logicalType}, {@code logicalTypeOptions},
 * {@code physicalType}).
 *
 * <p>Numbers are exact unless the contract says {@code f32} or {@code f64}, or a physical type that
 * is a binary floating point number: sums of money must be the same sums everywhere.
 */
final class ColumnType {
  /** What a number is of which nothing more is said: 28 digits before the point, 10 behind. */
  static final String NUMBER = "DECIMAL(38, 10)";

  private static final Pattern DECIMAL =
      Pattern.compile(
          "(?:decimal|numeric|number)\\s*\\(\\s*(\\d{1,3})\\s*(?:,\\s*(\\d{1,3})\\s*)?\\)");
  private static final Pattern FLOATING =
      Pattern.compile("(?:float|real|double|double precision|float4|float8|float64)");
  private static final int PRECISION_MAX = 38;
  private static final int SCALE_MIN = 10;

  private ColumnType() {}

  static String of(Contract.Field field) {
    return switch (field.logicalType()) {
      case "integer" -> option(field, "format").equals("i32") ? "INT" : "BIGINT";
      case "number" -> number(field);
      case "boolean" -> "BOOLEAN";
      case "date" -> "DATE";
      case "time" -> "TIME(3)";
      case "timestamp" -> "TIMESTAMP_LTZ(6)";
      case "object" -> isOpen(field) ? "STRING" : row(field);
      case "array" -> isOpen(field) ? "STRING" : "ARRAY<" + of(field.items()) + ">";
      default -> "STRING";
    };
  }

  /** Puts into the map what the contract says of how the field, and fields in it, are written. */
  static void hints(Contract.Field field, String path, Map<String, Hint> hints) {
    if (isOpen(field)) {
      hints.put(path, new Hint("", "", true));
    } else if (field.logicalType().equals("array")) {
      hints(field.items(), path, hints);
    } else if (field.logicalType().equals("object")) {
      field.properties().forEach(inner -> hints(inner, path + "." + inner.name(), hints));
    } else if (isTemporal(field)) {
      var hint = new Hint(option(field, "format"), option(field, "defaultTimezone"), false);
      if (!hint.equals(Hint.NONE)) {
        hints.put(path, hint);
      }
    }
  }

  static String quoted(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  private static boolean isTemporal(Contract.Field field) {
    return switch (field.logicalType()) {
      case "date", "time", "timestamp" -> true;
      default -> false;
    };
  }

  /** Whether the contract does not say what is in it: its values are texts that hold JSON. */
  private static boolean isOpen(Contract.Field field) {
    return switch (field.logicalType()) {
      case "object" -> field.properties().isEmpty();
      case "array" -> field.items() == null;
      default -> false;
    };
  }

  private static String row(Contract.Field field) {
    return field.properties().stream()
        .map(inner -> quoted(inner.name()) + " " + of(inner))
        .collect(Collectors.joining(", ", "ROW<", ">"));
  }

  private static String number(Contract.Field field) {
    if (option(field, "format").startsWith("f")) {
      return "DOUBLE";
    }
    var physical = field.physicalType().toLowerCase(Locale.ROOT).strip();
    if (FLOATING.matcher(physical).matches()) {
      return "DOUBLE";
    }
    var decimal = DECIMAL.matcher(physical);
    if (!decimal.matches()) {
      return NUMBER;
    }
    var precision = Integer.parseInt(decimal.group(1));
    var scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
    return precision > PRECISION_MAX || scale > Math.min(precision, SCALE_MIN)
        ? NUMBER
        : "DECIMAL(" + precision + ", " + scale + ")";
  }

  private static String option(Contract.Field field, String name) {
    JsonNode value = field.logicalTypeOptions().get(name);
    return value == null ? "" : value.asText();
  }
}
