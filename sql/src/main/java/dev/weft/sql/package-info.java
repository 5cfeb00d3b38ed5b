/**
 * Queries: products written in SQL, planned here and run by Flink.
 *
 * <p>Start reading at {@link dev.weft.sql.SqlPlanner}. A {@link dev.weft.sql.QueryText} names ports
 * as tables; the planner makes tables of their contracts, lets Flink's own planner parse, type and
 * plan the text, walks over the plan to say which field comes from which, and submits the job to
 * any Flink cluster by its REST interface: the embedded one and a foreign one alike.
 *
 * <p>The job reads and writes through the gateway as its product, so masks, filters, audit and
 * revocation are the gateway's business. What runs inside the cluster is Flink's Kafka connector
 * with the formats of {@code dev.weft.sql.format} and the functions of {@code
 * dev.weft.sql.function}; nothing of them depends on the rest of Weft.
 *
 * <p>Depends on {@code model} and {@code spi} only. It does not know who may read what, where
 * queries are kept, or when they are to run. No class of Flink is loaded before the first query.
 */
package dev.weft.sql;
