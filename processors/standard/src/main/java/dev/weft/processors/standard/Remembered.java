package dev.weft.processors.standard;

import dev.weft.spi.flow.ProcessorState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The last so many keys, in the state of a processor: of each a part of its hash, so that no value
 * is kept that may be personal. A ring: the oldest key's slot is used anew.
 *
 * @param ageMax after which time a key counts as new again; empty: never
 */
record Remembered(ProcessorState state, int capacity, Optional<Duration> ageMax) {
  /** Two entries a key, and the counter. */
  static final int CAPACITY_MAX = 49_000;

  private static final String NEXT = "next";

  /** 96 bits: among 49,000 keys two are the same by chance once in 10^19 times. */
  private static final int HASH_BYTES = 12;

  /** Whether the key has not been seen; from now on it has. */
  boolean addIfNew(String key, Instant now) {
    var hash = hash(key);
    var known = state.get("k" + hash);
    if (known.isPresent() && isFresh(known.get(), now)) {
      return false;
    }
    var next = state.get(NEXT).map(Long::parseLong).orElse(0L);
    var slot = Long.toString(next % capacity);
    state.get("s" + slot).ifPresent(old -> forget(old, slot));
    state.put("s" + slot, hash);
    state.put("k" + hash, slot + " " + now.toEpochMilli());
    state.put(NEXT, Long.toString(next + 1));
    return true;
  }

  /** Unless the key has come again since then and has another slot. */
  private void forget(String hash, String slot) {
    state
        .get("k" + hash)
        .filter(value -> value.startsWith(slot + " "))
        .ifPresent(same -> state.remove("k" + hash));
  }

  private boolean isFresh(String value, Instant now) {
    var since = Instant.ofEpochMilli(Long.parseLong(value.substring(value.indexOf(' ') + 1)));
    return ageMax.isEmpty() || Duration.between(since, now).compareTo(ageMax.get()) < 0;
  }

  private static String hash(String key) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(hash, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
