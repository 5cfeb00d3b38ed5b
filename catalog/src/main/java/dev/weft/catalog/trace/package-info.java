/**
 * Finds the hop that wrote a record, and those that read one.
 *
 * <p>Start reading at {@link dev.weft.catalog.trace.KafkaTraceLog}. The hops themselves stay in
 * Kafka; memory holds only which stretch of the trace can speak of which offsets, more coarsely the
 * more there is. So every answer is exact, and the memory bounded.
 *
 * <p>It does not know who writes hops, nor what products they belong to.
 */
package dev.weft.catalog.trace;
