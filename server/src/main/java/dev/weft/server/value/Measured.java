package dev.weft.server.value;

import java.time.Instant;
import java.util.List;

/**
 * What the audit says of some time.
 *
 * @param complete false: there are more events than are looked at
 * @param requests for access that were made
 * @param granted those that were approved, and {@code served} those that have led to a record
 * @param decision seconds from the request to the approval
 * @param firstRecord seconds from the request to the first record that came
 * @param steps what people did from the request to the first record: asked, decided, made a key
 * @param reuse products that somebody else has read, the most used first
 */
public record Measured(
    Instant from,
    Instant to,
    boolean complete,
    int requests,
    int granted,
    int served,
    Spread decision,
    Spread firstRecord,
    Spread steps,
    List<Reuse> reuse) {

  /**
   * How a product is used by others than itself.
   *
   * @param readers different people and products
   * @param subscribers those among them, or besides, that hold a grant now
   */
  public record Reuse(String product, int readers, int subscribers, long reads, long delivered) {}

  /** The same with these products only. */
  Measured withReuse(List<Reuse> some) {
    return new Measured(
        from, to, complete, requests, granted, served, decision, firstRecord, steps, some);
  }
}
