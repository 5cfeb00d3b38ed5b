package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;

/**
 * Runs a query with values of each record and adds the first row that it finds. A query for each
 * record: for tables that are small or change seldom a lookup in memory is faster.
 */
public final class LookupSQL implements ProcessorType.OfProcessor<LookupSQL.Settings> {
  /** What to ask, and where the answer goes. */
  public record Settings(
      @Doc("The service with the pool of connections. Give this or url.") String pool,
      @Doc("The database, as JDBC writes it: jdbc:postgresql://host:5432/database.") String url,
      @Doc("The user to read as.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("A SELECT with a ? for each parameter; it runs in a read-only transaction.")
          String query,
      @Doc("CEL over 'record' and 'attributes' for each ?, in their order, such as record.id.")
          List<String> parameters,
      @Doc("The field that gets the row as an object; when left out, its columns become fields.")
          String into,
      @Doc("How long one query may take, in seconds, 1 to 3600; 10 when left out.")
          Integer queryTimeoutSeconds) {
    public Settings {
      var access = new Access(pool, url, user, password);
      pool = access.pool();
      url = access.url();
      user = access.user();
      password = access.password();
      query = Given.text("query", query);
      parameters = parameters == null ? List.of() : List.copyOf(parameters);
      into = Given.textOr(into, "");
      queryTimeoutSeconds = Given.within("queryTimeoutSeconds", queryTimeoutSeconds, 10, 1, 3_600);
    }

    Access access() {
      return new Access(pool, url, user, password);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "LookupSQL at " + access();
    }
  }

  @Override
  public String name() {
    return "LookupSQL";
  }

  @Override
  public String summary() {
    return "Adds to each record what a query with its values finds in a database.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "unmatched", "failure");
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return settings.access().destinations(services);
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new RowLookup(
        settings, settings.access().open(context), Parameters.of(settings.parameters(), context));
  }
}
