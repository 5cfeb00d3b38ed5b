package dev.weft.server.audit;

import dev.weft.model.PortName;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.AuditLog.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Answers who has seen a field or a port: one pass over the port's read events, from the log
 * itself.
 *
 * <p>A range counts when any of it was delivered in the time asked for. What was announced and
 * never reported, because a connection is still open or its gateway was killed, is listed apart as
 * what may have been seen, as far as the port had records.
 */
public final class WhoSaw {
  /** Reading them takes minutes; who needs older ones names an earlier time to end with. */
  private static final long OLDER_EVENTS_MAX = 5_000_000;

  private static final Set<String> ACTIONS = Set.copyOf(LiveAnnouncements.ACTIONS);

  private final AuditLog audit;
  private final Function<PortName, Map<Integer, Long>> ends;
  private final long olderMax;

  /**
   * @param ends the end of each partition of a port as it is now; a partition that is not there has
   *     no known end
   */
  public WhoSaw(AuditLog audit, Function<PortName, Map<Integer, Long>> ends) {
    this(audit, ends, OLDER_EVENTS_MAX);
  }

  WhoSaw(AuditLog audit, Function<PortName, Map<Integer, Long>> ends, long olderMax) {
    this.audit = audit;
    this.ends = ends;
    this.olderMax = olderMax;
  }

  /**
   * What somebody asks.
   *
   * @param field a dotted path; empty: the whole port
   * @param raw who saw any of it raw
   * @param masked who saw any of it masked; neither: who saw it in any way
   */
  public record Question(
      PortName port,
      Optional<String> field,
      boolean raw,
      boolean masked,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Subject> subject) {

    boolean wants(Sight sight) {
      return switch (sight) {
        case RAW -> raw || !masked;
        case MASKED -> masked || !raw;
        case PARTLY -> true;
        case WITHHELD -> false;
      };
    }
  }

  /** The data subject's part of an answer. */
  public record Scanned(long records, long scanned, boolean complete) {}

  /**
   * The whole answer; those who saw it raw first.
   *
   * @param since what was read before this was not looked at, because the audit has too many
   *     events; empty: everything was looked at
   */
  public record Answer(
      PortName port,
      Optional<String> field,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Scanned> subject,
      Optional<Instant> since,
      List<Sighting.Page> items) {}

  /**
   * @param watch is told how many of the older events have been looked at
   */
  public Answer answer(Question question, Watch watch) {
    var run = new Run(question);
    var query = AuditQuery.of(ACTIONS, question.port().topic()).since(question.from());
    var looked = audit.each(query, run::see, olderMax, watch);
    run.announced(ends.apply(question.port()));
    return new Answer(
        question.port(),
        question.field(),
        question.from(),
        question.to(),
        question.subject().map(one -> new Scanned(one.records(), one.scanned(), one.complete())),
        looked.since(),
        run.pages());
  }

  private record Key(String principal, Sight sight, boolean exact) {}

  private record Place(String session, int partition) {}

  /** One pass. */
  private static final class Run {
    private final Question question;
    private final Map<Key, Sighting> found = new LinkedHashMap<>();
    private final LiveAnnouncements live = new LiveAnnouncements();
    private final Map<Place, Map<Sight, Spans>> reported = new LinkedHashMap<>();

    Run(Question question) {
      this.question = question;
    }

    void see(Stored event) {
      live.see(event);
      var details = event.details();
      if (event.action().equals("read.ended")) {
        var session = details.path("session").asText();
        reported.keySet().removeIf(place -> place.session.equals(session));
      }
      if (event.action().equals("read")) {
        read(event);
      }
    }

    private void read(Stored event) {
      var details = event.details();
      var partition = details.path("partition").asInt();
      var from = details.path("from").asLong();
      var to = details.path("to").asLong();
      var sight = Sight.of(details, question.field());
      var place = new Place(details.path("session").asText(), partition);
      if (live.isLive(place.session)) {
        reported
            .computeIfAbsent(place, any -> new LinkedHashMap<>())
            .computeIfAbsent(sight, any -> new Spans())
            .add(from, to);
      }
      var since = time(event, "since");
      var until = time(event, "until");
      if (!question.wants(sight) || !overlaps(since, until)) {
        return;
      }
      var hits = question.subject().map(subject -> subject.within(partition, from, to));
      if (hits.map(offsets -> offsets.length == 0).orElse(false)
          || details.path("delivered").asLong(1) == 0) {
        return;
      }
      var sighting = of(event.actor(), sight, true);
      sighting.add(event, partition, from, to, since, until);
      var whole = details.path("filtered").asLong() + details.path("withheld").asLong() == 0;
      hits.ifPresent(offsets -> sighting.subject(partition, offsets, whole));
    }

    void announced(Map<Integer, Long> ends) {
      for (var event : live.list()) {
        var partition = event.details().path("partition").asInt();
        var sight = Sight.of(event.details(), question.field());
        var limit = event.details().path("limit").asLong();
        var end = Math.min(limit, ends.getOrDefault(partition, limit)) - 1;
        var before = question.to().map(to -> event.time().isBefore(to)).orElse(true);
        if (question.wants(sight) && before) {
          var place = new Place(event.details().path("session").asText(), partition);
          var known = reported.getOrDefault(place, Map.of()).getOrDefault(sight, new Spans());
          known
              .without(event.details().path("from").asLong(), end)
              .forEach(span -> announced(event, sight, partition, span));
        }
      }
    }

    private void announced(Stored event, Sight sight, int partition, Spans.Span span) {
      var hits =
          question.subject().map(subject -> subject.within(partition, span.from(), span.to()));
      if (hits.map(offsets -> offsets.length == 0).orElse(false)) {
        return;
      }
      var sighting = of(event.actor(), sight, false);
      sighting.announced(event, partition, span.from(), span.to());
      hits.ifPresent(offsets -> sighting.subject(partition, offsets, false));
    }

    List<Sighting.Page> pages() {
      var pages = new ArrayList<Sighting.Page>();
      found.entrySet().stream()
          .sorted(Comparator.comparing(each -> each.getKey().sight))
          .forEach(each -> pages.add(each.getValue().page(question.subject().isPresent())));
      return pages;
    }

    private Sighting of(String principal, Sight sight, boolean exact) {
      return found.computeIfAbsent(
          new Key(principal, sight, exact), key -> new Sighting(principal, sight, exact));
    }

    private boolean overlaps(Instant since, Instant until) {
      return question.from().map(from -> !until.isBefore(from)).orElse(true)
          && question.to().map(since::isBefore).orElse(true);
    }

    /** Events from before these were recorded have the time at which they were stored. */
    private static Instant time(Stored event, String name) {
      var text = event.details().path(name).asText();
      return text.isEmpty() ? event.time() : Instant.parse(text);
    }
  }
}
