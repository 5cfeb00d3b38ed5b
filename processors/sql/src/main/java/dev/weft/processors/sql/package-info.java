/**
 * SQL over the records of a FlowFile. Start reading at {@link dev.weft.processors.sql.QueryRecord}.
 */
package dev.weft.processors.sql;
