/**
 * Counting and summing over windows of time. Start reading at {@link
 * dev.weft.processors.standard.window.AggregateRecord}.
 *
 * <p>A window belongs to the time that a record tells of itself, not to when it came. What is
 * counted so far is the processor's state, so that a crash neither loses nor doubles a count.
 */
package dev.weft.processors.standard.window;
