package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * Plans queries and submits their jobs. Flink's planner works on one thread, the planner's own;
 * callers on any thread wait for their turn. It starts, and loads Flink, with the first query.
 */
public interface SqlPlanner extends AutoCloseable {

  /**
   * Parses, types and plans a query without running anything. What its author did wrong is told in
   * the result, all of it that can be told at once, never thrown.
   */
  CheckedQuery check(QueryText query, PortTables tables);

  /**
   * Submits the job of a query that fills ports; returns when the cluster has taken it.
   *
   * @param plan the compiled plan of an earlier check that the job's state belongs to; empty: the
   *     text is planned anew
   * @throws dev.weft.model.ProblemException INPUT when the query is not sound, ENVIRONMENT when the
   *     cluster does not take the job
   */
  void start(QueryText query, PortTables tables, String plan, Launch launch);

  /** Rows of a query that is only looked at, as they come. */
  interface Rows extends Iterator<DataRecord>, AutoCloseable {
    /** Ends the job too. */
    @Override
    void close();
  }

  /**
   * Runs a query for somebody who looks.
   *
   * @param bounded whether it ends where its ports end now, or goes on
   * @param admission is told what a sound query reads before anything runs, and throws what it is
   *     to be refused with
   */
  Rows look(
      QueryText query,
      PortTables tables,
      boolean bounded,
      Consumer<CheckedQuery> admission,
      Launch launch);

  /** What the class of a function says of it. Loads it, and so runs code of its author. */
  FunctionFacts describe(QueryFunction function);

  /** A contract (ODCS) for a port that the query is to fill, with the types of its columns. */
  JsonNode draft(CheckedQuery.Output output, String product);

  @Override
  void close();
}
