package dev.weft.processors.jdbc;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;

/**
 * Writes records into a table, field by column. Each FlowFile is one transaction, committed before
 * the flow goes on; after a crash the last ones may be written again. {@code upsert}, {@code
 * update} and {@code delete} then do the same once more and change nothing; {@code insert} refuses
 * what is there by the primary key, or doubles it where there is none.
 */
public final class PutDatabaseRecord
    implements ProcessorType.OfProcessor<PutDatabaseRecord.Settings>,
        KeepsFields<PutDatabaseRecord.Settings> {

  /** What becomes of a record. */
  public enum Operation {
    /** A new row, or the row of this key changed. */
    @JsonProperty("upsert")
    UPSERT,
    @JsonProperty("insert")
    INSERT,
    @JsonProperty("update")
    UPDATE,
    @JsonProperty("delete")
    DELETE
  }

  /** Where to write, and how. */
  public record Settings(
      @Doc("The service with the pool of connections. Give this or url.") String pool,
      @Doc("The database, as JDBC writes it: jdbc:postgresql://host:5432/database.") String url,
      @Doc("The user to write as.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("The table.") String table,
      @Doc("The table's schema; the connection's current schema when left out.") String schema,
      @Doc(
              "upsert, the default (PostgreSQL, SQLite, MySQL, MariaDB), insert, update or delete;"
                  + " all but insert find a row by its keys.")
          Operation operation,
      @Doc("The columns that say which row is meant; the primary key when left out.")
          List<String> keys,
      @Doc("Leaves out fields that have no column; otherwise such records go to failure.")
          boolean ignoreUnknownFields,
      @Doc("How long one batch may take, in seconds, 1 to 3600; 60 when left out.")
          Integer queryTimeoutSeconds) {
    public Settings {
      var access = new Access(pool, url, user, password);
      pool = access.pool();
      url = access.url();
      user = access.user();
      password = access.password();
      table = Given.text("table", table);
      schema = Given.textOr(schema, "");
      operation = operation == null ? Operation.UPSERT : operation;
      keys = keys == null ? List.of() : List.copyOf(keys);
      queryTimeoutSeconds = Given.within("queryTimeoutSeconds", queryTimeoutSeconds, 60, 1, 3_600);
    }

    Access access() {
      return new Access(pool, url, user, password);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "PutDatabaseRecord to " + table + " at " + access();
    }
  }

  @Override
  public String name() {
    return "PutDatabaseRecord";
  }

  @Override
  public String summary() {
    return "Writes records into a database table: upserts, inserts, updates or deletes rows.";
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
  public Processor create(Settings settings, ProcessorContext context) {
    return new ChangeSink(
        settings.access().open(context), new RowPlan(settings), settings.queryTimeoutSeconds());
  }
}
