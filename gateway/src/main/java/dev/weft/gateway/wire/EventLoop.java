package dev.weft.gateway.wire;

import dev.weft.gateway.wire.Entrance.Place;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a share of the connections, {@link ClientSide clients} and {@link BrokerSide brokers}
 * alike, on one thread with one selector. Only {@link #execute}, {@link #accept} and {@link
 * #close()} may be called from others.
 */
final class EventLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
  private static final Duration TICK = Duration.ofMillis(200);

  /** So long records are served in one turn, before somebody more urgent is looked for. */
  private static final Duration RECORDS_MAX = Duration.ofMillis(5);

  /**
   * And so many answers, or so many bytes of them, however long that takes: a loop that is kept off
   * the processor meanwhile would else look around for each answer that it serves.
   */
  private static final int RECORDS_MIN_ANSWERS = 16;

  private static final int RECORDS_MIN_BYTES = 128 * 1024;

  private static final int FETCHES_MAX = 8;

  private final Shared shared;
  private final AnswerMemory memory;
  private final Selector selector;
  private final ClientSide clients;
  private final BrokerSide brokers;
  private final Metrics metrics = new Metrics();
  private final Thread thread;
  private final Map<ApiKeys, ApiHandler> handlers;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Timers timers = new Timers();
  private final Turns<NetworkReceive> records = new Turns<>();
  private long epoch;
  private long keys;
  private volatile boolean running = true;

  EventLoop(int number, Shared shared, HandlerTable table) {
    this.shared = shared;
    var channels = new DoorChannels(shared);
    this.memory = new AnswerMemory(memoryBytes(), System::nanoTime);
    this.selector = selector(channels);
    this.clients = new ClientSide(this, selector, channels, shared);
    this.brokers = new BrokerSide(this, selector, shared.nodes(), System::nanoTime);
    this.handlers = table.handlers(shared);
    this.epoch = shared.decisions().epoch();
    this.keys = shared.credentials().revision();
    this.thread = new Thread(this::run, "weft-gateway-" + number);
  }

  void start() {
    after(TICK, this::tick);
    thread.start();
  }

  /** The time of this moment. */
  Instant now() {
    return shared.clock().instant();
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
  void accept(SocketChannel channel, Route route, Place place) {
    execute(() -> clients.register(channel, route, place));
  }

  ApiHandler handler(ApiKeys api) {
    var handler = handlers.get(api);
    if (handler == null) {
      throw new IllegalStateException("nobody serves " + api);
    }
    return handler;
  }

  /** Opens a connection to a broker. */
  Upstream connect(Route route, Runnable lost) {
    return brokers.connect(route, lost);
  }

  /** The memory for answers to this loop's clients. */
  AnswerMemory memory() {
    return memory;
  }

  void send(NetworkSend send) {
    selector.send(send);
  }

  void unmute(Session session) {
    clients.unmute(session);
  }

  void close(Session session) {
    clients.close(session);
  }

  void close(Upstream upstream) {
    brokers.close(upstream);
  }

  /** Ends the connection, soon, of a client whose broker does not answer. */
  void away(Session session, String reason) {
    clients.away(session, reason);
  }

  /** Finds out who has authenticated on this connection. */
  void identify(Session session, String clientId) {
    clients.identify(session, clientId);
  }

  /** Finds out whether it has logged in again. */
  void renew(Session session, String clientId) {
    clients.renew(session, clientId);
  }

  /** Runs what serves one client; if it throws, that client's connection ends and no other. */
  void guard(Session session, Runnable task) {
    clients.guard(session, task);
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

  private long memoryBytes() {
    var limits = shared.settings().limits();
    return Math.max(limits.bufferBytes() / shared.settings().eventLoops(), limits.fetchBytes());
  }

  private Selector selector(DoorChannels channels) {
    var limits = shared.settings().limits();
    var requests = new RequestMemory(memoryBytes() / 2);
    return new Selector(
        NetworkReceive.UNLIMITED,
        limits.idle().toMillis(),
        (int) shared.settings().logins().failureDelay().toMillis(),
        metrics,
        Time.SYSTEM,
        "weft-gateway",
        Map.of(),
        false,
        false,
        new TwoSidedChannels(channels, shared.broker().channels(), limits.requestBytes(), requests),
        memory.pool(),
        new LogContext());
  }

  private void run() {
    try {
      while (running) {
        turn();
      }
    } finally {
      clients.closeAll();
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
      selector.poll(records.isEmpty() ? timers.untilNext(TICK).toMillis() + 1 : 0);
    } catch (IOException | RuntimeException | Error e) {
      unexpected(e);
    }
    each(List.of(brokers), BrokerSide::advance);
    each(selector.completedSends(), this::sent);
    each(selector.completedReceives(), this::received);
    selector.clearCompletedReceives();
    each(List.of(memory), this::fetch);
    each(List.of(records), this::serve);
    each(selector.disconnected().entrySet(), gone -> disconnected(gone.getKey(), gone.getValue()));
    each(timers.due(), Runnable::run);
    notice(shared.decisions().epoch(), shared.credentials().revision());
  }

  /** What goes wrong with one must not keep the others from their turn. */
  static <T> void each(Collection<T> items, Consumer<T> action) {
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

  private void sent(NetworkSend send) {
    if (!brokers.sent(send)) {
      clients.sent(send);
    }
  }

  private void received(NetworkReceive receive) {
    brokers
        .priority(receive)
        .ifPresentOrElse(
            priority -> records.add(priority, receive, receive.size()), () -> take(receive));
  }

  /** Serves records that have come, the most urgent first, until it is time to look again. */
  private void serve(Turns<NetworkReceive> waiting) {
    var until = System.nanoTime() + RECORDS_MAX.toNanos();
    var answers = 0;
    var bytes = 0L;
    while (!waiting.isEmpty()
        && ((answers < RECORDS_MIN_ANSWERS && bytes < RECORDS_MIN_BYTES)
            || System.nanoTime() - until < 0)) {
      var next = waiting.next().orElseThrow();
      answers++;
      bytes += next.size();
      take(next);
    }
  }

  /** Lets fetches go on that have waited for memory. */
  private void fetch(AnswerMemory room) {
    for (int i = 0; i < FETCHES_MAX; i++) {
      room.next().ifPresent(Runnable::run);
    }
  }

  /** From a broker, or from a client; or from one that has gone while it waited. */
  private void take(NetworkReceive receive) {
    if (!brokers.received(receive)) {
      clients.received(receive);
    }
  }

  private void disconnected(String id, ChannelState state) {
    if (!brokers.disconnected(id, state)) {
      clients.disconnected(id, state);
    }
  }

  /** Looks, when something has changed, at those connections that it may concern at once. */
  private void notice(long epochNow, long keysNow) {
    if (keysNow != keys) {
      clients.checkRights(session -> true);
    } else if (epochNow != epoch) {
      clients.checkRights(Session::isDelivering);
    }
    epoch = epochNow;
    keys = keysNow;
  }

  private void tick() {
    after(TICK, this::tick);
    clients.tick();
  }
}
