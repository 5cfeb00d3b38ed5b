package dev.weft.spi.flow;

import java.util.List;
import java.util.Optional;

/**
 * What a source has found in the database that it reads: the tables that its user may read, by
 * names and types, without values.
 *
 * @param reads the table that the source's settings name; empty where they name none
 * @param takes further tables whose rows it takes, such as those of a query, or of a connector
 * @param beside all others
 * @param currentSchema that of tables which are named without one; may be empty
 * @param complete false when there are more than the source looks at
 */
public record SourceTables(
    Optional<Table> reads,
    List<Table> takes,
    List<Table> beside,
    String currentSchema,
    boolean complete) {

  /** What a source has found that reads one table. */
  public SourceTables(Table reads, List<Table> beside, String currentSchema, boolean complete) {
    this(Optional.of(reads), List.of(), beside, currentSchema, complete);
  }

  /** What a source has found whose settings name no table. */
  public static SourceTables taken(
      List<Table> takes, List<Table> beside, String currentSchema, boolean complete) {
    return new SourceTables(Optional.empty(), takes, beside, currentSchema, complete);
  }

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
    takes = List.copyOf(takes);
    beside = List.copyOf(beside);
  }
}
