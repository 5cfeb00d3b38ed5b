package dev.weft.model;

import java.time.Instant;

/**
 * That somebody reads a port, or writes to it, by a client of their own: as the gateway has seen
 * it. Coarse, so that it costs nothing: the last time is kept to the day.
 *
 * @param first when it was seen first
 * @param last when last; up to a day later may have gone unsaid
 */
public record PortUse(String port, PrincipalId principal, Kind kind, Instant first, Instant last) {
  /** What somebody does with a port. */
  public enum Kind {
    READS("reads"),
    PRODUCES("produces");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** {@code PORT/reads/PRINCIPAL}. */
  public static ResourceKey key(String port, Kind kind, PrincipalId principal) {
    return new ResourceKey(ResourceKind.PORT_USE, port + "/" + kind.word() + "/" + principal);
  }

  public ResourceKey key() {
    return key(port, kind, principal);
  }
}
