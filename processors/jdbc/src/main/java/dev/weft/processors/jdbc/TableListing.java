package dev.weft.processors.jdbc;

/**
 * The SQL that lists the tables which the connection's user may read, with their columns in order:
 * schema, table, column, type. What belongs to the database itself, to its extensions, and
 * partitions of tables are left out: these come and go by themselves.
 */
enum TableListing {
  POSTGRESQL(
      """
      SELECT n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'
        AND a.attnum > 0 AND NOT a.attisdropped
        AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 1, 2, a.attnum
      """),
  /** There a schema is a database, and the address names it. */
  MYSQL(
      """
      SELECT '', table_name, column_name, column_type FROM information_schema.columns
      WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position
      """),
  /** By the views of ISO/IEC 9075-11, which show what their user may see. */
  STANDARD(
      """
      SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
      WHERE lower(table_schema) <> 'information_schema'
      ORDER BY table_schema, table_name, ordinal_position
      """),
  /** Nobody knows how to ask. */
  NONE("");

  private final String sql;

  TableListing(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }

  static TableListing of(String product) {
    return switch (product) {
      case "PostgreSQL" -> POSTGRESQL;
      case "MySQL", "MariaDB" -> MYSQL;
      case "H2", "HSQL Database Engine", "Microsoft SQL Server" -> STANDARD;
      default -> NONE;
    };
  }
}
