package dev.weft.processors.demo;

import dev.weft.model.DataRecord;
import java.time.Instant;

/** One kind of thing the bank has records of. */
interface Entity {
  /**
   * The record with this number, from 0: always the same one.
   *
   * @param at when it happened, for things that happen
   */
  DataRecord entry(long number, Instant at);
}
