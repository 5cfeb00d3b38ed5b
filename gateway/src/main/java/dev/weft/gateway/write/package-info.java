/**
 * What records are held to that somebody writes through the gateway: those that break the contract
 * ({@link dev.weft.gateway.write.Rejected}) are refused or go to {@link
 * dev.weft.gateway.write.Quarantine}, and fields that nobody has looked at ({@link
 * dev.weft.gateway.write.NewFields}) are classified before the records are written. It does not
 * know the wire; {@code gateway.wire} takes batches apart and puts them together.
 */
package dev.weft.gateway.write;
