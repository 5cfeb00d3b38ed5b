/**
 * {@code weft classify}: what the fields of a file hold, without a server.
 *
 * <p>Start reading at {@link dev.weft.tools.classify.ClassifyTool}. A {@link
 * dev.weft.tools.classify.RecordFile} gives the records of its format one by one as maps and lists;
 * {@link dev.weft.tools.classify.FieldSamples} keeps some values of each field, drawn evenly from
 * the whole file; {@code classification} judges them as the server would. It does not know about
 * Kafka.
 */
package dev.weft.tools.classify;
