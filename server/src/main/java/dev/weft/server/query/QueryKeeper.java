package dev.weft.server.query;

import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all queries as people want them. Only the writer's does anything; jobs of the embedded
 * cluster end with its process and go on from their checkpoints wherever the next writer is.
 *
 * <p>A few threads, so that one query that takes its time to stop does not hold up the others; none
 * of them before there is a query.
 */
public final class QueryKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(QueryKeeper.class);
  private static final long EVERY_MILLIS = 300;
  private static final int THREADS = 4;

  private final MeshLog mesh;
  private final BooleanSupplier writer;
  private final KeptQuery.Parts parts;
  private final Clock clock;
  private final Map<String, KeptQuery> kept = new ConcurrentHashMap<>();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clockwork;
  private final ExecutorService workers;

  QueryKeeper(MeshLog mesh, BooleanSupplier writer, KeptQuery.Parts parts, Clock clock) {
    this.mesh = mesh;
    this.writer = writer;
    this.parts = parts;
    this.clock = clock;
    this.clockwork = Executors.newSingleThreadScheduledExecutor(named("query-keeper"));
    this.workers = Executors.newFixedThreadPool(THREADS, named("queries"));
  }

  private static ThreadFactory named(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  public void start() {
    // What goes wrong is logged by the task itself, so nobody looks at the future.
    var unused =
        clockwork.scheduleWithFixedDelay(
            this::tick, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** How the queries are doing, by name. */
  public List<QueryStatus> status() {
    var state = mesh.state();
    return state.all(ResourceKind.QUERY, QuerySpec.class).stream()
        .map(this::status)
        .sorted(Comparator.comparing(QueryStatus::name))
        .toList();
  }

  /** How one is doing; empty for one that is not there. */
  public Optional<QueryStatus> status(String name) {
    return mesh.state().find(ResourceKind.QUERY, name, QuerySpec.class).map(this::status);
  }

  private QueryStatus status(QuerySpec query) {
    var its = kept.get(query.name());
    if (its != null && writer.getAsBoolean()) {
      return its.status();
    }
    var message =
        writer.getAsBoolean()
            ? ""
            : "The server that writes looks after it; GET /api/v1/status names it.";
    var waiting = JobStatus.waiting(message, clock.instant());
    return QueryStatus.of(query, waiting, Optional.empty(), Optional.empty());
  }

  private void tick() {
    try {
      if (writer.getAsBoolean()) {
        var state = mesh.state();
        if (parts.clusters().hasStarted()) {
          parts.cpu().look(state);
        }
        look(state);
      } else {
        kept.clear();
      }
    } catch (RuntimeException e) {
      log.error("Could not look after queries", e);
    }
  }

  private void look(MeshState state) {
    var queries = state.all(ResourceKind.QUERY, QuerySpec.class);
    for (var query : queries) {
      var its = kept.computeIfAbsent(query.name(), added -> new KeptQuery(parts, query));
      hand(query.name(), () -> its.keep(mesh.state(), query));
    }
    var names = queries.stream().map(QuerySpec::name).collect(Collectors.toSet());
    for (var run : state.all(ResourceKind.QUERY_RUN)) {
      var query = QueryLine.queryOf(run.name());
      if (!names.contains(query)) {
        hand(query, () -> end(query));
      }
    }
  }

  private void end(String name) {
    var its = kept.remove(name);
    var gone =
        its != null
            ? its
            : new KeptQuery(parts, new QuerySpec(name, "", null, "", "", null, null, "", null));
    gone.end(mesh.state());
  }

  /** Something to do for one query, that may take a while. */
  private interface Step {
    void run() throws InterruptedException;
  }

  private void hand(String name, Step step) {
    if (busy.add(name)) {
      workers.execute(
          () -> {
            try {
              step.run();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
              log.warn("Query {}: {}", name, e.getMessage(), e);
            } finally {
              busy.remove(name);
            }
          });
    }
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
    workers.shutdownNow();
  }
}
