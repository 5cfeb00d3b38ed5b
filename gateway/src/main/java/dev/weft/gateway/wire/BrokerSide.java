package dev.weft.gateway.wire;

import dev.weft.model.Priority;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.network.Selector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's connections to the brokers. */
final class BrokerSide {
  private static final Logger log = LoggerFactory.getLogger(BrokerSide.class);

  /** A machine that is gone answers nothing at all, and the system would try for minutes. */
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  private final EventLoop loop;
  private final Selector selector;
  private final Nodes nodes;
  private final LongSupplier nanos;
  private final Map<String, Upstream> upstreams = new HashMap<>();
  private final Map<Upstream, Long> connecting = new LinkedHashMap<>();
  private int lastId;
  private int turn;

  BrokerSide(EventLoop loop, Selector selector, Nodes nodes, LongSupplier nanos) {
    this.loop = loop;
    this.selector = selector;
    this.nodes = nodes;
    this.nanos = nanos;
  }

  /**
   * Opens a connection to the route's broker, or to another one than the last that did not answer.
   *
   * @throws BrokerAway when there is no such broker, or it cannot be reached
   */
  Upstream connect(Route route, Runnable lost) {
    var addresses = nodes.addresses(route);
    if (addresses.isEmpty()) {
      throw new BrokerAway(new IOException(route + " is not known"));
    }
    var upstream = new Upstream(loop, TwoSidedChannels.BROKER_SIDE + ++lastId, lost);
    try {
      selector.connect(
          upstream.id(),
          addresses.get(Math.floorMod(turn, addresses.size())),
          Selectable.USE_DEFAULT_BUFFER_SIZE,
          Selectable.USE_DEFAULT_BUFFER_SIZE);
    } catch (IOException e) {
      failed();
      throw new BrokerAway(e);
    }
    upstreams.put(upstream.id(), upstream);
    connecting.put(upstream, nanos.getAsLong());
    return upstream;
  }

  void close(Upstream upstream) {
    upstreams.remove(upstream.id());
    connecting.remove(upstream);
    selector.close(upstream.id());
  }

  /** Looks which connections stand now, and gives up those that take too long. */
  void advance() {
    for (var each : List.copyOf(connecting.entrySet())) {
      var upstream = each.getKey();
      if (selector.isChannelReady(upstream.id())) {
        connecting.remove(upstream);
        upstream.ready();
      } else if (nanos.getAsLong() - each.getValue() > CONNECT_MAX.toNanos()) {
        close(upstream);
        failed();
        upstream.lost();
      }
    }
  }

  /** Whether the send was one of this side's. */
  boolean sent(NetworkSend send) {
    var upstream = upstreams.get(send.destinationId());
    if (upstream != null) {
      upstream.sent();
    }
    return upstream != null;
  }

  /** How urgent an answer with records is; empty for everything else. */
  Optional<Priority> priority(NetworkReceive receive) {
    return Optional.ofNullable(upstreams.get(receive.source())).flatMap(Upstream::priority);
  }

  /** Whether this came from a broker. */
  boolean received(NetworkReceive receive) {
    var upstream = upstreams.get(receive.source());
    if (upstream == null) {
      return false;
    }
    try {
      upstream.received(receive);
    } catch (RuntimeException | Error e) {
      log.error("An answer of the broker could not be passed on.", e);
      upstream.lost();
    }
    return true;
  }

  /** Whether that was a connection to a broker. */
  boolean disconnected(String id, ChannelState state) {
    var upstream = upstreams.remove(id);
    if (upstream == null) {
      return false;
    }
    if (connecting.remove(upstream) != null) {
      failed();
    }
    if (state.state() == ChannelState.State.AUTHENTICATION_FAILED) {
      log.error("The broker refuses the gateway's own login: {}", state.exception().getMessage());
    }
    upstream.lost();
    return true;
  }

  private void failed() {
    turn++;
    nodes.doubted();
  }
}
