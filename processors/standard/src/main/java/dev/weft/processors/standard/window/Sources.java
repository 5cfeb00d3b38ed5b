package dev.weft.processors.standard.window;

import dev.weft.spi.flow.ProcessorState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far each source has come, as partitions of a port and files are read in no common order: time
 * has passed when it has passed for all that are heard of. Of the first ones a moment is waited for
 * others. Kept in the processor's state.
 */
final class Sources {
  private static final String PREFIX = "s ";
  private static final String SINCE = "sources";
  private static final int SOURCES_MAX = 500;
  private static final Duration FIRST = Duration.ofSeconds(1);

  /**
   * What is known of one.
   *
   * @param time the latest that a record told, in milliseconds since 1970
   * @param heard when the last record came
   */
  private record Progress(long time, long heard) {}

  private final ProcessorState state;
  private final long idleMillis;
  private final Map<String, Progress> all = new HashMap<>();
  private final Map<String, Progress> changed = new HashMap<>();

  /** Since when at least one is heard of without a break. */
  private long since;

  private Sources(ProcessorState state, Duration idleAfter) {
    this.state = state;
    this.idleMillis = idleAfter.toMillis();
  }

  static Sources of(ProcessorState state, Duration idleAfter) {
    var sources = new Sources(state, idleAfter);
    state
        .all()
        .forEach(
            (key, text) -> {
              if (key.startsWith(PREFIX)) {
                var parts = text.split(" ");
                var progress = new Progress(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                sources.all.put(key, progress);
              }
            });
    sources.since = state.get(SINCE).map(Long::parseLong).orElse(Long.MIN_VALUE);
    return sources;
  }

  void heard(String source, Instant time, Instant now) {
    var wasSilent = all.values().stream().noneMatch(each -> isActive(each, now));
    if (wasSilent) {
      since = now.toEpochMilli();
    }
    var before = all.get(PREFIX + source);
    var latest =
        before == null ? time.toEpochMilli() : Math.max(before.time(), time.toEpochMilli());
    var progress = new Progress(latest, now.toEpochMilli());
    all.put(PREFIX + source, progress);
    changed.put(PREFIX + source, progress);
  }

  private boolean isActive(Progress progress, Instant now) {
    return now.toEpochMilli() - progress.heard() < idleMillis;
  }

  /** The time that has passed for all that are heard of; empty when nobody can say. */
  Optional<Instant> passed(Instant now) {
    if (now.toEpochMilli() < since + firstMillis()) {
      return Optional.empty();
    }
    return all.values().stream()
        .filter(each -> isActive(each, now))
        .map(Progress::time)
        .min(Long::compare)
        .map(Instant::ofEpochMilli);
  }

  private long firstMillis() {
    return Math.min(FIRST.toMillis(), idleMillis);
  }

  /** After which time {@link #passed} may say more although nothing comes. */
  Optional<Duration> next(Instant now) {
    var at = now.toEpochMilli();
    var settled = since + firstMillis();
    return all.values().stream()
        .filter(each -> isActive(each, now))
        .map(each -> each.heard() + idleMillis)
        .min(Long::compare)
        .map(idle -> at < settled ? Math.min(idle, settled) : idle)
        .map(due -> Duration.ofMillis(Math.max(1, due - at)));
  }

  /** Writes down what has changed; those heard of longest ago are forgotten first. */
  void keep() {
    changed.forEach((key, each) -> state.put(key, each.time() + " " + each.heard()));
    changed.clear();
    if (since != Long.MIN_VALUE) {
      state.put(SINCE, Long.toString(since));
    }
    if (all.size() > SOURCES_MAX) {
      all.entrySet().stream()
          .sorted((a, b) -> Long.compare(a.getValue().heard(), b.getValue().heard()))
          .limit(all.size() - SOURCES_MAX)
          .forEach(each -> state.remove(each.getKey()));
    }
  }
}
