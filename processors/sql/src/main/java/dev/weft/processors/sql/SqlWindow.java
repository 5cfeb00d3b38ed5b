package dev.weft.processors.sql;

import dev.weft.model.DataRecord;
import dev.weft.spi.QualityQueries.Answer;
import dev.weft.spi.QualityQueries.Window;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The newest records of one port, at most {@value #ROWS_MAX} and some {@value #BYTES_MAX} bytes. A
 * query that takes long is asked again the later, and after it no other that may take long for a
 * while, whatever the port: whoever asks has other things to do.
 */
final class SqlWindow implements Window {
  static final int ROWS_MAX = 20_000;
  private static final long BYTES_MAX = 4L << 20;
  private static final int PAUSE = 60;

  /** A record that is in the table. */
  private record Row(long time, long bytes) {}

  private final RuleTable table;
  private final List<RuleQuery> queries;
  private final Quiet quiet;
  private final Runnable atEnd;
  private final Deque<Row> rows = new ArrayDeque<>();
  private final List<Asked> asked = new ArrayList<>();
  private long number;
  private long bytes;
  private boolean isShortened;
  private String failure = "";

  /** One query and its last answer. */
  private static final class Asked {
    private PreparedStatement statement;
    private Answer last = Answer.none("not asked yet");
    private Instant next = Instant.MIN;
    private boolean mayTakeLong; // Nobody knows before it was asked once.
  }

  SqlWindow(RuleTable table, List<RuleQuery> queries, Quiet quiet, Runnable atEnd) {
    this.quiet = quiet;
    this.table = table;
    this.queries = queries;
    this.atEnd = atEnd;
    queries.forEach(query -> asked.add(new Asked()));
  }

  @Override
  public void add(Instant time, DataRecord record) {
    try {
      var size = table.add(number++, time.toEpochMilli(), record);
      rows.addLast(new Row(time.toEpochMilli(), size));
      bytes += size;
      while (rows.size() > ROWS_MAX || bytes > BYTES_MAX) {
        bytes -= rows.removeFirst().bytes();
        isShortened = true;
      }
      if (number % ROWS_MAX == 0) {
        table.forget(Long.MIN_VALUE, number - rows.size());
      }
    } catch (SQLException e) {
      failure = "a record cannot be asked (H2 says " + e.getErrorCode() + ")";
    }
  }

  @Override
  public Answer ask(int query, Instant since, Instant now) {
    var one = asked.get(query);
    if (!failure.isEmpty()) {
      return Answer.none(failure);
    }
    if (now.isBefore(one.next) || (one.mayTakeLong && quiet.isAt(now))) {
      return one.last;
    }
    var began = System.nanoTime();
    try {
      forget(since);
      one.last = answer(one, queries.get(query));
    } catch (SQLException e) {
      one.last = Answer.none(reason(e));
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    one.next = now.plus(took.multipliedBy(PAUSE));
    one.mayTakeLong = quiet.isLong(took);
    quiet.after(took, now);
    return one.last;
  }

  /** Those that came out of their order go by the table's own times. */
  private void forget(Instant since) throws SQLException {
    while (!rows.isEmpty() && rows.peekFirst().time() < since.toEpochMilli()) {
      bytes -= rows.removeFirst().bytes();
      isShortened = false;
    }
    table.forget(since.toEpochMilli(), number - rows.size());
  }

  private Answer answer(Asked one, RuleQuery query) throws SQLException {
    if (one.statement == null) {
      one.statement = table.prepare(query.sql());
      one.statement.setMaxRows(1);
    }
    try (var result = one.statement.executeQuery()) {
      var value = result.next() ? result.getObject(1) : null;
      if (value instanceof Boolean is) {
        value = is ? 1 : 0;
      }
      return value instanceof Number found
          ? new Answer(OptionalDouble.of(found.doubleValue()), note())
          : Answer.none("the query gives no number");
    }
  }

  private String note() {
    return isShortened ? String.format(Locale.ROOT, "of the newest %,d records", rows.size()) : "";
  }

  private static String reason(SQLException e) {
    return e.getErrorCode() == 57014
        ? "the query takes longer than half a second"
        : "the query fails (H2 says " + e.getErrorCode() + ")";
  }

  @Override
  public void close() {
    table.close();
    atEnd.run();
  }
}
