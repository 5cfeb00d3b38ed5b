/**
 * The processors that most flows need and that need no library: files, HTTP, and the everyday
 * changes to records. Each is one class with its settings; start reading at {@link
 * dev.weft.processors.standard.FilterRecords}, the smallest.
 *
 * <p>Formats are in {@link dev.weft.processors.standard.record}. Nothing here knows of Kafka,
 * queues or threads: the runner does.
 */
package dev.weft.processors.standard;
