package dev.weft.processors.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a table page by page beyond a position. */
final class TableSource implements SourceProcessor {
  private static final int FLOW_FILE_ROWS = 1_000;

  /** A page that ends within equal keys goes on to their end, but not for ever. */
  private static final int EQUAL_KEYS_MAX = 100_000;

  private final QueryDatabaseTable.Settings settings;
  private final ProcessorContext context;
  private final Database database;
  private final Finding finding;
  private final ColumnWatch watch = new ColumnWatch();
  private final TableWatch tables = new TableWatch();

  private Connection tableKnownTo;
  private Table table;

  /** Finds the table, once for each connection. */
  interface Finding {
    Table find(Connection connection) throws SQLException;
  }

  TableSource(QueryDatabaseTable.Settings settings, ProcessorContext context) {
    this(
        settings,
        context,
        new Database(settings),
        connection -> Table.find(connection, settings.schema(), settings.table()));
  }

  TableSource(
      QueryDatabaseTable.Settings settings,
      ProcessorContext context,
      Database database,
      Finding finding) {
    this.settings = settings;
    this.context = context;
    this.database = database;
    this.finding = finding;
  }

  @Override
  public Batch poll(Optional<JsonNode> position) throws RetryableException, InterruptedException {
    return database.run(connection -> read(connection, TablePosition.of(position)));
  }

  private Batch read(Connection connection, TablePosition from)
      throws SQLException, InterruptedException {
    var table = table(connection);
    var columns = columns(connection, table);
    var found = watch.look(connection, table, columns, context.clock().instant());
    if (!found.isEmpty()) {
      context.newFields().accept(found);
    }
    tables.look(connection, table, columns, context.clock().instant()).ifPresent(context.tables());
    var keys = keys(table, columns);
    var total = isTotal(table, keys);
    var query = new PageQuery(table, columns, keys, settings);
    var page = new Page(table, query, total);
    try (var statement =
            query.prepare(connection, from.values(keys), total ? settings.batchRows() : 0);
        var rows = statement.executeQuery()) {
      return page.read(rows, from);
    }
  }

  private Table table(Connection connection) throws SQLException {
    if (connection != tableKnownTo) {
      table = finding.find(connection);
      tableKnownTo = connection;
    }
    return table;
  }

  /** Looked at in every poll, also when no row is new. Never prepared: its result may change. */
  private List<Column> columns(Connection connection, Table table) throws SQLException {
    try (var statement = connection.createStatement();
        var none = statement.executeQuery("SELECT * FROM " + table.sql() + " WHERE 1 = 0")) {
      var all = Column.of(none.getMetaData());
      if (settings.columns().isEmpty()) {
        return all;
      }
      var chosen = new ArrayList<Column>();
      for (var name : settings.columns()) {
        chosen.add(column(all, name, table));
      }
      return chosen;
    }
  }

  private static Column column(List<Column> all, String name, Table table) throws SQLException {
    return all.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .or(() -> all.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst())
        .orElseThrow(
            () -> new SQLException("table " + table.title() + " has no column '" + name + "'"));
  }

  /** The maximum value columns, then what is missing of the primary key. */
  private List<Column> keys(Table table, List<Column> columns) throws SQLException {
    var keys = new ArrayList<Column>();
    for (var name : settings.maximumValueColumns()) {
      keys.add(column(columns, name, table));
    }
    for (var name : table.primaryKey()) {
      var selected = columns.stream().filter(each -> each.name().equals(name)).findFirst();
      selected.filter(key -> !keys.contains(key)).ifPresent(keys::add);
    }
    return keys;
  }

  /** Whether no two rows have the same keys. */
  private static boolean isTotal(Table table, List<Column> keys) {
    var names = keys.stream().map(Column::name).toList();
    return !table.primaryKey().isEmpty() && names.containsAll(table.primaryKey());
  }

  /** One page on its way from rows to a batch. */
  private final class Page {
    private final PageQuery query;
    private final boolean total;
    private final String source;
    private final List<Traced> items = new ArrayList<>();
    private List<KeyValue> last = List.of();

    Page(Table table, PageQuery query, boolean total) {
      this.query = query;
      this.total = total;
      this.source = database.address() + "#" + table.title();
    }

    Batch read(ResultSet rows, TablePosition from) throws SQLException, InterruptedException {
      var position = from;
      var more = false;
      while (!more && rows.next()) {
        var fields = fields(rows);
        var key = key(fields);
        more = isComplete(key);
        if (!more) {
          position = position.afterRow(key);
          items.add(new Traced(new DataRecord(fields), origin(fields, position)));
          last = key;
        }
        checkInterrupt();
      }
      more = more || (total && items.size() == settings.batchRows());
      return batch(position, more);
    }

    /** A page may end only between different keys, or rows with equal keys would be passed over. */
    private boolean isComplete(List<KeyValue> key) throws SQLException {
      if (items.size() < settings.batchRows()) {
        return false;
      }
      if (items.size() >= settings.batchRows() + EQUAL_KEYS_MAX) {
        throw new SQLException(
            "more than "
                + EQUAL_KEYS_MAX
                + " rows have the same values in "
                + query.keys().stream().map(Column::name).toList()
                + "; add a column to maximumValueColumns, or a primary key to the table");
      }
      return !key.isEmpty() && !key.equals(last);
    }

    private Map<String, Object> fields(ResultSet rows) throws SQLException {
      var fields = new LinkedHashMap<String, Object>();
      var index = 1;
      for (var column : query.columns()) {
        fields.put(column.name(), column.type().read(rows, index++));
      }
      return fields;
    }

    private List<KeyValue> key(Map<String, Object> fields) {
      return query.keys().stream()
          .map(column -> KeyValue.of(column, fields.get(column.name())))
          .toList();
    }

    private Origin origin(Map<String, Object> fields, TablePosition position) {
      var key = query.keys().isEmpty() ? "" : query.keys().get(0).name();
      return fields.get(key) instanceof Long number && !settings.wholeTable()
          ? new Origin(source, key, number)
          : new Origin(source, "row", position.rows());
    }

    private Batch batch(TablePosition position, boolean more) {
      var end = settings.wholeTable() && !more ? position.nextPass() : position;
      if (items.isEmpty() && (position.after().isEmpty() || !settings.wholeTable())) {
        return Batch.EMPTY;
      }
      var files = new ArrayList<FlowFile>();
      for (var i = 0; i < items.size(); i += FLOW_FILE_ROWS) {
        var part = items.subList(i, Math.min(items.size(), i + FLOW_FILE_ROWS));
        files.add(new FlowFile(Map.of("table.name", query.table().title()), new Records(part)));
      }
      return new Batch(files, Optional.of(end.json()), more);
    }

    private void checkInterrupt() throws InterruptedException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("asked to stop while reading " + source);
      }
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
