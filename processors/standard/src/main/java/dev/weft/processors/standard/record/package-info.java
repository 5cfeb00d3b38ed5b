/**
 * Turns bytes into records and records into bytes: CSV, JSON lines, JSON arrays. Start reading at
 * {@link dev.weft.processors.standard.record.RecordFormat}.
 *
 * <p>Readers stream: one record is in memory at a time, and none may be larger than {@link
 * dev.weft.processors.standard.record.Limits#RECORD_CHARACTERS}. What cannot be read is told with
 * its place, and reading goes on behind it wherever the format allows. This package knows nothing
 * of flows.
 */
package dev.weft.processors.standard.record;
