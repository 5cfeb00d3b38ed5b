package dev.weft.server.files;

import dev.weft.model.Contract;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns a port has for one reader: the contract's fields in its order and with its types,
 * then those that are known and in no contract, as texts. What is withheld has no column; what
 * turns up later has none until it is asked for anew.
 */
public final class FileColumns {
  private static final int COLUMNS_MAX = 2_000;

  private final List<FileColumn> columns;

  private FileColumns(List<FileColumn> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * The columns.
   *
   * @param shown each known field by dotted path, and whether the reader sees it, masked or not
   * @throws dev.weft.model.ProblemException when there are more than files have room for, or none
   */
  public static FileColumns of(Optional<Contract> contract, Map<String, Boolean> shown) {
    var declared = contract.map(Contract::fields).orElse(List.of());
    var columns = fields("", declared, new ShownFields(shown));
    var width = columns.stream().mapToInt(column -> column.type().width()).sum();
    if (width == 0 || width > COLUMNS_MAX) {
      throw Problem.input(
              "no-columns",
              Place.NOWHERE,
              width == 0
                  ? "No field is known that you may see, so there are no columns."
                  : "There are " + width + " columns; a file has " + COLUMNS_MAX + " at most.",
              "Read it as NDJSON.")
          .asException();
    }
    return new FileColumns(columns);
  }

  List<FileColumn> columns() {
    return columns;
  }

  private static List<FileColumn> fields(
      String prefix, List<Contract.Field> declared, ShownFields shown) {
    var columns = new ArrayList<FileColumn>();
    var names = new LinkedHashSet<String>();
    for (var field : declared) {
      var path = prefix + field.name();
      if (names.add(field.name())) {
        type(field, path, shown)
            .ifPresent(type -> columns.add(new FileColumn(field.name(), path, type)));
      }
    }
    for (var name : shown.names(prefix)) {
      if (names.add(name) && shown.any(prefix + name)) {
        columns.add(new FileColumn(name, prefix + name, ScalarTypes.ANY));
      }
    }
    return columns;
  }

  private static Optional<ColumnType> type(Contract.Field field, String path, ShownFields shown) {
    if (field.logicalType().equals("array") && field.items() != null) {
      return type(field.items(), path, shown)
          .map(element -> new ColumnType.Elements(element, path));
    }
    if (field.logicalType().equals("object") && !field.properties().isEmpty()) {
      return Optional.of(fields(path + ".", field.properties(), shown))
          .filter(columns -> !columns.isEmpty())
          .map(ColumnType.Fields::new);
    }
    return shown.any(path) ? Optional.of(leaf(field)) : Optional.empty();
  }

  private static ColumnType leaf(Contract.Field field) {
    return switch (field.logicalType()) {
      case "array", "object" -> ScalarTypes.JSON;
      default -> ScalarTypes.of(field);
    };
  }
}
