package dev.weft.server.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.PortName;
import dev.weft.server.audit.LiveAnnouncements;
import dev.weft.server.pages.TraceMade.Made;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.TraceLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks one record back to where it came from, through every product, and forward to its readers.
 */
public final class TracePages {
  private static final Set<String> READS = Set.copyOf(LiveAnnouncements.ACTIONS);

  private final TraceLog trace;
  private final AuditLog audit;

  public TracePages(TraceLog trace, AuditLog audit) {
    this.trace = trace;
    this.audit = audit;
  }

  /** Somebody to whom the record was delivered, or may have been; newest first. */
  public record Reader(
      String principal,
      String clientId,
      String group,
      long from,
      long to,
      Instant time,
      boolean exact,
      Map<String, String> maskedFields,
      List<String> policies) {}

  /**
   * The whole walk.
   *
   * @param steps back, to where the record came from
   * @param made what was made from the record, if that was asked for
   * @param complete whether there was room for all of it
   */
  public record Page(
      PortName port,
      int partition,
      long offset,
      List<TraceWalk.Step> steps,
      List<Made> made,
      boolean complete,
      List<Reader> readers) {}

  /** What of the walk is wanted beside the way back. */
  public record Wanted(boolean made, boolean readers) {}

  public Page page(PortName port, int partition, long offset, Wanted wanted) {
    var back = new TraceWalk(trace);
    var steps = back.from(port.topic(), partition, offset);
    var forward = new TraceMade(trace);
    var made = wanted.made() ? forward.of(port.topic(), partition, offset) : List.<Made>of();
    return new Page(
        port,
        partition,
        offset,
        steps,
        made,
        back.isComplete() && forward.isComplete(),
        wanted.readers() ? readers(port, partition, offset, written(steps)) : List.of());
  }

  /** When the record was written, as far as that is known: nobody read it before. */
  private static Optional<Instant> written(List<TraceWalk.Step> steps) {
    return steps.stream().filter(step -> step.depth() == 1).map(TraceWalk.Step::time).findFirst();
  }

  /** Exact ranges first; what was announced and never reported counts as possibly read. */
  private List<Reader> readers(
      PortName port, int partition, long offset, Optional<Instant> written) {
    var exact = new LinkedHashMap<String, Reader>();
    var live = new LiveAnnouncements();
    audit.each(
        AuditQuery.of(READS, port.topic()).since(written),
        event -> {
          live.see(event);
          if (event.action().equals("read") && covers(event, partition, offset, "to", true)) {
            exact.remove(who(event));
            exact.put(who(event), reader(event, "to", true));
          }
        });
    var found = new ArrayList<>(exact.values());
    Collections.reverse(found);
    var announced = new LinkedHashMap<String, Reader>();
    live.list().stream()
        .filter(event -> covers(event, partition, offset, "limit", false))
        .filter(event -> !exact.containsKey(who(event)))
        .forEach(event -> announced.put(who(event), reader(event, "limit", false)));
    found.addAll(announced.values());
    return found;
  }

  private static boolean covers(
      Stored event, int partition, long offset, String end, boolean inclusive) {
    var details = event.details();
    var to = details.path(end).asLong();
    return details.path("partition").asInt() == partition
        && details.path("from").asLong() <= offset
        && (inclusive ? offset <= to : offset < to);
  }

  private static String who(Stored event) {
    return event.actor()
        + "\n"
        + event.details().path("clientId").asText()
        + "\n"
        + event.details().path("group").asText();
  }

  private static Reader reader(Stored event, String end, boolean exact) {
    var details = event.details();
    var masked = new LinkedHashMap<String, String>();
    details
        .path("maskedFields")
        .properties()
        .forEach(field -> masked.put(field.getKey(), field.getValue().asText()));
    var policies = new ArrayList<String>();
    for (JsonNode policy : details.path("policies")) {
      policies.add(policy.asText());
    }
    return new Reader(
        event.actor(),
        details.path("clientId").asText(),
        details.path("group").asText(),
        details.path("from").asLong(),
        details.path(end).asLong(),
        event.time(),
        exact,
        masked,
        policies);
  }
}
