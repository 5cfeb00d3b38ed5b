/**
 * Queries as they live: planned when they or a contract change, run as jobs on Flink, stopped with
 * their state and started from it again.
 *
 * <p>Start reading at {@link dev.weft.server.query.QueryKeeper}. For each query the mesh log holds
 * what people want of it ({@link dev.weft.server.query.QueryControl}), what the planner said of it
 * ({@link dev.weft.server.query.QueryPlan}, which lineage and tags follow), and which job it is
 * ({@link dev.weft.server.query.QueryRun}). The keeper of the server that writes makes one follow
 * the other; {@link dev.weft.server.query.KeptQuery} is one query's part of that.
 *
 * <p>A job is in the log before it is submitted, so that it is found again whatever happens
 * between. It does not know how SQL is planned: that is {@code dev.weft.sql}.
 */
package dev.weft.server.query;
