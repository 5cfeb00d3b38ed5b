/**
 * Follows log files while they are written, renamed and truncated. Start reading at {@link
 * dev.weft.processors.tail.TailFile}, then {@link dev.weft.processors.tail.Matching}, which says
 * which file is which.
 */
package dev.weft.processors.tail;
