package dev.weft.gateway.wire;

import dev.weft.gateway.GatewaySettings.Listening;
import dev.weft.gateway.wire.Nodes.Advertised;
import dev.weft.gateway.wire.Nodes.Seen;
import dev.weft.model.Problem;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of each broker. For one thread at a time. */
final class BrokerDoors {
  private static final Logger log = LoggerFactory.getLogger(BrokerDoors.class);

  private final Listening settings;
  private final Listeners listeners;
  private final int mainPort;
  private final Map<Integer, Listeners.Port> open = new HashMap<>();

  /**
   * @param mainPort the port at which clients come first
   */
  BrokerDoors(Listening settings, Listeners listeners, int mainPort) {
    this.settings = settings;
    this.listeners = listeners;
    this.mainPort = mainPort;
  }

  /**
   * Where clients reach this broker; opened when there is no such port yet. Empty when no port is
   * left.
   *
   * @param single whether it is the only broker, which needs no port of its own
   */
  Optional<Advertised> door(int id, boolean single) {
    if (single && !settings.brokerPorts().areNamed() && !open.containsKey(id)) {
      var port = settings.advertisedPort() == 0 ? mainPort : settings.advertisedPort();
      return Optional.of(new Advertised(host(), port));
    }
    if (!open.containsKey(id)) {
      open(id).ifPresent(port -> open.put(id, port));
    }
    return Optional.ofNullable(open.get(id)).map(port -> new Advertised(host(), port.number()));
  }

  void close(int id) {
    var port = open.remove(id);
    if (port != null) {
      port.close();
    }
  }

  /** Refuses to begin while there is a broker that nobody could reach. */
  void requireAll(Set<Integer> reachable, Collection<Seen> seen) {
    for (var each : seen) {
      if (!reachable.contains(each.id())) {
        throw Problem.environment(
                "gateway-broker-ports",
                "There is no free port for broker " + each.id() + " among " + range() + ".",
                "Name more ports, which nobody else uses: gateway.broker.ports=FIRST-LAST.")
            .asException();
      }
    }
  }

  private String host() {
    return settings.advertisedHost().orElse(settings.host());
  }

  private String range() {
    return first() + "-" + (first() + settings.brokerPorts().count() - 1);
  }

  private int first() {
    return settings.brokerPorts().areNamed() ? settings.brokerPorts().first() : mainPort + 1;
  }

  private Optional<Listeners.Port> open(int id) {
    if (!settings.brokerPorts().areNamed() && settings.port() == 0) {
      return tryToOpen(0, id);
    }
    var count = Math.min(settings.brokerPorts().count(), 65_536 - first());
    for (int i = 0; i < count; i++) {
      var port = tryToOpen(first() + Math.floorMod(id + i, count), id);
      if (port.isPresent()) {
        return port;
      }
    }
    log.error("There is no free port for broker {} among {}.", id, range());
    return Optional.empty();
  }

  private Optional<Listeners.Port> tryToOpen(int port, int id) {
    if (open.values().stream().anyMatch(each -> port != 0 && each.number() == port)) {
      return Optional.empty();
    }
    try {
      return Optional.of(listeners.open(port, Route.to(id)));
    } catch (IOException e) {
      log.warn("Port {} cannot be opened for broker {}: {}", port, id, e.getMessage());
      return Optional.empty();
    }
  }
}
