package dev.weft.server.observe;

import dev.weft.model.FlowSpec;
import dev.weft.model.PortName;
import dev.weft.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The flows of one state by the ports that they read and write. Immutable. */
final class FlowIndex {
  static final FlowIndex EMPTY = new FlowIndex(List.of(), Map.of());
  private static final Logger LOG = LoggerFactory.getLogger(FlowIndex.class);

  private final List<Resource> flows;
  private final Map<String, Known> ports = new HashMap<>();
  private final Map<PortName, List<Resource>> writers = new HashMap<>();
  private final Map<PortName, Map<String, Set<PortName>>> readers = new HashMap<>();

  private record Known(Resource flow, Ports ports) {}

  /** The ports of one flow. */
  record Ports(Set<PortName> reads, Set<PortName> writes) {
    static Ports of(Resource flow) {
      try {
        var spec = flow.as(FlowSpec.class);
        return new Ports(named(spec, "ConsumePort"), named(spec, "PublishPort"));
      } catch (RuntimeException e) {
        // A document that was let in although it is odd must not stop the process.
        LOG.error("{} is left out of what is known of fields", flow.key(), e);
        return new Ports(Set.of(), Set.of());
      }
    }

    private static Set<PortName> named(FlowSpec flow, String type) {
      var ports = new LinkedHashSet<PortName>();
      flow.processors().stream()
          .filter(processor -> type.equals(processor.type()))
          .map(processor -> processor.settings().path("port").asText())
          .forEach(port -> PortName.parse(port).ifPresent(ports::add));
      return ports;
    }
  }

  private FlowIndex(List<Resource> flows, Map<String, Known> before) {
    this.flows = flows;
    for (var flow : flows) {
      var known = before.get(flow.name());
      if (known == null || !isSame(known.flow(), flow)) {
        known = new Known(flow, Ports.of(flow));
      }
      ports.put(flow.name(), known);
      add(flow, known.ports());
    }
  }

  private void add(Resource flow, Ports of) {
    of.writes()
        .forEach(port -> writers.computeIfAbsent(port, added -> new ArrayList<>()).add(flow));
    of.reads()
        .forEach(
            port ->
                readers
                    .computeIfAbsent(port, added -> new LinkedHashMap<>())
                    .put(flow.name(), of.writes()));
  }

  /** This one if the flows are the very same; else one of those. */
  FlowIndex at(List<Resource> now) {
    var same = now.size() == flows.size();
    for (var i = 0; same && i < now.size(); i++) {
      same = isSame(now.get(i), flows.get(i));
    }
    return same ? this : new FlowIndex(List.copyOf(now), ports);
  }

  /** A state shares with the next what has not changed, so there is no need to compare contents. */
  @SuppressWarnings("ReferenceEquality")
  static boolean isSame(Resource one, Resource other) {
    return one == other;
  }

  Set<String> names() {
    return ports.keySet();
  }

  List<Resource> writers(PortName port) {
    return writers.getOrDefault(port, List.of());
  }

  /** The flows that read this port, and the ports that each of them writes. */
  Map<String, Set<PortName>> readers(PortName port) {
    return readers.getOrDefault(port, Map.of());
  }
}
