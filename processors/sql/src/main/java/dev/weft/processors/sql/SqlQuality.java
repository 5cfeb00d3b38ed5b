package dev.weft.processors.sql;

import dev.weft.model.DataRecord;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.QualityQueries;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules in SQL, on H2 in memory: a query is looked through word by word ({@link RuleQuery}), then
 * H2 reads it over the table with no rows, and only then it is asked of records. At most {@value
 * #WINDOWS_MAX} ports have a window at a time.
 */
public final class SqlQuality implements QualityQueries {
  static final int WINDOWS_MAX = 16;
  private static final Pattern MARK = Pattern.compile("\"((?:[^\"]|\"\")*?)\\[\\*]");

  private static final Set<Integer> NUMBERS =
      Set.of(
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL,
          RecordTable.DECFLOAT,
          Types.BOOLEAN);

  private final Semaphore windows = new Semaphore(WINDOWS_MAX);
  private final Quiet quiet = new Quiet();

  @Override
  public List<Problem> problems(Table table, Query query) {
    try {
      var read = RuleQuery.of(table, query);
      try (var window = new RuleTable(columns(table, read.columns()))) {
        return problems(window, query, read);
      } catch (SQLException e) {
        return List.of(problem(query, e));
      }
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  private static List<Problem> problems(RuleTable window, Query query, RuleQuery read)
      throws SQLException {
    try (var statement = window.prepare(read.sql())) {
      var meta = statement.getMetaData();
      return meta.getColumnCount() == 1 && NUMBERS.contains(meta.getColumnType(1))
          ? List.of()
          : SqlToken.problem(
                  query.text(),
                  0,
                  "it gives something else than one number",
                  "Such as SELECT COUNT(*), or SELECT AVG(total).")
              .problems();
    }
  }

  /** H2 marks the place in its own words; the query's words have no others before it. */
  private static Problem problem(Query query, SQLException e) {
    var marked = MARK.matcher(String.valueOf(e.getMessage()));
    var at = 0;
    if (marked.find()) {
      var before = marked.group(1).replace("\"\"", "\"");
      at = place(query, before.isBlank() ? 0 : words(before));
    }
    var what =
        switch (e.getErrorCode()) {
          case 42000, 42001 -> "it is not SQL that can be asked";
          case 42122 -> "a name is of no column here";
          case 90016 -> "a column stands neither in GROUP BY nor in a function over all";
          case 90054 -> "a function over all stands where none can be";
          case 22018, 22007 -> "values of different types are compared";
          default -> "it cannot be asked (H2 says " + e.getErrorCode() + ")";
        };
    var hint = "A rule gives one number of the columns of its table.";
    return SqlToken.problem(query.text(), at, what, hint).first();
  }

  private static int words(String sql) {
    return SqlToken.of(sql.strip()).size();
  }

  private static int place(Query query, int words) {
    var tokens = SqlToken.of(query.text());
    return tokens.isEmpty() ? 0 : tokens.get(Math.min(words, tokens.size() - 1)).at();
  }

  @Override
  public Window open(Table table, List<Query> queries) {
    if (!windows.tryAcquire()) {
      return new NoWindow();
    }
    try {
      var read = queries.stream().map(query -> RuleQuery.of(table, query)).toList();
      var used = read.stream().flatMap(one -> one.columns().stream()).collect(Collectors.toSet());
      return new SqlWindow(new RuleTable(columns(table, used)), read, quiet, windows::release);
    } catch (SQLException e) {
      windows.release();
      throw new IllegalStateException("a table in memory cannot be made", e);
    } catch (RuntimeException e) {
      windows.release();
      throw e;
    }
  }

  /** Only what queries name is kept. */
  private static List<Column> columns(Table table, Set<String> used) {
    return table.columns().stream().filter(column -> used.contains(column.path())).toList();
  }

  /** There are too many already. */
  private static final class NoWindow implements Window {
    @Override
    public void add(Instant time, DataRecord record) {}

    @Override
    public Answer ask(int query, Instant since, Instant now) {
      return Answer.none(
          String.format(
              Locale.ROOT, "rules in SQL of %d ports are measured, not of more", WINDOWS_MAX));
    }

    @Override
    public void close() {}
  }
}
