package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Nodes.Advertised;
import dev.weft.gateway.wire.Nodes.Node;
import dev.weft.gateway.wire.Nodes.Seen;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the brokers as they come, go and move, and gives each a port of the gateway. Looks every
 * half minute, and at once when an answer names a broker that is not known as it says, or one does
 * not answer. Has one thread, on which names of hosts are resolved, too.
 *
 * <p>A broker keeps its port for as long as it is there, and ten minutes longer. Its number says
 * which one it gets, as long as there are enough: so several gateways, and the same one after a
 * restart, come to the same.
 */
final class NodeWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration PAUSE_MIN = Duration.ofMillis(250);
  private static final Duration KEPT_WHEN_GONE = Duration.ofMinutes(10);

  /** Asks the cluster which brokers it has now. */
  interface Roll {
    Collection<Seen> call() throws IOException;
  }

  private final Nodes nodes;
  private final BrokerDoors doors;
  private final Roll roll;
  private final LongSupplier nanos;
  private final Map<Integer, Long> lastSeen = new HashMap<>();
  private final Thread thread = new Thread(this::run, "weft-gateway-nodes");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition doubted = lock.newCondition();
  private boolean inDoubt;
  private volatile boolean running = true;

  NodeWatch(Nodes nodes, BrokerDoors doors, Roll roll, LongSupplier nanos) {
    this.nodes = nodes;
    this.doors = doors;
    this.roll = roll;
    this.nanos = nanos;
    thread.setDaemon(true);
  }

  /**
   * Takes the first roll and follows from then on.
   *
   * @throws dev.weft.model.ProblemException when there is no port for one of the brokers
   */
  void start(Collection<Seen> first) {
    update(first);
    doors.requireAll(nodes.known().keySet(), first);
    nodes.onDoubt(this::doubt);
    thread.start();
  }

  @Override
  public void close() {
    running = false;
    doubt();
  }

  private void doubt() {
    lock.lock();
    try {
      inDoubt = true;
      doubted.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (running) {
      try {
        awaitDoubt();
        if (running) {
          update(roll.call());
        }
      } catch (IOException e) {
        log.warn("Which brokers there are cannot be found out now: {}", e.getMessage());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.error("Following the brokers met something unexpected and goes on.", e);
      }
    }
  }

  private void awaitDoubt() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(PAUSE_MIN.toNanos());
    lock.lock();
    try {
      var left = PAUSE.toNanos();
      while (!inDoubt && left > 0) {
        left = doubted.awaitNanos(left);
      }
      inDoubt = false;
    } finally {
      lock.unlock();
    }
  }

  private void update(Collection<Seen> seen) {
    var now = new HashMap<>(nodes.known());
    var time = nanos.getAsLong();
    seen.forEach(each -> lastSeen.put(each.id(), time));
    forgetGone(now, time);
    var single = seen.size() == 1 && now.keySet().stream().allMatch(id -> isOnly(seen, id));
    for (var each : seen.stream().sorted((a, b) -> Integer.compare(a.id(), b.id())).toList()) {
      var address = new InetSocketAddress(each.host(), each.port());
      doors
          .door(each.id(), single)
          .ifPresent(at -> now.put(each.id(), changed(nodes.known(), each, address, at)));
    }
    if (!now.equals(nodes.known())) {
      nodes.update(now);
    }
  }

  private static boolean isOnly(Collection<Seen> seen, int id) {
    return seen.stream().allMatch(each -> each.id() == id);
  }

  private static Node changed(
      Map<Integer, Node> before, Seen seen, InetSocketAddress address, Advertised at) {
    var node = new Node(seen, address, at);
    if (!node.equals(before.get(seen.id()))) {
      log.info("Broker {} at {}:{} is reached at {}.", seen.id(), seen.host(), seen.port(), at);
    }
    return node;
  }

  private void forgetGone(Map<Integer, Node> now, long time) {
    for (var id : List.copyOf(now.keySet())) {
      if (time - lastSeen.getOrDefault(id, time) > KEPT_WHEN_GONE.toNanos()) {
        log.info("Broker {} has been gone for a while; its port is closed.", id);
        now.remove(id);
        lastSeen.remove(id);
        doors.close(id);
      }
    }
  }
}
