package dev.weft.sql;

import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;

/**
 * Holds the columns of a result against the contract of the port that it fills.
 *
 * @param table the port
 * @param types the columns of the port with their types
 */
record OutputFit(PortTable table, ResolvedSchema types, Place place) {

  /** All that does not fit; columns are compared by their names. */
  List<Problem> problems(ResolvedSchema result) {
    var problems = new ArrayList<Problem>();
    var seen = new HashSet<String>();
    for (var column : result.getColumns()) {
      var name = column.getName();
      if (!seen.add(name)) {
        problems.add(problem("same-column", "Two columns are called '" + name + "'.", "Use AS."));
      } else if (table.column(name).isEmpty()) {
        problems.add(
            problem(
                "unknown-field",
                "The contract of '" + table.port() + "' has no field '" + name + "'.",
                Nearest.hint(name, table.names(), "fields")));
      } else {
        type(column, problems);
      }
    }
    for (var field : table.columns()) {
      var needed = field.required() || table.key().contains(field.name());
      if (needed && !seen.contains(field.name())) {
        problems.add(
            problem(
                "missing-field",
                "The contract of '"
                    + table.port()
                    + "' requires the field '"
                    + field.name()
                    + "', which the query does not have.",
                "Add it, as ... AS " + field.name() + "."));
      }
    }
    return problems;
  }

  private void type(Column column, List<Problem> problems) {
    var wanted = types.getColumn(column.getName()).orElseThrow().getDataType().getLogicalType();
    var has = column.getDataType().getLogicalType();
    if (!LogicalTypeCasts.supportsImplicitCast(has, wanted.copy(true))) {
      problems.add(
          problem(
              "wrong-type",
              "The field '"
                  + column.getName()
                  + "' is "
                  + has.copy(true).asSummaryString()
                  + ", but the contract wants "
                  + wanted.copy(true).asSummaryString()
                  + ".",
              "CAST(... AS " + wanted.copy(true).asSummaryString() + ") may be meant."));
    }
  }

  private Problem problem(String code, String message, String hint) {
    return Problem.input(code, place, message, hint);
  }
}
