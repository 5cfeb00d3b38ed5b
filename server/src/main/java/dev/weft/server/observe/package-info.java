/**
 * What was seen: reads and refusals go to the audit ({@link dev.weft.server.observe.AccessAudit}),
 * new fields to the classifiers and the catalog ({@link dev.weft.server.observe.FieldRegistry}).
 */
package dev.weft.server.observe;
