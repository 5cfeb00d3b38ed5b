package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.catalog.lineage.Graph.Node;
import dev.weft.model.DataProduct;
import dev.weft.model.PrincipalId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Joins all facts to one graph. What is named but not there becomes a node too, by its name.
 *
 * <p>Data reads along the edges: source, flow, product, port, reader. A product with one port
 * stands between what fills it and that port. With several ports, what fills them leads to the very
 * port, past the product: else each port would seem to come from everything that the product takes
 * in.
 */
final class Assembly {
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Set<Edge>> from = new HashMap<>();
  private final Map<String, Set<Edge>> to = new HashMap<>();
  private final Map<String, List<String>> portsOfContract = new HashMap<>();
  private final Map<String, String> productOfOnlyPort = new HashMap<>();
  private final Map<String, Set<String>> readForProduct = new HashMap<>();
  private final Map<String, List<String>> fieldTags = new HashMap<>();
  private final Map<String, String> domains = new HashMap<>();
  private final Map<String, Map<String, String>> bound = new HashMap<>();

  Assembly(Collection<Facts> facts) {
    each(facts, Facts.Tags.class, it -> fieldTags.put(it.port(), it.tags()));
    each(facts, Facts.Product.class, it -> provide(it.product()));
    each(facts, Facts.Bound.class, it -> bound.put(it.flow(), it.values()));
    each(facts, Facts.Flow.class, this::flow);
    each(facts, Facts.Query.class, this::query);
    each(facts, Facts.Product.class, it -> consume(it.product()));
    each(facts, Facts.Subscribed.class, this::subscribed);
    each(facts, Facts.Dataset.class, this::dataset);
    each(facts, Facts.Foreign.class, this::foreign);
  }

  Optional<Node> node(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** The edges by which data leaves this node. */
  Set<Edge> from(String id) {
    return from.getOrDefault(id, Set.of());
  }

  /** The edges by which data comes to this node. */
  Set<Edge> to(String id) {
    return to.getOrDefault(id, Set.of());
  }

  private static <T extends Facts> void each(
      Collection<Facts> facts, Class<T> type, Consumer<T> then) {
    facts.stream().filter(type::isInstance).map(type::cast).forEach(then);
  }

  private void provide(DataProduct product) {
    var id = NodeId.product(product.id());
    var domain = Optional.of(product.domain()).filter(name -> !name.isEmpty());
    domain.ifPresent(name -> domains.put(product.id(), name));
    nodes.put(id, new Node(id, "product", product.id(), product.name(), domain, product.tags()));
    for (var port : product.outputPorts()) {
      var name = product.id() + "." + port.name();
      var tags = new LinkedHashSet<>(port.tags());
      tags.addAll(fieldTags.getOrDefault(name, List.of()));
      var portId = NodeId.port(name);
      nodes.put(portId, new Node(portId, "port", name, name, domain, List.copyOf(tags)));
      edge(id, portId, "provides");
      if (product.outputPorts().size() == 1) {
        productOfOnlyPort.put(portId, id);
      }
      if (port.contractId() != null) {
        portsOfContract.computeIfAbsent(port.contractId(), added -> new ArrayList<>()).add(portId);
      }
    }
  }

  private void consume(DataProduct product) {
    for (var input : product.inputPorts()) {
      if (input.contractId() != null) {
        portsOfContract
            .getOrDefault(input.contractId(), List.of())
            .forEach(port -> consumes(port, NodeId.product(product.id()), "consumes"));
      }
    }
  }

  /** Not drawn when a flow or query of the product reads the port: that says it better. */
  private void consumes(String port, String product, String kind) {
    if (!readForProduct.getOrDefault(product, Set.of()).contains(port)) {
      edge(port, product, kind);
    }
  }

  private void flow(Facts.Flow facts) {
    var flow = facts.flow();
    var id = NodeId.flow(flow.name());
    var domain = Optional.ofNullable(flow.product()).map(domains::get);
    nodes.put(id, new Node(id, "flow", flow.name(), flow.name(), domain, List.of()));
    var values = bound.getOrDefault(flow.name(), Map.<String, String>of());
    for (var processor : facts.external()) {
      ExternalSource.all(flow, processor, values)
          .forEach(source -> edge(external(source), id, "reads"));
    }
    for (var processor : facts.sinks()) {
      ExternalSource.topics(flow, processor, values)
          .forEach(topic -> edge(id, external(topic), "writes"));
    }
    facts.reads().forEach(port -> reads(NodeId.port(port), id, flow.product()));
    facts.writes().forEach(port -> writes(id, NodeId.port(port)));
  }

  private String external(ExternalSource place) {
    var id = NodeId.source(place.name());
    nodes.putIfAbsent(
        id, new Node(id, "source", place.name(), place.title(), Optional.empty(), List.of()));
    return id;
  }

  private void reads(String port, String reader, String product) {
    edge(port, reader, "reads");
    if (product != null) {
      readForProduct.computeIfAbsent(NodeId.product(product), added -> new HashSet<>()).add(port);
    }
  }

  private void writes(String writer, String port) {
    var product = productOfOnlyPort.get(port);
    if (product == null) {
      edge(writer, port, "writes");
    } else {
      edge(writer, product, "fills");
    }
  }

  private void query(Facts.Query facts) {
    var query = facts.query();
    var id = NodeId.query(query.name());
    var domain = Optional.ofNullable(query.product()).map(domains::get);
    nodes.put(id, new Node(id, "query", query.name(), query.name(), domain, List.of()));
    if (query.into() != null) {
      writes(id, NodeId.port(query.into()));
    }
    if (query.sql() != null) {
      for (var port : SqlTables.in(query.sql(), this::isPort)) {
        reads(NodeId.port(port), id, query.product());
      }
    }
  }

  private boolean isPort(String name) {
    return nodes.containsKey(NodeId.port(name));
  }

  private void subscribed(Facts.Subscribed facts) {
    var subscription = facts.subscription();
    var port = NodeId.port(subscription.port());
    var reader = NodeId.principal(subscription.principal());
    if (subscription.principal().type() == PrincipalId.Type.PRODUCT) {
      consumes(port, reader, "subscribes");
    } else {
      edge(port, reader, "subscribes");
    }
  }

  /** A place that flows name too is there already. */
  private void dataset(Facts.Dataset facts) {
    var id = facts.node();
    nodes.putIfAbsent(
        id,
        new Node(
            id, NodeId.kind(id), NodeId.name(id), facts.title(), Optional.empty(), facts.tags()));
  }

  private void foreign(Facts.Foreign facts) {
    var job = facts.job();
    var id = NodeId.job(facts.name());
    var run = job.newest().map(it -> new Graph.Run(it.id(), it.state().name(), it.lastAt()));
    nodes.put(id, new Node(id, "job", facts.name(), job.name(), Optional.empty(), List.of(), run));
    job.links().inputs().forEach(input -> edge(input.node(), id, "reads"));
    job.links().outputs().forEach(output -> writes(id, output.dataset().node()));
  }

  private void edge(String source, String target, String kind) {
    named(source);
    named(target);
    var edge = new Edge(source, target, kind);
    from.computeIfAbsent(source, added -> new LinkedHashSet<>()).add(edge);
    to.computeIfAbsent(target, added -> new LinkedHashSet<>()).add(edge);
  }

  private void named(String id) {
    nodes.computeIfAbsent(
        id,
        added ->
            new Node(
                id,
                NodeId.kind(id),
                NodeId.name(id),
                NodeId.name(id),
                Optional.empty(),
                List.of()));
  }
}
