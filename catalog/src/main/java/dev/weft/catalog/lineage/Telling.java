package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.catalog.lineage.Graph.Node;
import dev.weft.model.PortUse;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the share of one resource from what it tells, and from what others tell as far as it looks
 * at that. Everything that it looks at is noted in {@link Share#hears}.
 *
 * <p>Data reads along the edges: source, flow, product, port, reader. A product with one port
 * stands between what fills it and that port. With several ports, what fills them leads to the very
 * port, past the product: else each port would seem to come from everything that the product takes
 * in.
 */
final class Telling {
  private final Others others;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private final Map<Edge, Instant> seen = new HashMap<>();
  private final Set<String> says = new HashSet<>();
  private final Set<String> hears = new HashSet<>();

  /** What the other resources tell. */
  interface Others {
    Optional<Facts> of(ResourceKey key);

    /** This very id as the graph holds it, if it does: there is no need for another of it. */
    String id(String id);

    /** The resources that say a word. */
    Set<ResourceKey> saying(String word);
  }

  private Telling(Others others) {
    this.others = others;
  }

  /** A new case of {@link Facts} gets its line here. */
  static Share of(Facts facts, Others others) {
    var telling = new Telling(others);
    if (facts instanceof Facts.Product it) {
      telling.product(it);
    } else if (facts instanceof Facts.Flow it) {
      telling.flow(it);
    } else if (facts instanceof Facts.Query it) {
      telling.query(it);
    } else if (facts instanceof Facts.Subscribed it) {
      telling.subscribed(it);
    } else if (facts instanceof Facts.Used it) {
      telling.used(it);
    } else if (facts instanceof Facts.Foreign it) {
      telling.foreign(it);
    } else if (facts instanceof Facts.Dataset it) {
      telling.dataset(it);
    }
    return new Share(telling.nodes, telling.edges, telling.seen, telling.says, telling.hears);
  }

  private void product(Facts.Product product) {
    var id = NodeId.product(product.id());
    node(new Node(id, "product", product.id(), product.name(), product.domain(), product.tags()));
    for (var port : product.ports()) {
      var name = product.id() + "." + port.name();
      var tags = new LinkedHashSet<>(port.tags());
      heard(ResourceKind.PORT_FIELDS, name, Facts.Tags.class)
          .ifPresent(fields -> tags.addAll(fields.tags()));
      var portId = NodeId.port(name);
      node(new Node(portId, "port", name, name, product.domain(), List.copyOf(tags)));
      edge(id, portId, "provides");
      if (!port.contract().isEmpty()) {
        says.add(contract(port.contract()));
      }
    }
    product.takes().forEach(contract -> takes(contract, id));
  }

  /** An input port leads from every port of the same contract. */
  private void takes(String contract, String product) {
    hears.add(contract(contract));
    for (var key : others.saying(contract(contract))) {
      heard(key.kind(), key.name(), Facts.Product.class)
          .ifPresent(
              other ->
                  other.ports().stream()
                      .filter(port -> port.contract().equals(contract))
                      .forEach(
                          port ->
                              consumes(
                                  NodeId.port(other.id() + "." + port.name()),
                                  product,
                                  "consumes")));
    }
  }

  /** Not drawn when a flow or query of the product reads the port: that says it better. */
  private void consumes(String port, String product, String kind) {
    var read = read(port, product);
    hears.add(read);
    if (others.saying(read).isEmpty()) {
      edge(port, product, kind);
    }
  }

  private void flow(Facts.Flow flow) {
    var id = NodeId.flow(flow.name());
    node(new Node(id, "flow", flow.name(), flow.name(), domain(flow.product()), List.of()));
    flow.outside().ifPresent(outside -> outside(flow.name(), id, outside));
    flow.reads().forEach(port -> reads(NodeId.port(port), id, flow.product()));
    flow.writes().forEach(port -> writes(id, port));
  }

  private void outside(String flow, String id, Facts.Outside outside) {
    var values =
        heard(ResourceKind.PARAMETERS, flow, Facts.Bound.class)
            .map(Facts.Bound::values)
            .orElse(Map.of());
    for (var processor : outside.external()) {
      ExternalSource.all(outside.flow(), processor, values)
          .forEach(source -> edge(external(source), id, "reads"));
    }
    for (var processor : outside.sinks()) {
      ExternalSource.topics(outside.flow(), processor, values)
          .forEach(topic -> edge(id, external(topic), "writes"));
    }
  }

  private String external(ExternalSource place) {
    var id = NodeId.source(place.name());
    nodes.putIfAbsent(
        id, new Node(id, "source", place.name(), place.title(), Optional.empty(), List.of()));
    return id;
  }

  private void reads(String port, String reader, String product) {
    edge(port, reader, "reads");
    if (!product.isEmpty()) {
      says.add(read(port, NodeId.product(product)));
    }
  }

  private void writes(String writer, String port) {
    var product = productOf(port);
    if (product.filter(it -> it.ports().size() == 1).isPresent()) {
      edge(writer, NodeId.product(product.get().id()), "fills");
    } else {
      edge(writer, NodeId.port(port), "writes");
    }
  }

  private void query(Facts.Query query) {
    var id = NodeId.query(query.name());
    node(new Node(id, "query", query.name(), query.name(), domain(query.product()), List.of()));
    query.into().forEach(port -> writes(id, port));
    for (var port : SqlTables.in(query.sql(), name -> productOf(name).isPresent())) {
      reads(NodeId.port(port), id, query.product());
    }
  }

  private void subscribed(Facts.Subscribed subscription) {
    var port = NodeId.port(subscription.port());
    var reader = NodeId.principal(subscription.principal());
    if (subscription.principal().type() == PrincipalId.Type.PRODUCT) {
      consumes(port, reader, "subscribes");
    } else {
      edge(port, reader, "subscribes");
    }
  }

  /** A port that is gone is not shown because somebody has used it once. */
  private void used(Facts.Used use) {
    if (productOf(use.port()).isEmpty()) {
      return;
    }
    var port = NodeId.port(use.port());
    var who = NodeId.principal(use.principal());
    if (use.kind() == PortUse.Kind.PRODUCES) {
      edge(who, port, use.kind().word());
      seen.put(new Edge(who, port, use.kind().word()), use.last());
    } else {
      if (use.principal().type() == PrincipalId.Type.PRODUCT) {
        consumes(port, who, use.kind().word());
      } else {
        edge(port, who, use.kind().word());
      }
      seen.put(new Edge(port, who, use.kind().word()), use.last());
    }
  }

  /** A job outside; what it writes to a port it writes as flows do. */
  private void foreign(Facts.Foreign facts) {
    var job = facts.job();
    var id = NodeId.job(facts.name());
    var run = job.newest().map(it -> new Graph.Run(it.id(), it.state().name(), it.lastAt()));
    node(new Node(id, "job", facts.name(), job.name(), Optional.empty(), List.of(), run));
    job.links().inputs().forEach(input -> edge(input.node(), id, "reads"));
    for (var output : job.links().outputs()) {
      var node = output.dataset().node();
      if (NodeId.kind(node).equals("port")) {
        writes(id, NodeId.name(node));
      } else {
        edge(id, node, "writes");
      }
    }
  }

  private void dataset(Facts.Dataset facts) {
    var id = facts.node();
    node(
        new Node(
            id, NodeId.kind(id), NodeId.name(id), facts.title(), Optional.empty(), facts.tags()));
    facts.flows().forEach(flow -> edge(id, NodeId.flow(flow), "reads"));
  }

  private Optional<String> domain(String product) {
    return product.isEmpty()
        ? Optional.empty()
        : heard(ResourceKind.DATA_PRODUCT, product, Facts.Product.class)
            .flatMap(Facts.Product::domain);
  }

  /** The product that has a port of this name. */
  private Optional<Facts.Product> productOf(String port) {
    var dot = port.indexOf('.');
    return dot < 1
        ? Optional.empty()
        : heard(ResourceKind.DATA_PRODUCT, port.substring(0, dot), Facts.Product.class)
            .filter(it -> it.ports().stream().anyMatch(one -> isNamed(one, port, dot)));
  }

  private static boolean isNamed(Facts.Port port, String name, int dot) {
    return name.substring(dot + 1).equals(port.name());
  }

  private <T extends Facts> Optional<T> heard(ResourceKind kind, String name, Class<T> type) {
    if (name.isBlank()) {
      return Optional.empty();
    }
    var key = new ResourceKey(kind, name);
    hears.add(key.toString());
    return others.of(key).filter(type::isInstance).map(type::cast);
  }

  private void node(Node node) {
    nodes.put(node.id(), node);
  }

  private void edge(String source, String target, String kind) {
    edges.add(new Edge(others.id(source), others.id(target), kind));
  }

  private static String contract(String id) {
    return "contract " + id;
  }

  private static String read(String port, String product) {
    return "read " + product + " " + port;
  }
}
