/**
 * Weft's own topics: which there are, and the two ways to read one.
 *
 * <p>{@link dev.weft.catalog.topics.TopicTail} reads on and on, in order; {@link
 * dev.weft.catalog.topics.TopicPages} looks at given offsets. Both see committed records only. They
 * do not know what the records mean.
 */
package dev.weft.catalog.topics;
