package dev.weft.server.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.PortName;
import dev.weft.server.audit.LiveAnnouncements;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.TraceLog;
import dev.weft.spi.TraceLog.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks one record back to where it came from, through every product, and forward to its readers.
 */
public final class TracePages {
  private static final int DEPTH_MAX = 50;
  private static final int STEPS_MAX = 1_000;
  private static final Set<String> READS = Set.copyOf(LiveAnnouncements.ACTIONS);

  private final TraceLog trace;
  private final AuditLog audit;

  public TracePages(TraceLog trace, AuditLog audit) {
    this.trace = trace;
    this.audit = audit;
  }

  /** The range of positions of the same source that were written together with the record. */
  public record Range(long from, long to) {}

  /** One hop back; depth counts from 1. */
  public record Step(
      int depth,
      String flow,
      List<String> processors,
      String output,
      String source,
      String key,
      long position,
      Range range,
      Instant time) {}

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

  /** The whole walk. */
  public record Page(
      PortName port, int partition, long offset, List<Step> steps, List<Reader> readers) {}

  public Page page(PortName port, int partition, long offset, boolean withReaders) {
    var steps = new ArrayList<Step>();
    walk(port.topic(), partition, offset, 1, steps, new HashSet<>());
    return new Page(
        port,
        partition,
        offset,
        steps,
        withReaders ? readers(port, partition, offset, written(steps)) : List.of());
  }

  private void walk(
      String topic, int partition, long offset, int depth, List<Step> steps, Set<String> seen) {
    var output = topic + "/" + partition + "/" + offset;
    if (depth > DEPTH_MAX || !seen.add(output)) {
      return;
    }
    for (var origin : trace.origins(topic, partition, offset)) {
      if (steps.size() >= STEPS_MAX) {
        return;
      }
      steps.add(step(origin, output, depth));
      var slash = origin.source().lastIndexOf('/');
      if (slash > 0 && PortName.parse(origin.source().substring(0, slash)).isPresent()) {
        var from = Integer.parseInt(origin.source().substring(slash + 1));
        walk(origin.source().substring(0, slash), from, origin.position(), depth + 1, steps, seen);
      }
    }
  }

  private static Step step(Origin origin, String output, int depth) {
    var hop = origin.hop();
    var least = Long.MAX_VALUE;
    var most = Long.MIN_VALUE;
    var key = "";
    for (var run : hop.runs()) {
      if (run.source().equals(origin.source())) {
        var last = run.position() + (run.count() - 1L) * run.stride();
        least = Math.min(least, Math.min(run.position(), last));
        most = Math.max(most, Math.max(run.position(), last));
        key = run.key();
      }
    }
    return new Step(
        depth,
        hop.flow(),
        hop.processors(),
        output,
        origin.source(),
        key,
        origin.position(),
        new Range(least, most),
        Instant.ofEpochMilli(hop.time()));
  }

  /** When the record was written, as far as that is known: nobody read it before. */
  private static Optional<Instant> written(List<Step> steps) {
    return steps.stream().filter(step -> step.depth() == 1).map(Step::time).findFirst();
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
