package dev.weft.gateway.wire;

import dev.weft.gateway.access.AuditWatch;
import dev.weft.gateway.access.FailedLogins;
import dev.weft.spi.AccessObserver.Authentication;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.memory.SimpleMemoryPool;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a share of the connections, clients and broker side alike, on one thread with one
 * selector. Only {@link #execute}, {@link #accept} and {@link #close()} may be called from others.
 */
final class EventLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final Shared shared;
  private final DoorChannels clients;
  private final Selector selector;
  private final Metrics metrics = new Metrics();
  private final Thread thread;
  private final Map<ApiKeys, ApiHandler> handlers;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Timers timers = new Timers();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Map<String, Upstream> upstreams = new HashMap<>();
  private final List<Upstream> connecting = new ArrayList<>();
  private int lastId;
  private int brokerIndex;
  private long epoch;
  private volatile boolean running = true;

  EventLoop(int number, Shared shared, HandlerTable table) {
    this.shared = shared;
    this.clients =
        new DoorChannels(
            shared.settings(),
            shared.credentials(),
            shared.failedLogins(),
            shared.decoys(),
            shared.offered());
    this.selector = selector();
    this.handlers = table.handlers(shared);
    this.epoch = shared.decisions().epoch();
    this.thread = new Thread(this::run, "weft-gateway-" + number);
  }

  void start() {
    after(TICK, this::tick);
    thread.start();
  }

  /** Runs the task on this loop's thread. */
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Runs the task on this loop's thread, not before this time has passed. */
  void after(Duration delay, Runnable task) {
    timers.add(delay, task);
  }

  /** Takes over a client's new connection. */
  void accept(SocketChannel channel) {
    execute(() -> register(channel));
  }

  ApiHandler handler(ApiKeys api) {
    var handler = handlers.get(api);
    if (handler == null) {
      throw new IllegalStateException("nobody serves " + api);
    }
    return handler;
  }

  /** Opens a connection to the broker. */
  Upstream connect(Runnable lost) {
    var addresses = shared.broker().addresses();
    var upstream = new Upstream(this, TwoSidedChannels.BROKER_SIDE + ++lastId, lost);
    try {
      selector.connect(
          upstream.id(),
          addresses.get(Math.floorMod(brokerIndex, addresses.size())),
          Selectable.USE_DEFAULT_BUFFER_SIZE,
          Selectable.USE_DEFAULT_BUFFER_SIZE);
    } catch (IOException e) {
      brokerIndex++;
      throw new BrokerAway(e);
    }
    upstreams.put(upstream.id(), upstream);
    connecting.add(upstream);
    return upstream;
  }

  void send(NetworkSend send) {
    selector.send(send);
  }

  void unmute(Session session) {
    if (sessions.containsKey(session.id()) && selector.channel(session.id()) != null) {
      selector.unmute(session.id());
    }
  }

  void close(Session session) {
    if (sessions.remove(session.id()) != null) {
      clients.take(session.id());
      selector.close(session.id());
      session.ended();
      shared.counters().connections.decrementAndGet();
    }
  }

  void close(Upstream upstream) {
    upstreams.remove(upstream.id());
    connecting.remove(upstream);
    selector.close(upstream.id());
  }

  /** Finds out who has authenticated on this connection. */
  void identify(Session session, String clientId) {
    var attempt = clients.take(session.id());
    if (attempt == null) {
      session.close("nobody has authenticated");
    } else {
      session.authenticated(attempt, clientId);
    }
  }

  @Override
  public void close() {
    running = false;
    selector.wakeup();
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Selector selector() {
    var settings = shared.settings();
    var pool = Math.max(settings.bufferBytes() / settings.eventLoops(), settings.maxFetchBytes());
    return new Selector(
        NetworkReceive.UNLIMITED,
        settings.idleTimeout().toMillis(),
        (int) settings.failedLoginDelay().toMillis(),
        metrics,
        Time.SYSTEM,
        "weft-gateway",
        Map.of(),
        false,
        false,
        new TwoSidedChannels(clients, shared.broker().channels(), settings.maxRequestBytes()),
        new SimpleMemoryPool(pool, (int) Math.min(pool, Integer.MAX_VALUE), false, null),
        new LogContext());
  }

  private void run() {
    try {
      while (running) {
        turn();
      }
    } finally {
      each(sessions.values(), this::close);
      selector.close();
      metrics.close();
    }
  }

  private void turn() {
    try {
      for (var task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      // Rounded up: waking a little early would only mean to turn in vain.
      selector.poll(timers.untilNext(TICK).toMillis() + 1);
    } catch (IOException | RuntimeException | Error e) {
      unexpected(e);
    }
    each(connecting, this::checkReady);
    each(selector.completedSends(), this::sent);
    each(selector.completedReceives(), this::received);
    selector.clearCompletedReceives();
    each(selector.disconnected().entrySet(), gone -> disconnected(gone.getKey(), gone.getValue()));
    each(timers.due(), Runnable::run);
    notice(shared.decisions().epoch());
  }

  /** What goes wrong with one must not keep the others from their turn. */
  private static <T> void each(Collection<T> items, Consumer<T> action) {
    for (var item : List.copyOf(items)) {
      try {
        action.accept(item);
      } catch (RuntimeException | Error e) {
        unexpected(e);
      }
    }
  }

  private static void unexpected(Throwable failure) {
    log.error("The gateway's loop met something unexpected and goes on.", failure);
  }

  private void register(SocketChannel channel) {
    var id = "client-" + ++lastId;
    try {
      var remote = (InetSocketAddress) channel.getRemoteAddress();
      sessions.put(id, new Session(this, shared, id, remote.getAddress(), remote.getPort()));
      selector.register(id, channel);
    } catch (IOException | RuntimeException e) {
      sessions.remove(id);
      shared.counters().connections.decrementAndGet();
      log.warn("A new connection could not be taken over: {}", e.getMessage());
    }
  }

  private void checkReady(Upstream upstream) {
    if (selector.isChannelReady(upstream.id())) {
      connecting.remove(upstream);
      upstream.ready();
    }
  }

  private void sent(NetworkSend send) {
    var upstream = upstreams.get(send.destinationId());
    if (upstream != null) {
      upstream.sent();
      return;
    }
    var session = sessions.get(send.destinationId());
    if (session != null) {
      session.answered();
    }
  }

  private void received(NetworkReceive receive) {
    var upstream = upstreams.get(receive.source());
    if (upstream != null) {
      fromBroker(upstream, receive);
      return;
    }
    var session = sessions.get(receive.source());
    if (session != null) {
      fromClient(session, receive);
    } else {
      Exchange.release(receive); // its connection was closed a moment ago
    }
  }

  private void fromClient(Session session, NetworkReceive receive) {
    guard(
        session,
        () -> {
          selector.mute(session.id());
          receive.payload().rewind();
          session.received(receive.payload());
        });
  }

  /** Runs what serves one client; if it throws, that client's connection ends and no other. */
  void guard(Session session, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failed(session, e);
    }
  }

  private void fromBroker(Upstream upstream, NetworkReceive receive) {
    try {
      upstream.received(receive);
    } catch (RuntimeException | Error e) {
      log.error("An answer of the broker could not be passed on.", e);
      upstream.lost();
    }
  }

  private void failed(Session session, Throwable reason) {
    if (reason instanceof BrokerAway) {
      session.close("the broker cannot be reached: " + reason.getMessage());
    } else if (reason instanceof KafkaException) {
      session.close("its request could not be understood: " + reason.getMessage());
    } else {
      log.error("Serving {} failed.", session, reason);
      session.close("the gateway failed to serve it");
    }
  }

  private void disconnected(String id, ChannelState state) {
    var upstream = upstreams.remove(id);
    if (upstream != null) {
      connecting.remove(upstream);
      brokerIndex++;
      if (state.state() == ChannelState.State.AUTHENTICATION_FAILED) {
        log.error("The broker refuses the gateway's own login: {}", state.exception().getMessage());
      }
      upstream.lost();
      return;
    }
    var session = sessions.get(id);
    if (session != null) {
      var attempt = clients.take(id);
      if (attempt != null && state.state() == ChannelState.State.AUTHENTICATION_FAILED) {
        session.failed(attempt, "Unknown key or wrong secret.");
      }
      close(session);
    }
  }

  private void notice(long current) {
    if (current != epoch) {
      epoch = current;
      each(sessions.values(), this::check);
    }
  }

  private void tick() {
    after(TICK, this::tick);
    each(sessions.values(), this::check);
    shared.failedLogins().untold().forEach(this::report);
  }

  private void report(FailedLogins.Untold logins) {
    var reason = "Tried again while it may not, after too many failures.";
    AuditWatch.watch(
        shared
            .observer()
            .authenticated(
                new Authentication(
                    logins.keyId(),
                    Optional.empty(),
                    "",
                    logins.address(),
                    false,
                    reason,
                    logins.count())),
        "logins with " + logins.keyId());
  }

  private void check(Session session) {
    var now = shared.clock().instant();
    if (!session.isAuthenticated()) {
      checkLogin(session, now);
    } else {
      session.check(now);
    }
  }

  private void checkLogin(Session session, Instant now) {
    if (selector.isChannelReady(session.id())) {
      // A client says its name with the first request, so that is waited for a little.
      if (now.isAfter(session.since().plus(QUIET))) {
        identify(session, "");
      }
    } else if (now.isAfter(session.since().plus(shared.settings().loginTimeout()))) {
      session.close("it has not authenticated in time");
    }
  }
}
