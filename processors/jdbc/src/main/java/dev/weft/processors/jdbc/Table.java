package dev.weft.processors.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A table as this database knows it.
 *
 * @param schema may be empty, where a database has none
 * @param derived the SQL that it stands for; empty for a table of the database
 * @param quote what stands around identifiers; empty where they cannot be quoted
 */
record Table(
    String schema,
    String name,
    List<String> primaryKey,
    String quote,
    Paging paging,
    String derived) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** How this database bounds a result. */
  enum Paging {
    FETCH_FIRST(" FETCH FIRST %d ROWS ONLY"),
    LIMIT(" LIMIT %d"),
    /** Only by the driver: the row limit of the statement. */
    DRIVER("");

    private final String clause;

    Paging(String clause) {
      this.clause = clause;
    }

    String clause(int rows) {
      return String.format(Locale.ROOT, clause, rows);
    }

    static Paging of(String product) {
      return switch (product) {
        case "PostgreSQL", "Oracle", "H2", "Apache Derby", "HSQL Database Engine" -> FETCH_FIRST;
        case "MySQL", "MariaDB", "SQLite" -> LIMIT;
        default -> DRIVER;
      };
    }
  }

  /** Finds the table; a name that differs in case only is found too. */
  static Table find(Connection connection, String wantedSchema, String table) throws SQLException {
    var metadata = connection.getMetaData();
    var schema = wantedSchema.isEmpty() ? connection.getSchema() : wantedSchema;
    var name = storedName(connection, metadata, schema, table);
    var quote = metadata.getIdentifierQuoteString().strip();
    return new Table(
        schema == null ? "" : schema,
        name,
        primaryKey(connection, metadata, schema, name),
        quote,
        Paging.of(metadata.getDatabaseProductName()),
        "");
  }

  /** The result of a query as if it were a table, without schema or primary key. */
  static Table ofQuery(Connection connection, String query) throws SQLException {
    var metadata = connection.getMetaData();
    return new Table(
        "",
        "query",
        List.of(),
        metadata.getIdentifierQuoteString().strip(),
        Paging.of(metadata.getDatabaseProductName()),
        "(" + query + ") weft_query");
  }

  private static String storedName(
      Connection connection, DatabaseMetaData metadata, String schema, String table)
      throws SQLException {
    var names = new ArrayList<String>();
    try (var tables = metadata.getTables(connection.getCatalog(), schema, null, null)) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    if (names.contains(table)) {
      return table;
    }
    return names.stream()
        .filter(table::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () -> new SQLException("there is no table '" + table + "' in schema '" + schema + "'"));
  }

  private static List<String> primaryKey(
      Connection connection, DatabaseMetaData metadata, String schema, String table)
      throws SQLException {
    Map<Integer, String> columns = new TreeMap<>();
    try (var keys = metadata.getPrimaryKeys(connection.getCatalog(), schema, table)) {
      while (keys.next()) {
        columns.put(keys.getInt("KEY_SEQ"), keys.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(columns.values());
  }

  /** {@code schema.table} for people and for trace. */
  String title() {
    return schema.isEmpty() ? name : schema + "." + name;
  }

  /** The table as SQL names it. */
  String sql() throws SQLException {
    if (!derived.isEmpty()) {
      return derived;
    }
    return schema.isEmpty() ? quoted(name) : quoted(schema) + "." + quoted(name);
  }

  /** An identifier as SQL, safe whatever it contains. */
  String quoted(String identifier) throws SQLException {
    if (!quote.isEmpty()) {
      return quote + identifier.replace(quote, quote + quote) + quote;
    }
    if (!PLAIN.matcher(identifier).matches()) {
      throw new SQLException("this database cannot quote the identifier '" + identifier + "'");
    }
    return identifier;
  }
}
