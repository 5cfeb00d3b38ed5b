package dev.weft.sql;

import dev.weft.model.DataRecord;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * The rows of a job that somebody looks at. Of one that does not end, rows that are removed or
 * replaced are not told; of one that ends, those that are left in the end are.
 */
final class LookRows implements SqlPlanner.Rows {
  private final TableResult result;
  private final CloseableIterator<Row> rows;
  private final RowValues values;
  private final Iterator<Row> settled;
  private Row next;

  private LookRows(
      TableResult result, CloseableIterator<Row> rows, RowValues values, Iterator<Row> settled) {
    this.result = result;
    this.rows = rows;
    this.values = values;
    this.settled = settled;
  }

  /**
   * @param settle whether to wait for the end, because rows are replaced until then
   */
  static LookRows of(TableResult result, boolean settle) {
    var rows = result.collect();
    var values = new RowValues(result.getResolvedSchema());
    var look = new LookRows(result, rows, values, rows);
    return settle ? look.settled() : look;
  }

  private LookRows settled() {
    try {
      return new LookRows(result, rows, values, SettledRows.of(rows));
    } catch (RuntimeException e) {
      close();
      throw failed(e);
    }
  }

  @Override
  public boolean hasNext() {
    try {
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
    return new ProblemException(
        List.of(
            Problem.environment(
                "query-failed", "The query failed while it ran.", "The server's log says why.")),
        e);
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
