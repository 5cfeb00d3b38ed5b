package dev.weft.server.observe;

import dev.weft.model.PortName;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.server.observe.Impact.HitStep;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.FieldMap.How;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows what goes with the data, breadth first: fields, and the flows and queries that read. */
final class ImpactSearch {
  private static final int FIELDS_MAX = 5_000;

  record Spot(PortName port, String field) {}

  /** A step of the way to a place. */
  record Step(Spot from, How how, String by, List<String> through) {}

  /** One field that comes from another by one flow. */
  private record Leading(String from, String to, FlowFields.Way way) {}

  private final FlowFields flows;
  private final MeshState state;
  private final Map<Spot, Step> hits = new LinkedHashMap<>();
  private final Set<PortName> ports = new LinkedHashSet<>();
  private final Map<String, HitStep> flowsHit = new LinkedHashMap<>();
  private final Map<String, HitStep> queriesHit = new LinkedHashMap<>();
  private final Deque<Spot> open = new ArrayDeque<>();
  private final Map<String, List<Leading>> leading = new HashMap<>();
  private boolean truncated;

  ImpactSearch(FlowFields flows, MeshState state) {
    this.flows = flows;
    this.state = state;
  }

  /** The fields that are hit, and by which step; those that go at first are reached by none. */
  Map<Spot, Step> hits() {
    return hits;
  }

  /** The ports that are hit, that which goes at first. */
  Set<PortName> ports() {
    return ports;
  }

  Map<String, HitStep> flowsHit() {
    return flowsHit;
  }

  Map<String, HitStep> queriesHit() {
    return queriesHit;
  }

  boolean isTruncated() {
    return truncated;
  }

  void start(PortName port, Optional<String> field) {
    var fields = field.map(Set::of).orElseGet(() -> Ports.fieldNames(state, port));
    fields.forEach(each -> hit(new Spot(port, each), new Step(null, How.COPIED, "", List.of())));
    reach(port);
    if (field.isEmpty()) {
      for (var flow : flows.readers(state, port).entrySet()) {
        flowsHit.put(flow.getKey(), flow(flow.getKey(), port, true));
        flow.getValue().forEach(this::reach);
      }
      for (var query : flows.queryReaders(state, port).entrySet()) {
        queriesHit.put(query.getKey(), step(ResourceKind.QUERY, query.getKey(), port, true));
        query.getValue().forEach(this::reach);
      }
    }
    run();
  }

  private void run() {
    while (!open.isEmpty()) {
      var at = open.poll();
      for (var flow : flows.readers(state, at.port()).entrySet()) {
        flow.getValue().forEach(written -> byFlow(at, flow.getKey(), written));
      }
      for (var query : flows.queryReaders(state, at.port()).entrySet()) {
        query.getValue().forEach(written -> byQuery(at, query.getKey(), written));
      }
    }
  }

  private void byQuery(Spot at, String query, PortName written) {
    for (var one : leading(at.port(), "query " + query, written)) {
      if (InheritedTags.isOf(at.field(), one.from())) {
        var how = hits.get(at).how().then(one.way().origin().how());
        queriesHit.put(query, step(ResourceKind.QUERY, query, at.port(), true));
        hit(new Spot(written, one.to()), new Step(at, how, query, List.of()));
        reach(written);
      }
    }
  }

  private void byFlow(Spot at, String flow, PortName written) {
    for (var one : leading(at.port(), flow, written)) {
      if (InheritedTags.isOf(at.field(), one.from())) {
        var origin = one.way().origin();
        var how = hits.get(at).how().then(origin.how());
        flowsHit.put(flow, flow(flow, at.port(), true));
        hit(new Spot(written, one.to()), new Step(at, how, flow, origin.through()));
        reach(written);
      }
    }
  }

  private List<Leading> leading(PortName from, String flow, PortName to) {
    return leading.computeIfAbsent(
        from + " " + flow + " " + to,
        added ->
            Ports.fieldNames(state, to).stream()
                .flatMap(
                    field ->
                        flows.ways(state, to, field).stream()
                            .filter(way -> way.flow().equals(flow))
                            .filter(way -> way.origin().port().equals(Optional.of(from)))
                            .map(way -> new Leading(way.origin().field(), field, way)))
                .toList());
  }

  private void hit(Spot spot, Step step) {
    if (hits.size() >= FIELDS_MAX) {
      truncated = true;
    } else if (hits.putIfAbsent(spot, step) == null) {
      open.add(spot);
    }
  }

  /** The port itself is hit: so is who reads it, whichever field. */
  private void reach(PortName port) {
    if (!ports.add(port)) {
      return;
    }
    flows
        .readers(state, port)
        .keySet()
        .forEach(flow -> flowsHit.putIfAbsent(flow, flow(flow, port, false)));
    queries(port);
  }

  private void queries(PortName port) {
    flows
        .queryReaders(state, port)
        .keySet()
        .forEach(
            query -> queriesHit.putIfAbsent(query, step(ResourceKind.QUERY, query, port, false)));
  }

  private HitStep flow(String name, PortName port, boolean uses) {
    return step(ResourceKind.FLOW, name, port, uses);
  }

  private HitStep step(ResourceKind kind, String name, PortName port, boolean uses) {
    var product =
        state
            .get(new ResourceKey(kind, name))
            .map(found -> found.document().path("product").asText())
            .orElse("");
    return new HitStep(name, product, port.topic(), uses);
  }
}
