/**
 * A stretch of a port as one file for programs that read files: Parquet, with the contract's types.
 *
 * <p>Start at {@link dev.weft.server.files.ParquetRecords}. What is written is what {@code
 * access.PortReader} gives a reader, record by record, so masks, filters, terms and audit are those
 * of every door; here is only the form. {@link dev.weft.server.files.FileColumns} says which
 * columns there are, {@link dev.weft.server.files.ColumnType} how a value stands in one.
 *
 * <p>It knows neither HTTP nor policies. Nothing is kept: neither file nor state.
 */
package dev.weft.server.files;
