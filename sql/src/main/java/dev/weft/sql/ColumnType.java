package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract;
import dev.weft.model.DeclaredNumber;
import dev.weft.sql.format.Hint;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The SQL type of a contract's field (ODCS 3.1: {@code logicalType}, {@code logicalTypeOptions},
 * {@code physicalType}).
 */
final class ColumnType {
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
    var number = DeclaredNumber.of(field);
    return number.floating()
        ? "DOUBLE"
        : "DECIMAL(" + number.precision() + ", " + number.scale() + ")";
  }

  private static String option(Contract.Field field, String name) {
    JsonNode value = field.logicalTypeOptions().get(name);
    return value == null ? "" : value.asText();
  }
}
