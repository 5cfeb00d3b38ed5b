package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SourceProcessor;
import java.util.List;

/**
 * Runs a query each time the schedule is due. With a growing column of its result only rows beyond
 * the last seen value are new, as {@link QueryDatabaseTable} says with its limits; without one,
 * every run emits all rows.
 */
public final class ExecuteSQLRecord implements ProcessorType.OfSource<ExecuteSQLRecord.Settings> {
  private static final int ROWS_MAX = 100_000;

  /** What to ask, and whom. */
  public record Settings(
      @Doc("The service with the pool of connections. Give this or url.") String pool,
      @Doc("The database, as JDBC writes it: jdbc:postgresql://host:5432/database.") String url,
      @Doc("The user to read as.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("A SELECT, without semicolon; it runs in a read-only transaction.") String query,
      @Doc(
              "Columns of the result whose values only grow, the most significant first: rows"
                  + " beyond the last seen values are new. Every run emits all rows, 100000 at"
                  + " most, when left out.")
          List<String> maximumValueColumns,
      @Doc("Rows fetched at once over the network, 1 to 100000; 1000 when left out.")
          Integer fetchSize,
      @Doc("Rows committed together, 1 to 100000; 10000 when left out.") Integer batchRows,
      @Doc("How long the query may take, in seconds, 1 to 3600; 60 when left out.")
          Integer queryTimeoutSeconds) {
    public Settings {
      var access = new Access(pool, url, user, password);
      pool = access.pool();
      url = access.url();
      user = access.user();
      password = access.password();
      query = Given.text("query", query).strip();
      if (query.endsWith(";")) {
        throw new IllegalArgumentException("query must not end with a semicolon");
      }
      maximumValueColumns =
          maximumValueColumns == null ? List.of() : List.copyOf(maximumValueColumns);
      fetchSize = Given.within("fetchSize", fetchSize, 1_000, 1, ROWS_MAX);
      batchRows = Given.within("batchRows", batchRows, 10_000, 1, ROWS_MAX);
      queryTimeoutSeconds = Given.within("queryTimeoutSeconds", queryTimeoutSeconds, 60, 1, 3_600);
    }

    Access access() {
      return new Access(pool, url, user, password);
    }

    /** As if the query were a table. */
    QueryDatabaseTable.Settings asTable() {
      return new QueryDatabaseTable.Settings(
          "unused",
          null,
          null,
          "query",
          null,
          maximumValueColumns,
          null,
          null,
          fetchSize,
          batchRows,
          maximumValueColumns.isEmpty(),
          queryTimeoutSeconds);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "ExecuteSQLRecord at " + access();
    }
  }

  @Override
  public String name() {
    return "ExecuteSQLRecord";
  }

  @Override
  public String summary() {
    return "Runs a query and emits its rows, all or those that are new.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return settings.access().destinations(services);
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new TableSource(
        settings.asTable(),
        context,
        new Database(settings.access().open(context)),
        connection -> Table.ofQuery(connection, settings.query()));
  }
}
