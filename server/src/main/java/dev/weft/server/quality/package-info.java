/**
 * Measures on the live streams what contracts promise, and tells when a promise is broken.
 *
 * <p>Start reading at {@link dev.weft.server.quality.QualityWatch}, which reads what comes to the
 * ports and gives it to a {@link dev.weft.registry.quality.Meter} each. {@link
 * dev.weft.server.quality.Breaches} writes down which promises are broken; {@link
 * dev.weft.server.quality.QualityPages} shows how all of them stand.
 *
 * <p>What is measured is not stored: after a start the records of the last window are read again.
 * Only that a promise broke, and that it is kept again, is in the mesh log.
 */
package dev.weft.server.quality;
