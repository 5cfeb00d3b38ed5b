package dev.weft.server.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * A jar that somebody has sent to the server.
 *
 * @param file the name that it had there
 * @param classes how many it has
 * @param server on which it lies, and on no other: each that plans or runs queries needs it
 * @param acceptedBy who has let it in; empty while nobody has
 */
public record OfferedJar(
    String sha256,
    String file,
    long bytes,
    int classes,
    String offeredBy,
    Instant offeredAt,
    String server,
    String acceptedBy,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Instant> acceptedAt) {

  public OfferedJar {
    server = server == null ? "" : server;
  }

  boolean isAccepted() {
    return !acceptedBy.isEmpty();
  }

  OfferedJar accepted(String by, Instant at) {
    return new OfferedJar(
        sha256, file, bytes, classes, offeredBy, offeredAt, server, by, Optional.of(at));
  }
}
