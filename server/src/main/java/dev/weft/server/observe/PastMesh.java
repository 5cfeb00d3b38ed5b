package dev.weft.server.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mesh as it was: what is now, and for what has changed since then what the audit says was
 * before. The log of the mesh is compacted and has forgotten it; the audit has every change with
 * both documents, stored in the same transaction, and forgets nothing.
 *
 * <p>Knows products, flows, queries and subscriptions; all else is as it is now. Looks back over
 * {@value #EVENTS_MAX} events at most, some 50,000 a second, one question at a time. Safe for any
 * thread.
 */
public final class PastMesh {
  private static final long EVENTS_MAX = 1_000_000;
  private static final int KEPT_MAX = 4;

  /** Clocks of several servers may differ by so much: what is nearer may still change. */
  private static final Duration SETTLED = Duration.ofMinutes(5);

  /** What every document of a kind has, and none that is told under the same subject. */
  private static final Map<ResourceKind, String> TOLD =
      Map.of(
          ResourceKind.DATA_PRODUCT, "id",
          ResourceKind.FLOW, "processors",
          ResourceKind.QUERY, "name",
          ResourceKind.SUBSCRIPTION, "principal");

  private final MeshLog mesh;
  private final AuditLog audit;
  private final Clock clock;
  private final Map<Instant, Back> kept = new LinkedHashMap<>(16, 0.75f, true);

  public PastMesh(MeshLog mesh, AuditLog audit, Clock clock) {
    this.mesh = mesh;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The mesh as it was.
   *
   * @param next when it changed next, if it has since then
   */
  public record Past(MeshState state, Optional<Instant> next) {}

  /** How far one has looked back from which state: what was before the first change since then. */
  private record Back(
      MeshState now, Map<ResourceKey, Optional<Resource>> before, Optional<Instant> next) {}

  /**
   * As it was at that time.
   *
   * @throws dev.weft.model.ProblemException code {@code in-the-future}, or {@code too-long-ago}
   *     with since when it can be known
   */
  public synchronized Past at(Instant time) {
    if (time.isAfter(clock.instant())) {
      throw Problem.input(
              "in-the-future",
              Place.field("at"),
              time + " is not yet.",
              "Give a time that has been, such as 2026-11-01T10:00:00Z.")
          .asException();
    }
    var known = kept.get(time);
    if (known == null) {
      known = look(time);
      if (time.plus(SETTLED).isBefore(clock.instant())) {
        keep(time, known);
      }
    }
    return new Past(new Then(known.now(), known.before()), known.next());
  }

  private void keep(Instant time, Back back) {
    kept.put(time, back);
    if (kept.size() > KEPT_MAX) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  /** The state is taken first: what changes while the audit is read counts as changed since. */
  private Back look(Instant time) {
    var now = mesh.state();
    var before = new HashMap<ResourceKey, Optional<Resource>>();
    var changes = new ArrayList<Instant>(1);
    var coverage =
        audit.each(
            AuditQuery.all().since(Optional.of(time)),
            event -> {
              if (event.time().isAfter(time) && note(event, before) && changes.isEmpty()) {
                changes.add(event.time());
              }
            },
            EVENTS_MAX,
            (events, of) -> {});
    coverage
        .since()
        .ifPresent(
            since -> {
              throw Problem.input(
                      "too-long-ago",
                      Place.field("at"),
                      "Too much has happened since " + time + ": it is known since " + since + ".",
                      "Ask about a later time; the audit itself knows all.")
                  .asException();
            });
    return new Back(now, before, changes.stream().findFirst());
  }

  /** Whether it is a change of something that is known of the past. */
  private static boolean note(Stored event, Map<ResourceKey, Optional<Resource>> before) {
    var slash = event.subject().indexOf('/');
    var kind =
        ResourceKind.parse(event.subject().substring(0, Math.max(0, slash)))
            .filter(TOLD::containsKey);
    if (kind.isEmpty() || !event.successful() || slash + 1 == event.subject().length()) {
      return false;
    }
    var key = new ResourceKey(kind.get(), event.subject().substring(slash + 1));
    var old = document(event, "before", kind.get());
    if (old.isEmpty() && document(event, "after", kind.get()).isEmpty()) {
      return false;
    }
    before.putIfAbsent(
        key, old.map(it -> new Resource(key, 1, event.time(), PrincipalId.WEFT.toString(), it)));
    return true;
  }

  private static Optional<ObjectNode> document(Stored event, String name, ResourceKind kind) {
    return event.details().path(name) instanceof ObjectNode document && document.has(TOLD.get(kind))
        ? Optional.of(document)
        : Optional.empty();
  }

  /** A state with some resources as they were. */
  private record Then(MeshState now, Map<ResourceKey, Optional<Resource>> before)
      implements MeshState {
    @Override
    public Optional<Resource> get(ResourceKey key) {
      var old = before.get(key);
      return old == null ? now.get(key) : old;
    }

    @Override
    public List<Resource> all(ResourceKind kind) {
      var all = new ArrayList<Resource>();
      now.all(kind).stream().filter(one -> !before.containsKey(one.key())).forEach(all::add);
      before.forEach((key, old) -> old.filter(one -> key.kind() == kind).ifPresent(all::add));
      all.sort(Comparator.comparing(Resource::name));
      return all;
    }

    @Override
    public long revision() {
      return now.revision();
    }
  }
}
