package dev.weft.spi;

import dev.weft.model.DataRecord;
import dev.weft.model.Problem;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Asks rules of contracts that are written in SQL of the newest records of a port. Whoever
 * implements it is found by {@link java.util.ServiceLoader}; without one such rules are not
 * measured. A query sees one table and nothing else, and is bounded in time and memory.
 */
public interface QualityQueries {
  /**
   * The table that queries are about: the records of a port.
   *
   * @param names that queries may call it by, besides {@code ${object}} and {@code ${table}}
   */
  record Table(Set<String> names, List<Column> columns) {
    public Table {
      names = Set.copyOf(names);
      columns = List.copyOf(columns);
    }
  }

  /** A field by its dotted path, with its logical type as ODCS names it. */
  record Column(String path, String logicalType) {}

  /**
   * A query that gives one number.
   *
   * @param property the field that it stands at, which {@code ${property}} and {@code ${column}}
   *     name; may be empty
   */
  record Query(String text, String property) {}

  /** What is wrong with a query, with the line and column within it; empty when nothing is. */
  List<Problem> problems(Table table, Query query);

  /** Makes a window for queries that have no problems. */
  Window open(Table table, List<Query> queries);

  /** The newest records, for one thread at a time. */
  interface Window extends AutoCloseable {
    /** A record of this time came. */
    void add(Instant time, DataRecord record);

    /**
     * The answer to one of the queries, by its number, about records since a moment. It may be that
     * of a moment ago when asking is dear.
     */
    Answer ask(int query, Instant since, Instant now);

    @Override
    void close();
  }

  /**
   * An answer.
   *
   * @param number empty when there is none
   * @param note why there is none, or of which records it is; may be empty
   */
  record Answer(OptionalDouble number, String note) {
    public static Answer none(String why) {
      return new Answer(OptionalDouble.empty(), why);
    }
  }
}
