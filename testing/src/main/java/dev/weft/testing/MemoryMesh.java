package dev.weft.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A mesh log in memory, with the behaviour of the real one but no Kafka. Safe for any thread. */
public final class MemoryMesh implements MeshLog {
  private final Clock clock;
  private final List<Fold> folds = new ArrayList<>();
  private final List<AuditEvent> audit = new ArrayList<>();
  private volatile Snapshot state = new Snapshot(new TreeMap<>(), 0);

  public MemoryMesh(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized <T> T decide(Command<T> command) {
    var now = clock.instant();
    var decided = command.decide(state, now);
    var next = new TreeMap<>(state.resources);
    var changes = new ArrayList<Fold.Change>();
    for (var put : decided.puts()) {
      var before = next.get(put.key());
      var version = before == null ? 0 : before.version();
      put.expectedVersion()
          .filter(expected -> expected != version)
          .ifPresent(
              expected -> {
                throw Problem.conflict(
                        "version-conflict",
                        put.key() + " was changed by somebody else.",
                        "Look again.")
                    .asException();
              });
      var resource = new Resource(put.key(), version + 1, now, put.by().toString(), put.document());
      next.put(put.key(), resource);
      changes.add(Fold.Change.put(resource));
    }
    for (var key : decided.deletes()) {
      next.remove(key);
      changes.add(Fold.Change.delete(key));
    }
    audit.addAll(decided.audit());
    if (!changes.isEmpty()) {
      state = new Snapshot(next, state.revision + 1);
      folds.forEach(fold -> fold.apply(List.copyOf(changes)));
    }
    return decided.reply();
  }

  /** Puts one document, as Weft itself. */
  public void put(ResourceKind kind, String name, ObjectNode document) {
    decide(
        (before, now) ->
            new Decided<>(
                List.of(Put.of(new ResourceKey(kind, name), document, PrincipalId.WEFT)),
                List.of(),
                List.of(),
                name));
  }

  /** Puts one document given as JSON text with single quotes, which read better in Java. */
  public void put(ResourceKind kind, String name, String json) {
    put(kind, name, (ObjectNode) Json.parse(json.replace('\'', '"')));
  }

  /** Removes one resource, as Weft itself. */
  public void remove(ResourceKind kind, String name) {
    decide(
        (before, now) ->
            new Decided<>(List.of(), List.of(new ResourceKey(kind, name)), List.of(), name));
  }

  /** Waits for nobody who is just deciding, as with the real one. */
  @Override
  public MeshState state() {
    return state;
  }

  @Override
  public synchronized void follow(Fold fold) {
    if (!state.resources.isEmpty()) {
      fold.apply(state.resources.values().stream().map(Fold.Change::put).toList());
    }
    folds.add(fold);
  }

  /** The audit events so far. */
  public synchronized List<AuditEvent> audit() {
    return List.copyOf(audit);
  }

  private record Snapshot(Map<ResourceKey, Resource> resources, long revision)
      implements MeshState {
    @Override
    public Optional<Resource> get(ResourceKey key) {
      return Optional.ofNullable(resources.get(key));
    }

    @Override
    public List<Resource> all(ResourceKind kind) {
      return resources.values().stream().filter(resource -> resource.kind() == kind).toList();
    }
  }
}
