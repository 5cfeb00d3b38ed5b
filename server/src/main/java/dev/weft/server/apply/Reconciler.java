package dev.weft.server.apply;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.access.ChangedProducts;
import dev.weft.server.requests.Subscriptions;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the world as the resources say: topics for ports, subscriptions for input ports, flows that
 * run, grants that end. Only the writer's does anything; it looks after every change and each
 * second.
 */
public final class Reconciler implements Fold, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final MeshLog mesh;
  private final BooleanSupplier writer;
  private final PortTopics topics;
  private final Subscriptions subscriptions;
  private final FlowDeployer flows;
  private final Predicate<MeshState> outside;
  private final Runnable sweep;

  /** So that one command does not hold up the others for long. */
  private static final int INPUTS_AT_ONCE = 500;

  private static final int TAKERS_AT_ONCE = 500;

  private final ChangedProducts products = new ChangedProducts();
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong done = new AtomicLong(-1);
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "reconciler");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * {@code outside} says whether something beside the log has changed that flows run with; it is
   * asked every two seconds. {@code sweep} removes what has ended besides grants: tokens. Runs each
   * minute.
   */
  public Reconciler(
      MeshLog mesh,
      BooleanSupplier writer,
      PortTopics topics,
      Subscriptions subscriptions,
      FlowDeployer flows,
      Predicate<MeshState> outside,
      Runnable sweep) {
    this.mesh = mesh;
    this.writer = writer;
    this.topics = topics;
    this.subscriptions = subscriptions;
    this.flows = flows;
    this.outside = outside;
    this.sweep = sweep;
  }

  public void start() {
    repeat("expire grants", this::tick, Duration.ofMillis(500));
    repeat("look outside", () -> ifWriter(this::lookOutside), Duration.ofSeconds(2));
    repeat("sweep tokens", () -> ifWriter(sweep), Duration.ofMinutes(1));
    repeat("look at all products", this::lookAtAll, Duration.ofMinutes(1));
  }

  private void repeat(String what, Runnable task, Duration every) {
    // What goes wrong is logged by the task itself, so nobody looks at the future.
    var unused =
        clockwork.scheduleWithFixedDelay(
            () -> quietly(what, task), 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void apply(List<Change> all) {
    products.note(all);
    if (all.stream().anyMatch(change -> matters(change.key().kind()))) {
      changes.incrementAndGet();
    }
  }

  /** Looks now; returns when topics and subscriptions are as the resources say. */
  public synchronized void reconcile() {
    if (!writer.getAsBoolean()) {
      flows.leave(mesh.state());
      products.noteAll();
      done.set(-1); // So that everything is looked at when this server becomes the writer.
      return;
    }
    var seen = changes.get();
    var part = products.take();
    try {
      var changed = present(mesh.state(), part.namesWithReaders(mesh.state()));
      topics.ensure(mesh.state(), changed);
      subscribeInputs(changed);
    } catch (RuntimeException e) {
      products.putBack(part);
      throw e;
    }
    flows.deploy(mesh.state());
    done.set(seen);
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }

  private void tick() {
    ifWriter(subscriptions::expire);
    if (changes.get() != done.get() || !writer.getAsBoolean()) {
      reconcile();
    }
  }

  /** What products read also depends on what has ended, or is enforced elsewhere. */
  private void lookAtAll() {
    products.noteAll();
    changes.incrementAndGet();
  }

  private void lookOutside() {
    if (outside.test(mesh.state())) {
      reconcile();
    }
  }

  private void ifWriter(Runnable task) {
    if (writer.getAsBoolean()) {
      task.run();
    }
  }

  /** Looks beside the writer's thread first: there is something to decide for few of them. */
  private void subscribeInputs(List<DataProduct> changed) {
    var takers = changed.stream().filter(product -> !product.inputPorts().isEmpty()).toList();
    for (var from = 0; from < takers.size(); from += TAKERS_AT_ONCE) {
      var some = takers.subList(from, Math.min(takers.size(), from + TAKERS_AT_ONCE));
      while (subscriptions.lackInputs(mesh.state(), some)) {
        var asked =
            mesh.decide(
                (state, now) -> {
                  var names = some.stream().map(DataProduct::id).toList();
                  var wanted =
                      subscriptions.forInputPorts(
                          state, present(state, names), now, INPUTS_AT_ONCE);
                  return wanted.isEmpty() ? MeshLog.Decided.nothing(0) : requested(wanted);
                });
        if (asked == 0) {
          break; // What was lacking is not any more, or not yet.
        }
      }
    }
  }

  private static List<DataProduct> present(MeshState state, Collection<String> names) {
    return names.stream()
        .flatMap(name -> state.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class).stream())
        .toList();
  }

  private static MeshLog.Decided<Integer> requested(List<Subscription> wanted) {
    var puts = new ArrayList<MeshLog.Put>();
    var events = new ArrayList<AuditEvent>();
    for (var one : wanted) {
      var key = new ResourceKey(ResourceKind.SUBSCRIPTION, one.id());
      puts.add(MeshLog.Put.of(key, Json.tree(one), PrincipalId.WEFT));
      var details = Json.object().put("port", one.port());
      details.set("after", Json.tree(one));
      var approved = one.status() == Subscription.Status.APPROVED;
      events.add(
          new AuditEvent(
              PrincipalId.WEFT,
              approved ? "subscription.approve" : "subscription.request",
              key.toString(),
              true,
              details));
    }
    return new MeshLog.Decided<>(puts, List.of(), events, wanted.size());
  }

  private static boolean matters(ResourceKind kind) {
    return switch (kind) {
      case DATA_PRODUCT, DATA_CONTRACT, FLOW, FLOW_CONTROL, ENVIRONMENT -> true;
      case PARAMETERS, PARAMETER_CONTEXT, CONTEXT_PARAMETERS -> true;
      default -> false;
    };
  }

  private static void quietly(String what, Runnable task) {
    try {
      task.run();
    } catch (ProblemException e) {
      LOG.warn("Could not {}: {}", what, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Could not {}", what, e);
    }
  }
}
