/**
 * Flink clusters as seen from outside: what a job does, what it keeps, and how it is stopped.
 *
 * <p>Start reading at {@link dev.weft.sql.cluster.FlinkRest}. It speaks Flink's REST API, which is
 * the same for the embedded cluster and any other, and needs none of Flink's classes.
 */
package dev.weft.sql.cluster;
