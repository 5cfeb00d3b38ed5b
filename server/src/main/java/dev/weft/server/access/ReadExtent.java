package dev.weft.server.access;

import java.time.Instant;
import java.util.List;

/**
 * How far a read that has an end goes: of each partition it gives all that its reader may see
 * between two offsets. What comes later, and what an open transaction has written, is not in it.
 *
 * @param asOf when the ends were looked up
 */
public record ReadExtent(Instant asOf, List<Part> parts) {
  public ReadExtent {
    parts = List.copyOf(parts);
  }

  /**
   * One partition.
   *
   * @param from the first offset
   * @param to the first offset that is not in it any more: where a next read goes on
   */
  public record Part(int partition, long from, long to) {}
}
