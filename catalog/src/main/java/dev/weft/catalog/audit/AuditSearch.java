package dev.weft.catalog.audit;

import dev.weft.catalog.topics.TopicPages;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One search: first among the places known in memory, then backwards through the older pages of the
 * topic, at most {@value #OLDER_EVENTS_MAX} events far.
 */
record AuditSearch(EventIndex index, TopicPages pages, int limit) {
  private static final long OLDER_EVENTS_MAX = 1_000_000;

  /** Clocks of several servers may differ by so much. */
  static final Duration CLOCKS_DIFFER_MAX = Duration.ofMinutes(5);

  List<Stored> run(AuditQuery query) {
    var found = new ArrayList<Stored>();
    for (var offsets = index.candidates(query).iterator();
        offsets.hasNext() && found.size() < limit; ) {
      pages
          .at(offsets.nextLong())
          .flatMap(AuditSearch::decode)
          .filter(event -> EventIndex.matches(query, event))
          .ifPresent(found::add);
    }
    index.oldest().ifPresent(oldest -> older(oldest, query, found));
    return found;
  }

  private void older(long oldest, AuditQuery query, List<Stored> found) {
    var first = Math.max(pages.range().first(), oldest - OLDER_EVENTS_MAX);
    var stop = query.from().map(from -> from.minus(CLOCKS_DIFFER_MAX)).orElse(Instant.MIN);
    for (var at = oldest - 1; at >= first && found.size() < limit; at = pages.lastBefore(at)) {
      var page = pages.around(at);
      for (var i = page.size() - 1; i >= 0 && found.size() < limit; i--) {
        if (page.get(i).offset() <= at) {
          decode(page.get(i))
              .filter(event -> EventIndex.matches(query, event))
              .ifPresent(found::add);
        }
      }
      var begins = page.isEmpty() ? Optional.<Stored>empty() : decode(page.get(0));
      if (begins.map(event -> event.time().isBefore(stop)).orElse(false)) {
        return;
      }
    }
  }

  static Optional<Stored> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(CanonicalEvent.decode(record.value()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
