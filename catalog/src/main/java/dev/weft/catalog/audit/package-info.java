/**
 * Who did what, in hash chains that show when a line is altered, missing or moved.
 *
 * <p>Start reading at {@link dev.weft.catalog.audit.KafkaAuditLog}; {@link
 * dev.weft.catalog.audit.AuditChain} says how events hang together and {@link
 * dev.weft.catalog.audit.ChainCheck} finds where they do not.
 *
 * <p>It does not know what the actions mean, nor who may look at them.
 */
package dev.weft.catalog.audit;
