package dev.weft.gateway.wire;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;

/**
 * The brokers behind the gateway: where each is, and where clients reach it. {@link NodeWatch}
 * keeps it up to date; anyone may ask, on any thread, and nobody waits.
 */
final class Nodes {
  /** Where clients are told to connect to. */
  record Advertised(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A broker as it makes itself known. */
  record Seen(int id, String host, int port) {
    static Seen of(MetadataResponseBroker broker) {
      return new Seen(broker.nodeId(), broker.host(), broker.port());
    }

    static Seen of(DescribeClusterBroker broker) {
      return new Seen(broker.brokerId(), broker.host(), broker.port());
    }
  }

  /** A broker that clients can be sent to. */
  record Node(Seen seen, InetSocketAddress address, Advertised advertised) {}

  private final List<InetSocketAddress> bootstrap;
  private volatile Map<Integer, Node> known = Map.of();
  private volatile Runnable doubt = () -> {};

  /**
   * @param bootstrap asked when no broker is known, or none of the known ones answers
   */
  Nodes(List<InetSocketAddress> bootstrap) {
    this.bootstrap = List.copyOf(bootstrap);
  }

  /** Where clients find this broker; empty while nobody knows it. */
  Optional<Advertised> advertised(int id) {
    return Optional.ofNullable(known.get(id)).map(Node::advertised);
  }

  /** Where the brokers of the route are, in no order that matters. */
  List<InetSocketAddress> addresses(Route route) {
    var now = known;
    if (route.node().isPresent()) {
      var node = now.get(route.node().getAsInt());
      return node == null ? List.of() : List.of(node.address());
    }
    var all = new ArrayList<>(bootstrap);
    now.values().stream().map(Node::address).filter(each -> !all.contains(each)).forEach(all::add);
    return all;
  }

  /** An answer of the cluster names these brokers: if one is new or has moved, it is looked for. */
  void noticed(Collection<Seen> seen) {
    var now = known;
    for (var each : seen) {
      var node = now.get(each.id());
      if (node == null || !node.seen().equals(each)) {
        doubt.run();
        return;
      }
    }
  }

  /** A broker did not answer where it should be. */
  void doubted() {
    doubt.run();
  }

  Map<Integer, Node> known() {
    return known;
  }

  void update(Map<Integer, Node> now) {
    known = Map.copyOf(now);
  }

  /** Says what happens when something of this may no longer be right; it must return at once. */
  void onDoubt(Runnable action) {
    doubt = action;
  }
}
