package dev.weft.sql;

import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/** The rows that are left when all that replaces and removes rows has been done. */
final class SettledRows {
  private static final int ROWS_MAX = 100_000;

  private SettledRows() {}

  static Iterator<Row> of(Iterator<Row> changes) {
    Map<Row, Integer> counts = new LinkedHashMap<>();
    while (changes.hasNext()) {
      var row = changes.next();
      var adds = row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER;
      row.setKind(RowKind.INSERT);
      var count = counts.merge(row, adds ? 1 : -1, Integer::sum);
      if (count == 0) {
        counts.remove(row);
      }
      if (counts.size() > ROWS_MAX) {
        throw Problem.input(
                "too-many-rows",
                null,
                "The query has more than " + ROWS_MAX + " rows that replace each other.",
                "Add a filter or LIMIT.")
            .asException();
      }
    }
    var rows = new ArrayList<Row>();
    counts.forEach(
        (row, count) -> {
          for (var i = 0; i < count; i++) {
            rows.add(row);
          }
        });
    return rows.iterator();
  }
}
