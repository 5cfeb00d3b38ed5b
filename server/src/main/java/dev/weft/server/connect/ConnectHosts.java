package dev.weft.server.connect;

import dev.weft.flow.FlowStatus;
import dev.weft.flow.FlowStatus.State;
import dev.weft.model.Environment;
import dev.weft.model.FlowSpec;
import dev.weft.model.ProblemException;
import dev.weft.server.identity.HostKeys;
import dev.weft.spi.MeshLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows that run on Kafka Connect clusters: gives each a key and a connector, starts its task
 * anew when it has failed, and takes both away again. The key goes first, in the mesh log, so that
 * whatever a worker still does, it is nothing to the mesh any more.
 *
 * <p>Only the writer's does anything. A thread of its own talks to the clusters.
 */
public final class ConnectHosts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConnectHosts.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration HEARD_LATELY = Duration.ofSeconds(10);
  private static final int LEFTOVERS_MAX = 10_000;

  private final HostGrants grants;
  private final HostedFlows hosted;
  private final ConnectorSettings settings;
  private final Clock clock;
  private final ConnectRest rest = new ConnectRest();
  private final Map<String, Deployment> wanted = new ConcurrentHashMap<>();

  /** Connectors on clusters that their flows have left for another one. */
  private final Set<FlowHost> leftovers = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "connect-hosts");
            thread.setDaemon(true);
            return thread;
          });

  public ConnectHosts(
      MeshLog mesh, HostKeys keys, HostedFlows hosted, ConnectorSettings settings, Clock clock) {
    this.grants = new HostGrants(mesh, keys);
    this.hosted = hosted;
    this.settings = settings;
    this.clock = clock;
  }

  public void start() {
    // What goes wrong is logged by the task itself, so nobody looks at the future.
    var unused =
        clockwork.scheduleWithFixedDelay(
            this::tick, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * From now on the flow runs there, with a key of its own. It must not run in the server any more.
   */
  public void host(FlowSpec flow, Environment.Connect connect) {
    var before = grants.find(flow.name());
    var stays = before.filter(host -> grants.holds(host, flow, connect)).isPresent();
    if (!stays) {
      before
          .filter(host -> !host.connect().equals(connect.url()))
          .filter(host -> leftovers.size() < LEFTOVERS_MAX)
          .ifPresent(leftovers::add);
      grants.give(flow, connect);
    }
    var known = wanted.get(flow.name());
    if (!stays || known == null || !known.connect.equals(connect)) {
      wanted.put(flow.name(), new Deployment(flow, connect, clock.instant()));
    }
  }

  /**
   * The flow is no more to run there; returns when whatever still does has no right any more. That
   * may leave a transaction open, which only the flow's next writer ends.
   *
   * @return whether it was to run there
   */
  public boolean leave(String flow) {
    wanted.remove(flow);
    hosted.forget(flow);
    return grants.take(flow);
  }

  /** Which flows have a host now. */
  public Set<String> hosted() {
    return grants.hosted();
  }

  /** Another server writes: it looks after them. */
  public void forget() {
    wanted.clear();
    leftovers.clear();
  }

  /** How the flows are doing. */
  public List<FlowStatus> status() {
    return wanted.values().stream().map(this::status).toList();
  }

  /** What each processor did in the last five minutes; empty when it is not hosted. */
  public List<FlowStatus.History> history(String flow) {
    return wanted.containsKey(flow)
        ? hosted.heard(flow).map(heard -> heard.beat().history()).orElse(List.of())
        : List.of();
  }

  private FlowStatus status(Deployment one) {
    var now = clock.instant();
    var said =
        hosted
            .heard(one.flow.name())
            .filter(heard -> heard.at().plus(HEARD_LATELY).isAfter(now))
            .filter(heard -> heard.beat().status() != null);
    if (said.isEmpty()) {
      var message =
          !one.trouble.isEmpty()
              ? one.trouble
              : "Kafka Connect at " + one.connect.url() + " starts it" + where(one) + ".";
      return new FlowStatus(one.flow.name(), one.flow.product(), State.WAITING, one.since, message);
    }
    var its = said.get().beat().status();
    var refusal = hosted.refusal(its.name());
    var bulletins = new ArrayList<>(its.bulletins());
    bulletins.add(
        new FlowStatus.Bulletin(
            said.get().at(),
            FlowStatus.Level.INFO,
            "",
            "It runs on Kafka Connect at "
                + one.connect.url()
                + ", worker "
                + said.get().beat().host()
                + ".",
            1));
    return new FlowStatus(
        its.name(),
        its.product(),
        refusal.isEmpty() ? its.status() : State.WAITING,
        its.since(),
        refusal.isEmpty() ? its.message() : refusal,
        its.processors(),
        its.connections(),
        bulletins,
        its.readings());
  }

  private static String where(Deployment one) {
    return one.status
        .filter(ConnectorStatus::isUnassigned)
        .map(
            any ->
                "; its task has no worker now (a lost worker's tasks wait for"
                    + " scheduled.rebalance.max.delay.ms)")
        .orElse("");
  }

  private void tick() {
    var silent = new HashMap<String, String>();
    for (var host : List.copyOf(leftovers)) {
      guarded(host, silent, () -> remove(host));
    }
    for (var host : grants.all()) {
      if (host.ended()) {
        guarded(host, silent, () -> removeForGood(host));
      } else if (wanted.containsKey(host.flow())) {
        guarded(host, silent, () -> look(host, wanted.get(host.flow())));
      }
    }
  }

  /** What is done on a cluster. */
  private interface Work {
    void run() throws IOException;
  }

  /**
   * A cluster that has not answered is not asked again in this round; all its flows say so.
   *
   * @param silent those clusters, with what is said of each
   */
  private void guarded(FlowHost host, Map<String, String> silent, Work work) {
    var deployment = Optional.ofNullable(wanted.get(host.flow()));
    if (silent.containsKey(host.connect())) {
      trouble(deployment, silent.get(host.connect()));
      return;
    }
    try {
      work.run();
    } catch (ConnectRest.Refused e) {
      if (!e.isRebalancing()) {
        trouble(deployment, "Kafka Connect refuses its connector: " + e.getMessage());
      }
    } catch (IOException e) {
      var message = "Kafka Connect at " + host.connect() + " does not answer: " + words(e) + ".";
      silent.put(host.connect(), message);
      trouble(deployment, message);
    } catch (ProblemException e) {
      log.warn("Flow {} on {}: {}", host.flow(), host.connect(), e.getMessage());
    } catch (RuntimeException e) {
      log.error("Flow {} on {} cannot be looked after", host.flow(), host.connect(), e);
    }
  }

  private static void trouble(Optional<Deployment> deployment, String message) {
    deployment
        .filter(one -> !one.trouble.equals(message))
        .ifPresent(
            one -> {
              one.trouble = message;
              log.warn("Flow {}: {}", one.flow.name(), message);
            });
  }

  private void look(FlowHost host, Deployment one) throws IOException {
    var now = clock.instant();
    if (!one.isSettled()) {
      var shall = settings.of(host, one.connect);
      if (!rest.config(host).equals(Optional.of(shall))) {
        rest.put(host, shall);
      }
      one.settled(now);
    } else if (one.isLookDue(now)) {
      var found = rest.status(host);
      if (found.isEmpty()) {
        one.unsettle(); // Somebody has removed it.
        return;
      }
      one.looked(found.get(), now);
      var heard = hosted.heard(host.flow()).map(HostedFlows.Heard::at);
      if (one.needsRestart(heard, now)) {
        log.warn("Flow {}: its task is started anew. {}", host.flow(), one.trouble);
        one.restarted(now);
        rest.restart(host);
      }
    }
  }

  private void remove(FlowHost host) throws IOException {
    rest.delete(host);
    leftovers.remove(host);
  }

  private void removeForGood(FlowHost host) throws IOException {
    rest.delete(host);
    grants.removed(host.flow());
  }

  private static String words(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
