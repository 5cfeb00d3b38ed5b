package dev.weft.sql;

import dev.weft.model.DataRecord;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.SerializedThrowable;

/**
 * The rows of a job that somebody looks at. Of one that does not end, rows that are removed or
 * replaced are not told; of one that ends, those that are left in the end are.
 */
final class LookRows implements SqlPlanner.Rows {
  private static final List<String> ENGINES =
      List.of(
          "org.apache.kafka.",
          "org.apache.flink.kafka.",
          "org.apache.flink.connector.",
          "org.apache.flink.runtime.",
          "org.apache.flink.util.");

  private static final int WHY_MAX = 500;

  private final CloseableIterator<Row> rows;
  private final RowValues values;
  private final Supplier<Iterator<Row>> settle;
  private Iterator<Row> settled;
  private Row next;

  private LookRows(CloseableIterator<Row> rows, RowValues values, Supplier<Iterator<Row>> settle) {
    this.rows = rows;
    this.values = values;
    this.settle = settle;
  }

  /** The rows as they come. */
  static LookRows of(TableResult result) {
    var rows = result.collect();
    return new LookRows(rows, new RowValues(result.getResolvedSchema()), () -> rows);
  }

  /**
   * The rows that are left in the end. Whoever takes the first one waits for that, and not the
   * planner's thread, for which others wait.
   */
  static LookRows settled(TableResult result, List<List<Integer>> order) {
    var rows = result.collect();
    return new LookRows(
        rows, new RowValues(result.getResolvedSchema()), () -> SettledRows.of(rows, order));
  }

  @Override
  public boolean hasNext() {
    try {
      if (settled == null) {
        settled = settle.get();
      }
      while (next == null && settled.hasNext()) {
        var row = settled.next();
        if (row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER) {
          next = row;
        }
      }
    } catch (RuntimeException e) {
      throw failed(e);
    }
    return next != null;
  }

  private static ProblemException failed(RuntimeException e) {
    if (e instanceof ProblemException known) {
      return known;
    }
    var why = why(e);
    return new ProblemException(
        List.of(
            Problem.environment(
                "query-failed",
                "The query failed while it ran" + (why.isEmpty() ? "." : ": " + why + "."),
                "Mend the statement where a value does not fit it: TRY_CAST and NULLIF are for such values.")),
        e);
  }

  /**
   * What went wrong at last, which may quote a value: the job has read as whoever looks. What the
   * engines say is left out, since it may quote their settings.
   */
  private static String why(Throwable failure) {
    var deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    var name =
        deepest instanceof SerializedThrowable told
            ? told.getOriginalErrorClassName()
            : deepest.getClass().getName();
    var text = deepest.getMessage() == null ? "" : deepest.getMessage();
    var own = text.startsWith(name + ": ") ? text.substring(name.length() + 2) : text;
    var isTold =
        ENGINES.stream().noneMatch(name::startsWith) && !own.isBlank() && !own.equals(name);
    var sentence = name.substring(name.lastIndexOf('.') + 1) + (isTold ? ": " + own.strip() : "");
    return sentence.substring(0, Math.min(sentence.length(), WHY_MAX));
  }

  @Override
  public DataRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var row = next;
    next = null;
    return values.record(row);
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (Exception e) {
      throw failed(new IllegalStateException(e));
    }
  }
}
