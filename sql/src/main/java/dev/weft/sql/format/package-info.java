/**
 * How records of ports become rows of tables, and rows become records: {@code weft-json} for their
 * values, {@code weft-record} where these are Avro or Protobuf, and {@code weft-key} for their
 * keys.
 *
 * <p>Start reading at {@link dev.weft.sql.format.PortJsonFactory}. These classes run inside a Flink
 * cluster that has only what comes with the job: Flink's own, {@code model}, {@code spi}, and the
 * codecs that are found there as a service. A value that does not fit its column, such as one that
 * a policy has masked, becomes NULL; a record that cannot be read is left out and counted, as the
 * gateway has withheld such records already.
 */
package dev.weft.sql.format;
