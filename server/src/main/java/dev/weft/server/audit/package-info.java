/**
 * Questions to the audit: who has seen a field or a port ({@link dev.weft.server.audit.WhoSaw}).
 *
 * <p>Everything is computed from the events when somebody asks, in one pass and bounded memory, so
 * that there is nothing to keep in step. What an answer cannot know exactly, it says.
 */
package dev.weft.server.audit;
