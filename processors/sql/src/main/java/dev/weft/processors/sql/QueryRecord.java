package dev.weft.processors.sql;

import dev.weft.processors.standard.Attributes;
import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.OnRecords;
import dev.weft.spi.Expressions;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FieldMap;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Gathering;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.Processor.Output;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.h2.Driver;

/**
 * Asks SQL of the records of each FlowFile: they are the table FLOWFILE, and each query has a
 * relationship of its own. Runs on H2 in memory as a user who may read that table and nothing else.
 *
 * <p>A row that says which record it comes from, by selecting ROW_NUMBER_ or all columns, keeps its
 * origin, and so does every row of a query that only picks columns and rows; others come from all
 * records of the FlowFile: H2 does not tell which ones it took.
 */
public final class QueryRecord
    implements ProcessorType.OfProcessor<QueryRecord.Settings>, SendsNothing<QueryRecord.Settings> {
  /** The queries. */
  public record Settings(
      @Doc(
              "Relationship to SQL query, such as SELECT * FROM FLOWFILE WHERE \"total\" > 10. Names"
                  + " of fields are in double quotes unless they are in capitals.")
          Map<String, String> queries,
      @Doc("How long one query may take; then the FlowFile goes to failure.") Duration timeout,
      @Doc("Rows of one result, at most.") int rowsMax) {
    public Settings {
      queries = Bounds.texts(queries);
      if (queries.isEmpty() || queries.size() > 100) {
        throw new IllegalArgumentException("queries must name 1 to 100 relationships");
      }
      if (queries.containsKey("failure") || queries.containsKey("original")) {
        throw new IllegalArgumentException("queries cannot redefine original or failure");
      }
      timeout = Bounds.positive("timeout", timeout, Duration.ofSeconds(10));
      rowsMax = Bounds.number("rowsMax", rowsMax, 1, 1_000_000, 100_000);
    }
  }

  @Override
  public String name() {
    return "QueryRecord";
  }

  @Override
  public String summary() {
    return "Asks SQL of the records of each FlowFile; each query has a relationship of its own.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    var all = new ArrayList<>(settings.queries().keySet());
    all.addAll(List.of("original", "failure"));
    return all;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var simple = new LinkedHashMap<String, SimpleSelect>();
    settings
        .queries()
        .forEach(
            (name, query) -> SimpleSelect.parse(query).ifPresent(one -> simple.put(name, one)));
    return new OnRecords(
        (in, records, out) -> {
          if (records.items().isEmpty()) {
            out.emit("original", in);
            return;
          }
          try {
            var results = answer(settings, simple, records.items(), context.gathering());
            results.forEach((name, rows) -> emit(name, rows, in, out));
            out.emit("original", in);
          } catch (SQLException e) {
            out.emit("failure", in.with(Attributes.ERROR, "The query fails: " + reason(e)));
          }
        });
  }

  @Override
  public FieldMap fields(Settings settings, String relationship, Expressions expressions) {
    var query = settings.queries().get(relationship);
    return query == null
        ? FieldMap.SAME
        : SimpleSelect.parse(query).map(SimpleSelect::fields).orElse(FieldMap.OPAQUE);
  }

  private static void emit(String relationship, List<Traced> rows, FlowFile in, Output out) {
    if (!rows.isEmpty()) {
      var count = Integer.toString(rows.size());
      out.emit(relationship, in.with(new Records(rows)).with(Attributes.RECORD_COUNT, count));
    }
  }

  /** The database is asked where one of the queries needs it. */
  private static Map<String, List<Traced>> answer(
      Settings settings, Map<String, SimpleSelect> simple, List<Traced> items, Gathering gathering)
      throws SQLException {
    if (simple.size() == settings.queries().size()) {
      var results = new LinkedHashMap<String, List<Traced>>();
      var table = RecordTable.of(items);
      for (var query : simple.entrySet()) {
        var rows = query.getValue().rows(items, table);
        if (rows.isEmpty()) {
          return ask(settings, items, gathering);
        }
        if (rows.get().size() > settings.rowsMax()) {
          throw new SQLException("the result has more than " + settings.rowsMax() + " rows");
        }
        results.put(query.getKey(), rows.get());
      }
      return results;
    }
    return ask(settings, items, gathering);
  }

  private static Map<String, List<Traced>> ask(
      Settings settings, List<Traced> items, Gathering gathering) throws SQLException {
    var database = "jdbc:h2:mem:" + UUID.randomUUID();
    var password = UUID.randomUUID().toString();
    try (var owner = connect(database, "owner", password)) {
      RecordTable.of(items).fill(owner, items);
      try (var statement = owner.createStatement()) {
        statement.execute("CREATE USER READER PASSWORD '" + password + "'");
        statement.execute("GRANT SELECT ON FLOWFILE TO READER");
      }
      try (var reader = connect(database, "reader", password)) {
        return ask(settings, new Asked(items, gathering), reader);
      }
    }
  }

  private static Map<String, List<Traced>> ask(Settings settings, Asked asked, Connection reader)
      throws SQLException {
    var results = new LinkedHashMap<String, List<Traced>>();
    for (var query : settings.queries().entrySet()) {
      try (var statement = reader.createStatement()) {
        statement.setMaxRows(settings.rowsMax() + 1);
        statement.setQueryTimeout((int) Math.max(1, settings.timeout().toSeconds()));
        try (var result = statement.executeQuery(query.getValue())) {
          var rows = RecordTable.rows(result, settings.rowsMax());
          results.put(query.getKey(), rows.stream().map(asked::traced).toList());
        }
      }
    }
    return results;
  }

  /** The records that are asked, which have one origin together once a row needs it. */
  private static final class Asked {
    private final List<Traced> items;
    private final Gathering gathering;
    private Optional<Origin> all = Optional.empty();
    private int rows;

    Asked(List<Traced> items, Gathering gathering) {
      this.items = items;
      this.gathering = gathering;
    }

    Traced traced(RecordTable.Row row) {
      var known = row.number() >= 0 && row.number() < items.size();
      return known
          ? items.get((int) row.number()).with(row.record())
          : new Traced(row.record(), all());
    }

    private Origin all() {
      if (all.isEmpty()) {
        all = Optional.of(gathering.content(items.stream().map(Traced::origin).toList()));
      }
      return items.size() == 1 ? all.get() : all.get().within("row", rows++);
    }
  }

  /** The driver itself, so that nothing else of the process can find the database by name. */
  private static Connection connect(String database, String user, String password)
      throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return Driver.load().connect(database, properties);
  }

  /** Without the query and without values, which H2 repeats. */
  private static String reason(SQLException e) {
    return switch (e.getErrorCode()) {
      case 42102, 42104, 42103 -> "it asks for a table other than FLOWFILE.";
      case 42122 -> "it names a column that no record has; quote names: \"total\".";
      case 42000, 42001 -> "it is not SQL that H2 understands.";
      case 57014 -> "it takes too long.";
      case 90040, 90096 -> "it asks for more than it may read.";
      case 0 -> e.getMessage() + ".";
      default -> "H2 says " + e.getErrorCode() + ".";
    };
  }
}
