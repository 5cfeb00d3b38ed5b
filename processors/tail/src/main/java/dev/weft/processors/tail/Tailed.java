package dev.weft.processors.tail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.time.Instant;

/**
 * How far a file has been read.
 *
 * @param key as {@link Found#key} when it was last seen
 * @param known how many of its first bytes its print is of
 * @param offset where the next line begins
 * @param seen when it was last there
 */
record Tailed(String key, int known, String print, long offset, Instant seen) {

  /** A file that has not been read at all. */
  static Tailed fresh(Found file, Instant now) {
    return new Tailed("", 0, "", 0, now).readTo(file, 0, now);
  }

  /** Whether this may be the same file, whatever it is called. */
  boolean isBegunBy(Found file) {
    return file.size() >= offset
        && file.prefix().length() >= known
        && file.prefix().print(known).equals(print);
  }

  /** Read on to there. The more there is of a file, the better it is known. */
  Tailed readTo(Found file, long to, Instant now) {
    var length = file.prefix().length();
    return new Tailed(file.key(), length, file.prefix().print(length), to, now);
  }

  JsonNode json() {
    return Json.object()
        .put("key", key)
        .put("known", known)
        .put("print", print)
        .put("offset", offset)
        .put("seen", seen.toEpochMilli());
  }

  static Tailed of(JsonNode json) {
    return new Tailed(
        json.path("key").asText(),
        json.path("known").asInt(),
        json.path("print").asText(),
        json.path("offset").asLong(),
        Instant.ofEpochMilli(json.path("seen").asLong()));
  }
}
