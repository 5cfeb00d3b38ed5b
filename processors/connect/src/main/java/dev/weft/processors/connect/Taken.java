package dev.weft.processors.connect;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What one call of a task's poll has given.
 *
 * @param records as the task gave them, for its offsets and to tell it of the commit
 * @param transformed what its transformations made of them
 */
record Taken(TaskThread task, List<SourceRecord> records, List<SourceRecord> transformed) {}
