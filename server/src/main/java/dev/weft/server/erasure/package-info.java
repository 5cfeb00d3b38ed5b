/**
 * Erasing one person's records (GDPR, article 17): planned by one, applied by another, proved by
 * the audit.
 *
 * <p>Start reading at {@link dev.weft.server.erasure.Erasures}, which decides; {@link
 * dev.weft.server.erasure.ErasurePlanner} puts a plan together from the lineage, the trace, the
 * topics and the audit; {@link dev.weft.server.erasure.Tombstones} writes what removes records.
 *
 * <p>The person's key is in memory while a request runs, and written nowhere: a keyed token stands
 * for it.
 */
package dev.weft.server.erasure;
