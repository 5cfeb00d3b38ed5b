package dev.weft.catalog.audit;

import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Where the newest events are and what they are about, without their details: some 60 bytes each.
 * Safe for any thread.
 */
final class EventIndex {
  private static final int WORDS_MAX = 20_000;

  private record Entry(long offset, Instant time, String actor, String action, String subject) {}

  private final int entriesMax;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final Map<String, String> words = new HashMap<>();

  EventIndex(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  synchronized void add(long offset, Stored event) {
    if (entries.size() == entriesMax) {
      entries.removeFirst();
    }
    entries.addLast(
        new Entry(
            offset,
            event.time(),
            shared(event.actor()),
            shared(event.action()),
            shared(event.subject())));
  }

  /** Offsets of the events that may match, newest first. */
  synchronized LongStream candidates(AuditQuery query) {
    var found = LongStream.builder();
    entries
        .descendingIterator()
        .forEachRemaining(
            entry -> {
              if (matches(query, entry.time, entry.actor, entry.action, entry.subject)) {
                found.add(entry.offset);
              }
            });
    return found.build();
  }

  /** Where events are that may match, oldest first, and from which offset on that is all. */
  record Known(List<Long> offsets, Optional<Long> oldest) {}

  /** What is known at this moment. */
  synchronized Known known(AuditQuery query) {
    return new Known(candidates(query).sorted().boxed().toList(), oldest());
  }

  /** The offset of the oldest event known here; empty when there is none. */
  synchronized Optional<Long> oldest() {
    return Optional.ofNullable(entries.peekFirst()).map(Entry::offset);
  }

  static boolean matches(AuditQuery query, Stored event) {
    return matches(query, event.time(), event.actor(), event.action(), event.subject())
        && query.also().test(event);
  }

  private static boolean matches(
      AuditQuery query, Instant time, String actor, String action, String subject) {
    return query.actor().map(actor::equals).orElse(true)
        && query.action().map(action::equals).orElse(true)
        && query.subject().map(wanted -> isAbout(wanted, subject)).orElse(true)
        && query.from().map(from -> !time.isBefore(from)).orElse(true)
        && query.to().map(time::isBefore).orElse(true);
  }

  private static boolean isAbout(String wanted, String subject) {
    return wanted.endsWith("*")
        ? subject.startsWith(wanted.substring(0, wanted.length() - 1))
        : subject.equals(wanted);
  }

  /** The same few words come again and again: keep one of each. */
  private String shared(String word) {
    if (words.size() > WORDS_MAX) {
      words.clear();
    }
    return words.computeIfAbsent(word, same -> same);
  }
}
