package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SourceProcessor;
import java.util.HashSet;
import java.util.List;

/**
 * Reads a table, and then again whatever is new, in the order of columns whose values only grow.
 *
 * <p>Known limit: a row that is committed after a row with a higher value has been read stays
 * unseen. A sequence hands out numbers before the commit, so concurrent writers can do this; for
 * tables with long transactions use a column that is set at commit, or {@code where} to stay behind
 * ({@code created_at < now() - interval '1 minute'}). Changes to rows are seen when they raise a
 * maximum value column, deletions never.
 */
public final class QueryDatabaseTable
    implements ProcessorType.OfSource<QueryDatabaseTable.Settings> {
  private static final int BATCH_ROWS_MAX = 100_000;

  /** What to read and how. */
  public record Settings(
      @Doc("The database, as JDBC writes it: jdbc:postgresql://host:5432/database.") String url,
      @Doc("The user to read as; needs SELECT on the table only.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("The table or view.") String table,
      @Doc("The table's schema; the connection's current schema when left out.") String schema,
      @Doc(
              "Columns whose values only grow, the most significant first: rows beyond the last"
                  + " seen values are new. The primary key breaks ties by itself. Rows with null"
                  + " in one of them are not read.")
          List<String> maximumValueColumns,
      @Doc("Columns to read; all, also those added later, when left out.") List<String> columns,
      @Doc("A further SQL condition by the flow's author; it is not checked.") String where,
      @Doc("Rows fetched at once over the network, 1 to 100000; 1000 when left out.")
          Integer fetchSize,
      @Doc("Rows committed together, 1 to 100000; 10000 when left out.") Integer batchRows,
      @Doc(
              "Reads the whole table again each time the schedule is due, for small tables without"
                  + " a growing column; every pass emits every row.")
          boolean wholeTable,
      @Doc("How long one query may take, in seconds, 1 to 3600; 60 when left out.")
          Integer queryTimeoutSeconds) {
    public Settings {
      url = required("url", url);
      user = user == null ? "" : user;
      password = password == null ? "" : password;
      table = required("table", table);
      schema = schema == null ? "" : schema;
      maximumValueColumns =
          maximumValueColumns == null ? List.of() : List.copyOf(maximumValueColumns);
      columns = columns == null ? List.of() : List.copyOf(columns);
      where = where == null ? "" : where;
      fetchSize = within("fetchSize", fetchSize, 1_000, BATCH_ROWS_MAX);
      batchRows = within("batchRows", batchRows, 10_000, BATCH_ROWS_MAX);
      queryTimeoutSeconds = within("queryTimeoutSeconds", queryTimeoutSeconds, 60, 3_600);
      if (maximumValueColumns.isEmpty() != wholeTable) {
        throw new IllegalArgumentException(
            "maximumValueColumns must name a growing column, or wholeTable must be true, not both");
      }
      if (!columns.isEmpty() && !new HashSet<>(columns).containsAll(maximumValueColumns)) {
        throw new IllegalArgumentException("columns must contain the maximumValueColumns");
      }
    }

    private static String required(String name, String value) {
      if (value == null || value.isBlank()) {
        throw new IllegalArgumentException(name + " must be given");
      }
      return value;
    }

    private static int within(String name, Integer value, int otherwise, int max) {
      var number = value == null ? otherwise : value;
      if (number < 1 || number > max) {
        throw new IllegalArgumentException(name + " must be from 1 to " + max);
      }
      return number;
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "QueryDatabaseTable of " + table + " at " + JdbcAddress.of(url);
    }
  }

  @Override
  public String name() {
    return "QueryDatabaseTable";
  }

  @Override
  public String summary() {
    return "Reads a database table, and then again whatever is new.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return new JdbcDestination(settings.url()).destinations("url");
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new TableSource(settings, context);
  }
}
