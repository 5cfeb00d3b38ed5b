package dev.weft.sql;

import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/** The rows that are left when all that replaces and removes rows has been done. */
final class SettledRows {
  private static final int ROWS_MAX = 100_000;

  private SettledRows() {}

  /**
   * @param order by what they are sorted, as {@link LineageFacts#order} has it
   */
  static Iterator<Row> of(Iterator<Row> changes, List<List<Integer>> order) {
    Map<Row, Integer> counts = new LinkedHashMap<>();
    while (changes.hasNext()) {
      var row = changes.next();
      var adds = row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER;
      row.setKind(RowKind.INSERT);
      if (counts.merge(row, adds ? 1 : -1, Integer::sum) == 0) {
        counts.remove(row);
      }
      if (counts.size() > ROWS_MAX) {
        throw tooMany();
      }
    }
    var rows = new ArrayList<Row>();
    counts.forEach((row, count) -> rows.addAll(Collections.nCopies(Math.max(count, 0), row)));
    rows.sort(by(order));
    return rows.iterator();
  }

  private static RuntimeException tooMany() {
    return Problem.input(
            "too-many-rows",
            null,
            "The query has more than " + ROWS_MAX + " rows that replace each other.",
            "Add a filter or LIMIT.")
        .asException();
  }

  private static Comparator<Row> by(List<List<Integer>> order) {
    Comparator<Row> all = Comparator.comparing(row -> 0);
    for (var key : order) {
      int column = key.get(0);
      Comparator<Object> values = SettledRows::compare;
      var directed = key.get(1) == 1 ? values.reversed() : values;
      var whole =
          key.get(2) == 1 ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed);
      all = all.thenComparing(row -> row.getField(column), whole);
    }
    return all;
  }

  /** What has no order of its own stays as it came. */
  @SuppressWarnings("unchecked") // Values of one column are of one type.
  private static int compare(Object a, Object b) {
    return a instanceof Comparable<?> ? ((Comparable<Object>) a).compareTo(b) : 0;
  }
}
