/**
 * Where one person's records are, and what would remove them.
 *
 * <p>Start reading at {@link dev.weft.catalog.erasure.SubjectFields}, which says in which fields a
 * person's key stands, and {@link dev.weft.catalog.erasure.SubjectSearch}, which reads a topic for
 * it. {@link dev.weft.catalog.erasure.MadeRecords} follows the trace from what was found; {@link
 * dev.weft.catalog.erasure.Cleanup} says how records leave a topic; {@link
 * dev.weft.catalog.erasure.PlanHash} is what of a plan must be the same when it is applied.
 *
 * <p>It changes nothing, and does not know who asks or who may.
 */
package dev.weft.catalog.erasure;
