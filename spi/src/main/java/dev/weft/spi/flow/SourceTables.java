package dev.weft.spi.flow;

import java.util.List;

/**
 * What a source has found in the database that it reads: the tables that its user may read, by
 * names and types, without values.
 *
 * @param reads the table that the source reads
 * @param beside all others
 * @param currentSchema that of tables which are named without one; may be empty
 * @param complete false when there are more than the source looks at
 */
public record SourceTables(
    Table reads, List<Table> beside, String currentSchema, boolean complete) {

  /** A table or view; the schema is empty in databases without any. */
  public record Table(String schema, String name, List<Column> columns) {
    public Table {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column.
   *
   * @param type as the database calls it
   * @param logicalType as contracts name it
   */
  public record Column(String name, String type, String logicalType) {}

  public SourceTables {
    beside = List.copyOf(beside);
  }
}
