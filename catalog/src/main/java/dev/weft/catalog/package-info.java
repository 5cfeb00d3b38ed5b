/**
 * Keeps the mesh log and what is computed from it: state, audit, search, lineage, trace.
 *
 * <p>Start reading at {@link dev.weft.catalog.log.KafkaMeshLog}: commands are decided by one writer
 * and committed with their audit events in one Kafka transaction. Everything that can be asked is a
 * fold of that log: {@link dev.weft.catalog.search.SearchIndex}, {@link
 * dev.weft.catalog.lineage.LineageGraph}. Beside it stand two append-only logs, {@link
 * dev.weft.catalog.audit.KafkaAuditLog} and {@link dev.weft.catalog.trace.KafkaTraceLog}.
 *
 * <p>Depends on {@code spi} and {@code model}, Kafka's clients and Lucene. It does not know who
 * asks, over which protocol, or who starts Kafka, and keeps nothing on disk that matters.
 */
package dev.weft.catalog;
