package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.spi.Fold;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The lineage as the resources declare it, kept by following the mesh log. A change costs what it
 * touches, not what there is. Safe for any thread.
 */
public final class LineageGraph implements Fold {
  public static final int DEPTH_MAX = 50;
  public static final int NODES_MAX = 2000;
  public static final int EDGES_MAX = 10_000;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Assembly assembly = new Assembly();

  private final Clock clock;

  /** By the system's clock. */
  public LineageGraph() {
    this(Clock.systemUTC());
  }

  /**
   * @param clock says which tags hold
   */
  public LineageGraph(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void apply(List<Change> changes) {
    var told = new LinkedHashMap<ResourceKey, Optional<Facts>>();
    var now = clock.instant();
    changes.forEach(
        change -> told.put(change.key(), change.resource().flatMap(one -> Facts.of(one, now))));
    lock.writeLock().lock();
    try {
      assembly.change(told);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * What a node is connected with, nearest first, at most {@value #NODES_MAX} nodes.
   *
   * @param id such as {@code port/sales.invoices}
   * @param depth how many edges away, 1 to {@value #DEPTH_MAX}; others are brought into this range
   * @throws dev.weft.model.ProblemException of kind MISSING when there is no such node
   */
  public Graph walk(String id, Direction direction, int depth) {
    lock.readLock().lock();
    try {
      return walked(id, direction, Math.max(1, Math.min(depth, DEPTH_MAX)));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Whether there is such a node. */
  public boolean has(String id) {
    lock.readLock().lock();
    try {
      return assembly.node(id).isPresent();
    } finally {
      lock.readLock().unlock();
    }
  }

  private Graph walked(String id, Direction direction, int depth) {
    if (assembly.node(id).isEmpty()) {
      throw Problem.missing(
              "node-not-found",
              "There is no '" + id + "' in the lineage.",
              "Name it as kind/name, such as port/sales.invoices or product/sales.")
          .asException();
    }
    var walk = new Walk(assembly, depth);
    if (direction != Direction.DOWN) {
      walk.go(id, assembly::to, Edge::from);
    }
    if (direction != Direction.UP) {
      walk.go(id, assembly::from, Edge::to);
    }
    return walk.result();
  }
}
