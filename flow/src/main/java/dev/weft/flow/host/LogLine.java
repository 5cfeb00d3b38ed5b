package dev.weft.flow.host;

/**
 * One line of what a host is told of its flow's part of the log: first one that says where that is
 * and ends, then one for each record.
 *
 * @param offset of the record; in the first line where the partition ends
 * @param partition in the first line, the partition that holds all of the flow
 * @param key null in the first line
 * @param value Base64; null for a tombstone
 */
public record LogLine(long offset, Integer partition, String key, String value) {}
