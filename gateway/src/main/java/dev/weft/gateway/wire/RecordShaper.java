package dev.weft.gateway.wire;

import dev.weft.spi.ReadView;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Turns the records of a partition into what a view shows of them. */
interface RecordShaper {
  /**
   * What a reader with this view gets. Never throws for what the records hold: what cannot be
   * decoded is left out and counted.
   *
   * @param records at least one whole batch; not changed
   * @param answer how they are packed for the client
   */
  Shaped shape(ReadView view, MemoryRecords records, AnswerCodec answer);

  /**
   * Records as a reader may see them.
   *
   * @param from the first offset of the original records
   * @param to their last offset, inclusive
   * @param undecodable whether the first batch holds a record that cannot be decoded, and the view
   *     wants the fetch to fail then: there are no records
   */
  record Shaped(
      MemoryRecords records,
      long from,
      long to,
      long delivered,
      long filtered,
      long withheld,
      boolean undecodable) {}
}
