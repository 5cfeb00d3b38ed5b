package dev.weft.server.audit;

import dev.weft.model.ClientKey;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AccessContext;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.Decisions;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Plays the recorded accesses of the last days against the mesh as it would be after a change, and
 * says who would lose, gain or see something else. Each access is asked again as it was made: by
 * whom, for what purpose, from which address; at this moment, before and after.
 */
public final class Replay {
  private static final Set<String> ACTIONS = Set.of("read", "read.refused");
  private static final int ACCESSES_MAX = 100_000;

  private final AuditLog audit;
  private final Decisions now;
  private final Function<List<Change>, Decisions> engine;
  private final Clock clock;

  /** {@code engine} makes the decisions of a mesh that consists of these resources. */
  public Replay(
      AuditLog audit, Decisions now, Function<List<Change>, Decisions> engine, Clock clock) {
    this.audit = audit;
    this.now = now;
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * What the change would do.
   *
   * @param accesses how many different ones were recorded: principal, port, purpose and address
   * @param complete false: there were more than are looked at
   * @param effects those that would not stay as they are
   */
  public record Outcome(Instant from, int accesses, boolean complete, List<Effect> effects) {}

  /**
   * One access that would be another.
   *
   * @param effect loses, gains, or changes
   * @param reason of the answer after the change
   */
  public record Effect(
      String effect,
      String principal,
      PortName port,
      String purpose,
      String address,
      long reads,
      long delivered,
      Instant last,
      String reason,
      List<Difference.Field> fields,
      Optional<Difference.Filter> filter,
      Optional<String> terms) {}

  private record Access(String principal, PortName port, AccessContext context) {}

  private record Use(long reads, long delivered, Instant last) {
    Use plus(Use more) {
      return new Use(reads + more.reads, delivered + more.delivered, more.last);
    }
  }

  /** Replays what was recorded of the ports that {@code visible} names. */
  public Outcome run(
      MeshState state, MeshLog.Decided<?> change, Duration days, Predicate<PortName> visible) {
    var from = clock.instant().minus(days);
    var uses = recorded(state, from, visible);
    var after = engine.apply(after(state, change));
    var effects = new ArrayList<Effect>();
    uses.forEach((access, use) -> effect(access, use, after).ifPresent(effects::add));
    return new Outcome(from, uses.size(), uses.size() < ACCESSES_MAX, List.copyOf(effects));
  }

  private Map<Access, Use> recorded(MeshState state, Instant from, Predicate<PortName> visible) {
    var uses = new LinkedHashMap<Access, Use>();
    var all =
        new AuditQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(from),
            Optional.empty(),
            event -> ACTIONS.contains(event.action()),
            Integer.MAX_VALUE);
    audit.each(
        all,
        event ->
            access(state, event)
                .filter(access -> visible.test(access.port))
                .filter(access -> uses.size() < ACCESSES_MAX || uses.containsKey(access))
                .ifPresent(access -> uses.merge(access, use(event), Use::plus)));
    return uses;
  }

  private static Optional<Access> access(MeshState state, Stored event) {
    var details = event.details();
    var purpose =
        state
            .find(ResourceKind.CLIENT_KEY, details.path("keyId").asText(), ClientKey.class)
            .map(ClientKey::purpose)
            .orElseGet(() -> details.path("purpose").asText());
    var address = details.path("address").asText().replaceFirst(":\\d+$", "");
    return PortName.parse(event.subject())
        .map(port -> new Access(event.actor(), port, new AccessContext(address, purpose)));
  }

  private static Use use(Stored event) {
    var details = event.details();
    return new Use(
        details.path("event_count").asLong(1), details.path("delivered").asLong(), event.time());
  }

  /** Everything there is, with what the change puts and without what it removes. */
  public List<Change> after(MeshState state, MeshLog.Decided<?> change) {
    var all = new LinkedHashMap<ResourceKey, Resource>();
    for (var kind : ResourceKind.values()) {
      state.all(kind).forEach(resource -> all.put(resource.key(), resource));
    }
    for (var put : change.puts()) {
      var version = state.get(put.key()).map(Resource::version).orElse(0L) + 1;
      var by = put.by().toString();
      all.put(put.key(), new Resource(put.key(), version, clock.instant(), by, put.document()));
    }
    change.deletes().forEach(all::remove);
    return all.values().stream().map(Change::put).toList();
  }

  private Optional<Effect> effect(Access access, Use use, Decisions after) {
    var principal = PrincipalId.parse(access.principal);
    var was = now.read(principal, access.port, access.context);
    var is = after.read(principal, access.port, access.context);
    var difference = Difference.between(was, is);
    return difference.isNothing()
        ? Optional.empty()
        : Optional.of(
            new Effect(
                difference.effect(),
                access.principal,
                access.port,
                access.context.purpose(),
                access.context.address(),
                use.reads,
                use.delivered,
                use.last,
                is.reason(),
                difference.fields(),
                difference.filter(),
                difference.terms()));
  }
}
