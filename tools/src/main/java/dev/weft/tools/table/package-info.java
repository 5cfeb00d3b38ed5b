/**
 * What somebody may read of a port as an Apache Iceberg table in a folder of their own: made, and
 * added to, from the Parquet files that the door gives. Start at {@code IcebergTool}.
 *
 * <p>Knows nothing of servers, ports' contracts or policies: what is in the files has been decided.
 */
package dev.weft.tools.table;
