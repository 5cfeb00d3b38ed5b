/**
 * SQL over records, on H2 in memory: of a FlowFile ({@link dev.weft.processors.sql.QueryRecord}),
 * and of a port's newest for rules of contracts ({@link dev.weft.processors.sql.SqlQuality}).
 */
package dev.weft.processors.sql;
