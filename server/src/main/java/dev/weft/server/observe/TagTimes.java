package dev.weft.server.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.PortFields.FieldTag;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Validity;
import dev.weft.model.WrittenTag;
import dev.weft.server.access.Ports;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the mesh log when a tag begins or ends by the clock: the fields of its port are written
 * once more, as they are. So everything that shows tags, on all servers, shows the right ones soon,
 * and the audit says since when. Decisions do not wait for it: they look at the clock.
 *
 * <p>Of several servers the one that writes the log tells. Safe for any thread.
 */
public final class TagTimes implements Fold, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TagTimes.class);

  /** What passed while documents were read, or while no server was the writer, is told still. */
  private static final Duration BACK = Duration.ofMinutes(1);

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** A clock that is put right is noticed within this time. */
  private static final Duration WAIT_MAX = Duration.ofMinutes(1);

  private static final int TOLD_MAX = 100;

  private final MeshLog mesh;
  private final BooleanSupplier writes;
  private final Clock clock;
  private final TreeMap<Instant, Set<ResourceKey>> ahead = new TreeMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var made = new Thread(task, "tag-times");
            made.setDaemon(true);
            return made;
          });

  private Future<?> coming = CompletableFuture.completedFuture(null);

  public TagTimes(MeshLog mesh, BooleanSupplier writes, Clock clock) {
    this.mesh = mesh;
    this.writes = writes;
    this.clock = clock;
  }

  @Override
  public void apply(List<Change> changes) {
    var since = clock.instant().minus(BACK);
    for (var change : changes) {
      change.resource().ifPresent(resource -> note(resource, since));
    }
  }

  private void note(Resource resource, Instant since) {
    switch (resource.kind()) {
      case PORT_FIELDS, DATA_PRODUCT, DATA_CONTRACT -> {
        var moments = new LinkedHashSet<Instant>();
        resource
            .document()
            .findValues("tags")
            .forEach(tags -> tags.forEach(tag -> changes(tag, moments)));
        moments.removeIf(moment -> moment.isBefore(since));
        if (!moments.isEmpty()) {
          expect(moments, resource.key());
        }
      }
      default -> {}
    }
  }

  private synchronized void expect(Set<Instant> moments, ResourceKey key) {
    var first = ahead.isEmpty() ? Instant.MAX : ahead.firstKey();
    moments.forEach(
        moment -> ahead.computeIfAbsent(moment, added -> new LinkedHashSet<>()).add(key));
    if (ahead.firstKey().isBefore(first) && !thread.isShutdown()) {
      thread.execute(this::look);
    }
  }

  private static void changes(JsonNode tag, Set<Instant> moments) {
    if (tag.isTextual()) {
      moments.addAll(WrittenTag.of(tag.textValue()).validity().changes());
    } else if (tag.hasNonNull("validity")) {
      try {
        moments.addAll(Json.read(tag.get("validity"), Validity.class).changes());
      } catch (IllegalArgumentException e) {
        LOG.warn("A tag's time cannot be read, so nobody is told of it: {}", e.getMessage());
      }
    }
  }

  /** Tells what is due, and comes again when more is. */
  void look() {
    try {
      var due = due(clock.instant());
      if (!due.isEmpty() && writes.getAsBoolean()) {
        mesh.decide((state, now) -> told(state, due, now));
        forget(due.lastKey());
      }
    } catch (RuntimeException e) {
      LOG.warn("It could not be told that a tag has begun or ended; this is tried again", e);
    }
    next();
  }

  private synchronized SortedMap<Instant, Set<ResourceKey>> due(Instant now) {
    ahead.headMap(now.minus(BACK.multipliedBy(2))).clear();
    return new TreeMap<>(ahead.headMap(now, true));
  }

  private synchronized void forget(Instant last) {
    ahead.headMap(last, true).clear();
  }

  private synchronized void next() {
    if (ahead.isEmpty() || thread.isShutdown()) {
      return;
    }
    var wait = Duration.between(clock.instant(), ahead.firstKey());
    var inTime = wait.isNegative() || wait.isZero() ? AGAIN : wait;
    var shortest = inTime.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : inTime;
    coming.cancel(false);
    coming = thread.schedule(this::look, shortest.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  private static Set<PortName> ports(MeshState state, SortedMap<Instant, Set<ResourceKey>> due) {
    var ports = new LinkedHashSet<PortName>();
    for (var keys : due.values()) {
      for (var key : keys) {
        switch (key.kind()) {
          case DATA_PRODUCT -> ports.addAll(Ports.ofProduct(state, key.name()));
          case DATA_CONTRACT -> ports.addAll(Ports.ofContract(state, key.name()));
          default ->
              PortName.parse(key.name())
                  .filter(port -> Ports.exists(state, port))
                  .ifPresent(ports::add);
        }
      }
    }
    return ports;
  }

  /** What was written since shows the right tags already. */
  private static MeshLog.Decided<Integer> told(
      MeshState state, SortedMap<Instant, Set<ResourceKey>> due, Instant now) {
    var puts = new ArrayList<MeshLog.Put>();
    var events = new ArrayList<AuditEvent>();
    for (var port : ports(state, due)) {
      var key = new ResourceKey(ResourceKind.PORT_FIELDS, port.topic());
      var before = state.get(key);
      if (before.isEmpty() || before.get().changedAt().isBefore(due.lastKey())) {
        var fields = InheritedTags.fields(state, port);
        puts.add(MeshLog.Put.of(key, Json.tree(fields), PrincipalId.WEFT));
        events.add(event(state, port, due.firstKey().minusMillis(1), now));
      }
    }
    return new MeshLog.Decided<>(puts, List.of(), events, puts.size());
  }

  private static AuditEvent event(MeshState state, PortName port, Instant before, Instant now) {
    var detail = Json.object().put("port", port.topic());
    var begun = detail.putArray("begun");
    var ended = detail.putArray("ended");
    var all = new LinkedHashMap<>(DeclaredTags.of(state, port, any -> true));
    InheritedTags.fields(state, port)
        .fields()
        .forEach((path, field) -> all.merge(path, field.tags(), TagTimes::both));
    all.forEach(
        (path, tags) -> {
          for (var tag : tags) {
            var list = tag.holdsAt(now) ? begun : ended;
            if (tag.holdsAt(before) != tag.holdsAt(now) && list.size() < TOLD_MAX) {
              list.add(path + " " + tag.tag());
            }
          }
        });
    return new AuditEvent(PrincipalId.WEFT, "tag.time", port.topic(), true, detail);
  }

  private static List<FieldTag> both(List<FieldTag> some, List<FieldTag> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
