package dev.weft.server.observe;

import dev.weft.model.FlowSpec;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.parameters.BoundValues;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import dev.weft.spi.SourceObserver;
import dev.weft.spi.flow.SourceTables;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in the mesh log which tables the sources of flows could read, and what changes there. What
 * only flows have seen that are gone is forgotten. Safe for any thread; never blocks who tells it.
 */
public final class SourceWatch implements SourceObserver, Fold {
  private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

  private final MeshLog mesh;
  private final BooleanSupplier writes;
  private final Executor executor;
  private final AtomicBoolean due = new AtomicBoolean();

  public SourceWatch(MeshLog mesh, BooleanSupplier writes, Executor executor) {
    this.mesh = mesh;
    this.writes = writes;
    this.executor = executor;
  }

  @Override
  public CompletableFuture<List<String>> seen(Reader reader, SourceTables tables) {
    return CompletableFuture.supplyAsync(() -> note(reader, tables), executor)
        .exceptionally(
            failure -> {
              LOG.warn("What flow {} sees at its source is not known yet", reader.flow(), failure);
              return List.of();
            });
  }

  /** Most of the time nothing is new, and then nothing is written. */
  private List<String> note(Reader reader, SourceTables tables) {
    var before = look(mesh.state(), Instant.EPOCH, reader, tables);
    return before.isNothing()
        ? List.of()
        : mesh.decide((state, now) -> look(state, now, reader, tables).decided());
  }

  private static TableSighting look(
      MeshState state, Instant now, Reader reader, SourceTables tables) {
    var sighting = new TableSighting(state, now, reader);
    state
        .find(ResourceKind.FLOW, reader.flow(), FlowSpec.class)
        .ifPresent(flow -> sighting.take(flow, values(state, reader.flow()), tables));
    return sighting;
  }

  private static BoundValues values(MeshState state, String flow) {
    return state
        .get(FlowParameters.key(flow))
        .map(bound -> bound.as(BoundValues.class))
        .orElse(BoundValues.NOTHING);
  }

  @Override
  public void apply(List<Change> changes) {
    var isFlow = changes.stream().anyMatch(change -> change.key().kind() == ResourceKind.FLOW);
    if (isFlow && writes.getAsBoolean() && due.compareAndSet(false, true)) {
      executor.execute(this::forget);
    }
  }

  /** Takes out what no processor of a flow sees any more. */
  private void forget() {
    due.set(false);
    try {
      if (TableSighting.stale(mesh.state()).findAny().isPresent()) {
        mesh.decide((state, now) -> TableSighting.withoutStale(state));
      }
    } catch (RuntimeException e) {
      LOG.warn("Tables that no flow sees any more are still listed", e);
    }
  }

  /** Whether a flow still has a processor. */
  static boolean has(MeshState state, String flow, String processor) {
    return state
        .get(new ResourceKey(ResourceKind.FLOW, flow))
        .map(Resource::document)
        .map(
            document ->
                document
                    .path("processors")
                    .valueStream()
                    .anyMatch(one -> one.path("name").asText().equals(processor)))
        .orElse(false);
  }
}
