package dev.weft.server.requests;

import java.time.Instant;

/**
 * That somebody is away, and who decides on requests for them. Why is nobody's business.
 *
 * @param until exclusive
 */
public record Absence(String person, String deputy, Instant from, Instant until) {
  /** Whether the person is away at this time. */
  public boolean isAt(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }
}
