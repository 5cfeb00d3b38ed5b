package dev.weft.policy;

import dev.weft.spi.AccessContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The moment and the circumstances of one question. It notes which of them the answer hangs on: how
 * long it holds, and whether it holds for other addresses. Not safe for threads.
 */
final class Circumstances {
  private final Instant now;
  private final AccessContext context;
  private Optional<Instant> until = Optional.empty();
  private boolean dependsOnAddress;

  Circumstances(Instant now, AccessContext context) {
    this.now = now;
    this.context = context;
  }

  Instant now() {
    return now;
  }

  /** The purpose, in the form in which purposes are compared; empty when none was named. */
  String purpose() {
    return purpose(context.purpose());
  }

  /** Purposes are texts that people type, so case and surrounding space do not count. */
  static String purpose(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  String purposeAsNamed() {
    return context.purpose();
  }

  /** Says that the answer may differ from this moment on. */
  void changesAt(Instant moment) {
    until = Optional.of(until.filter(known -> !known.isAfter(moment)).orElse(moment));
  }

  Optional<Instant> until() {
    return until;
  }

  boolean dependsOnAddress() {
    return dependsOnAddress;
  }

  /** What conditions see as {@code env}; what is not known is not there. */
  Map<String, Object> env(ZoneId zone) {
    var there = now.atZone(zone);
    var env = new HashMap<String, Object>();
    env.put("time", now.truncatedTo(ChronoUnit.MINUTES));
    env.put("hour", (long) there.getHour());
    env.put("weekday", there.getDayOfWeek().name().toLowerCase(Locale.ROOT));
    if (!context.address().isEmpty()) {
      env.put("ip", context.address());
    }
    if (!context.purpose().isBlank()) {
      env.put("purpose", context.purpose());
    }
    return env;
  }

  /** Notes what of the circumstances a condition has looked at. */
  void lookedAt(Condition condition, ZoneId zone) {
    if (condition.asksEnv("time")) {
      changesAt(now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
    }
    if (condition.asksEnv("hour") || condition.asksEnv("weekday")) {
      changesAt(now.atZone(zone).truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant());
    }
    dependsOnAddress |= condition.asksEnv("ip");
  }
}
