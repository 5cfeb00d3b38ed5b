package dev.weft.server;

import dev.weft.server.apply.Applier;
import dev.weft.server.apply.Reconciler;
import dev.weft.server.identity.Logins;
import dev.weft.server.requests.Subscriptions;
import dev.weft.spi.MeshLog;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One running Weft: everything, built top to bottom. What starts first stops last.
 *
 * <p>Reading {@link #build} is reading the architecture: the log, the views that follow it, the
 * door, the flows, what people do, and HTTP in front. Each is a class of its own, which makes its
 * parts with plain constructors.
 */
public final class Weft implements AutoCloseable {
  private final Parts parts = new Parts();
  private MeshBase base;
  private MeshDoor door;
  private Desk desk;

  private Weft() {}

  /**
   * Starts everything; returns when people can use it.
   *
   * @param onBroken is told when a view can no longer follow the log: end the process then
   * @throws dev.weft.model.ProblemException what is in the way, after everything is stopped again
   */
  public static Weft start(Settings settings, Consumer<Throwable> onBroken) {
    var weft = new Weft();
    try {
      weft.build(settings, onBroken);
      return weft;
    } catch (RuntimeException e) {
      weft.close();
      throw e;
    }
  }

  /** Where the portal and REST are. */
  public String url() {
    return base.url;
  }

  /** Where Kafka clients connect. */
  public String gatewayAddress() {
    return door.address();
  }

  /** What a program in this process may do besides REST: the demo. */
  record Desk(
      MeshLog mesh,
      Applier applier,
      Reconciler reconciler,
      Logins logins,
      Subscriptions subscriptions) {}

  Desk desk() {
    return desk;
  }

  private void build(Settings settings, Consumer<Throwable> onBroken) {
    base = new MeshBase(settings, onBroken, parts);
    var views = new MeshViews(base);
    door = new MeshDoor(base, views);
    var reconciling = new AtomicReference<Runnable>(() -> {});
    var flows = new MeshFlows(base, views, door, () -> reconciling.get().run());
    var acts = new MeshActs(base, views, door, flows);
    reconciling.set(acts.reconciler::reconcile);
    acts.start();
    desk = new Desk(base.mesh, acts.applier, acts.reconciler, door.logins, acts.subscriptions);
    var people = new MeshPeople(base, door);
    people.start();
    new MeshFront(base, views, door, flows, acts, people).open();
    // Last, and in the background: nobody waits for a language model to start.
    views.search.computeMeanings();
  }

  /** Stops everything, the last started first. */
  @Override
  public void close() {
    parts.close();
  }
}
