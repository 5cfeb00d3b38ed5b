package dev.weft.processors.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a bank's records have been made.
 *
 * @param made how many
 * @param started when the first was made: the history is spread over the time before
 * @param live until when live records have been made
 */
record BankPosition(long made, Instant started, Instant live) {
  private static final Duration HISTORY = Duration.ofDays(30);

  static BankPosition of(Optional<JsonNode> json, Instant now) {
    return json.map(
            kept ->
                new BankPosition(
                    kept.path("made").asLong(),
                    Instant.parse(kept.path("started").asText()),
                    Instant.parse(kept.path("live").asText())))
        .orElseGet(() -> new BankPosition(0, now, now));
  }

  JsonNode json() {
    return Json.object()
        .put("made", made)
        .put("started", started.toString())
        .put("live", live.toString());
  }

  /** When a record of the history happened. */
  Instant past(long number, long count) {
    return started.minus(HISTORY.dividedBy(count).multipliedBy(count - number));
  }

  BankPosition plus(long records) {
    return new BankPosition(made + records, started, live);
  }

  BankPosition liveUntil(Instant time) {
    return new BankPosition(made, started, time);
  }
}
