package dev.weft.server.openlineage;

import dev.weft.model.ResourceKind;
import dev.weft.server.observe.FlowFields;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells OpenLineage of flows, those on Kafka Connect too, and queries: looks at them every two
 * seconds, by a thread of its own, and hands to the outbox what has come to be. Changes of their
 * lineage are told within half a minute.
 */
public final class Emission implements Fold, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Emission.class);
  private static final long LOOK_SECONDS = 2;
  private static final Duration CHANGES = Duration.ofSeconds(30);
  private static final Set<ResourceKind> CONCERNS =
      Set.of(
          ResourceKind.FLOW,
          ResourceKind.QUERY_PLAN,
          ResourceKind.PARAMETERS,
          ResourceKind.PORT_FIELDS,
          ResourceKind.DATA_CONTRACT,
          ResourceKind.DATA_PRODUCT);

  private final Supplier<MeshState> state;
  private final Supplier<List<JobNow>> jobs;
  private final BooleanSupplier writes;
  private final FlowRuns runs;
  private final Outbox outbox;
  private final Clock clock;
  private final AtomicBoolean changed = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var made = new Thread(task, "openlineage-look");
            made.setDaemon(true);
            return made;
          });
  private Instant changesAt = Instant.EPOCH;

  /**
   * How Weft's own jobs are told.
   *
   * @param namespace theirs
   * @param every how often one that runs on says so
   * @param version Weft's
   * @param gateway {@code host:port}, which names the mesh's ports
   */
  public record Telling(
      String namespace, Duration every, String version, Supplier<String> gateway) {}

  /** Tells nothing while {@code writes} is false: the flows run on another server. */
  public Emission(
      Supplier<MeshState> state,
      Supplier<List<JobNow>> jobs,
      BooleanSupplier writes,
      FlowFields fields,
      Telling telling,
      Outbox outbox,
      Clock clock,
      Random random) {
    var events =
        new FlowEvents(fields, telling.namespace(), telling.version(), telling.gateway(), clock);
    this.state = state;
    this.jobs = jobs;
    this.writes = writes;
    this.runs = new FlowRuns(events, telling.every(), random);
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public void apply(List<Change> changes) {
    if (changes.stream().anyMatch(change -> CONCERNS.contains(change.key().kind()))) {
      changed.set(true);
    }
  }

  public void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      var now = clock.instant();
      if (!writes.getAsBoolean()) {
        runs.abort(now).forEach(outbox::send);
        return;
      }
      var isDue = !now.isBefore(changesAt.plus(CHANGES)) && changed.getAndSet(false);
      if (isDue) {
        changesAt = now;
      }
      runs.look(state.get(), jobs.get(), isDue, now).forEach(outbox::send);
    } catch (RuntimeException e) {
      LOG.warn("Flows could not be told to OpenLineage; the next look tries again", e);
    }
  }

  /** The flows that run here end with this server. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(LOOK_SECONDS, TimeUnit.SECONDS)) {
        runs.abort(clock.instant()).forEach(outbox::send);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
