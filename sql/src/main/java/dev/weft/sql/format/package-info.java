/**
 * How records of ports become rows of tables, and rows become records: {@code weft-json} for their
 * values and {@code weft-key} for their keys.
 *
 * <p>Start reading at {@link dev.weft.sql.format.PortJsonFactory}. These classes run inside a Flink
 * cluster that has nothing else of Weft, so they use only what Flink brings. A value that does not
 * fit its column, such as one that a policy has masked, becomes NULL; a record that cannot be read
 * is left out and counted, as the gateway has withheld such records already.
 */
package dev.weft.sql.format;
