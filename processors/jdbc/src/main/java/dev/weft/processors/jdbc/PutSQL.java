package dev.weft.processors.jdbc;

import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

/**
 * Runs a statement for each record, those of a FlowFile in one transaction. After a crash it may
 * run again for the same records, so write one that may.
 */
public final class PutSQL
    implements ProcessorType.OfProcessor<PutSQL.Settings>, KeepsFields<PutSQL.Settings> {
  /** What to run, and where. */
  public record Settings(
      @Doc("The service with the pool of connections. Give this or url.") String pool,
      @Doc("The database, as JDBC writes it: jdbc:postgresql://host:5432/database.") String url,
      @Doc("The user to write as.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("One SQL statement with a ? for each parameter; values never become SQL.")
          String statement,
      @Doc("CEL over 'record' and 'attributes' for each ?, in their order, such as record.id.")
          List<String> parameters,
      @Doc("How long one statement may take, in seconds, 1 to 3600; 60 when left out.")
          Integer queryTimeoutSeconds) {
    public Settings {
      var access = new Access(pool, url, user, password);
      pool = access.pool();
      url = access.url();
      user = access.user();
      password = access.password();
      statement = Given.text("statement", statement);
      parameters = parameters == null ? List.of() : List.copyOf(parameters);
      queryTimeoutSeconds = Given.within("queryTimeoutSeconds", queryTimeoutSeconds, 60, 1, 3_600);
    }

    Access access() {
      return new Access(pool, url, user, password);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "PutSQL at " + access();
    }
  }

  @Override
  public String name() {
    return "PutSQL";
  }

  @Override
  public String summary() {
    return "Runs an SQL statement for each record.";
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
    var parameters = Parameters.of(settings.parameters(), context);
    return new ChangeSink(
        settings.access().open(context),
        new Statement(settings.statement(), parameters),
        settings.queryTimeoutSeconds());
  }

  private record Statement(String sql, Parameters parameters) implements ChangeSink.Planning {
    @Override
    public void begin(Connection connection) {
      // The statement is always the same.
    }

    @Override
    public Change change(Traced item, Map<String, String> attributes)
        throws ChangeSink.UnwritableException {
      try {
        var values = parameters.values(item.record(), attributes);
        return new Change(sql, statement -> Parameters.bind(statement, values), item);
      } catch (EvaluationException e) {
        throw new ChangeSink.UnwritableException("a parameter has no value: " + e.getMessage());
      }
    }

    @Override
    public void forget() {
      // Nothing is known of the database.
    }
  }
}
