package dev.weft.server.pages;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The mesh as its domains, and which of them uses what of which. A product uses another when one of
 * its input ports stands for an output port of the other, or when it holds a grant for it. What the
 * caller may not see is not counted.
 */
public final class DomainMap {
  private final MeshLog mesh;

  public DomainMap(MeshLog mesh) {
    this.mesh = mesh;
  }

  /**
   * A domain.
   *
   * @param products how many it has, and {@code ports} how many output ports these have
   * @param people how many others than products hold a grant on one of them
   */
  public record Place(String domain, String title, int products, int ports, int people) {}

  /**
   * What goes from one domain to another.
   *
   * @param ports how many output ports of {@code from} are used
   * @param products how many products of {@code to} use them
   */
  public record Way(String from, String to, int ports, int products) {}

  /** All of it: domains by name, ways with the most used first. */
  public record Drawn(List<Place> domains, List<Way> ways) {}

  /** The map as the caller may see it. */
  public Drawn drawn(Caller caller) {
    var state = mesh.state();
    var insiders = new Insiders(state, caller);
    var found = new Found(state);
    state.all(ResourceKind.DATA_PRODUCT, DataProduct.class).stream()
        .filter(insiders::sees)
        .forEach(found::add);
    found.products.values().forEach(found::inputs);
    state.all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
        .filter(one -> one.status() == Subscription.Status.APPROVED)
        .forEach(found::grant);
    return found.drawn();
  }

  /** What has been counted so far. */
  private static final class Found {
    private final MeshState state;
    private final Map<String, DataProduct> products = new HashMap<>();
    private final Map<String, List<PortName>> portsOfContracts = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Set<PrincipalId>> people = new HashMap<>();
    private final Map<List<String>, Set<String>> usedPorts = new HashMap<>();
    private final Map<List<String>, Set<String>> users = new HashMap<>();

    Found(MeshState state) {
      this.state = state;
      state.all(ResourceKind.DOMAIN).forEach(domain -> counts.put(domain.name(), 0));
    }

    void add(DataProduct product) {
      products.put(product.id(), product);
      counts.merge(product.domain(), 1, Integer::sum);
      ports.merge(product.domain(), product.outputPorts().size(), Integer::sum);
      for (var port : product.outputPorts()) {
        if (port.contractId() != null) {
          portsOfContracts
              .computeIfAbsent(port.contractId(), added -> new ArrayList<>())
              .add(product.portName(port));
        }
      }
    }

    void inputs(DataProduct product) {
      for (var input : product.inputPorts()) {
        portsOfContracts
            .getOrDefault(input.contractId(), List.of())
            .forEach(port -> uses(product, port));
      }
    }

    void grant(Subscription grant) {
      var port = PortName.parse(grant.port()).orElse(null);
      if (port == null || !products.containsKey(port.product())) {
        return;
      }
      var user = grant.principal();
      if (user.type() != PrincipalId.Type.PRODUCT) {
        var domain = products.get(port.product()).domain();
        people.computeIfAbsent(domain, added -> new HashSet<>()).add(user);
      } else if (products.containsKey(user.name())) {
        uses(products.get(user.name()), port);
      }
    }

    private void uses(DataProduct user, PortName port) {
      var from = products.get(port.product()).domain();
      if (!from.equals(user.domain())) {
        var way = List.of(from, user.domain());
        usedPorts.computeIfAbsent(way, added -> new HashSet<>()).add(port.toString());
        users.computeIfAbsent(way, added -> new HashSet<>()).add(user.id());
      }
    }

    Drawn drawn() {
      var places = new ArrayList<Place>();
      counts.forEach(
          (domain, count) ->
              places.add(
                  new Place(
                      domain,
                      state
                          .find(ResourceKind.DOMAIN, domain, Domain.class)
                          .map(Domain::title)
                          .orElse(domain),
                      count,
                      ports.getOrDefault(domain, 0),
                      people.getOrDefault(domain, Set.of()).size())));
      var ways =
          usedPorts.entrySet().stream()
              .map(
                  used ->
                      new Way(
                          used.getKey().get(0),
                          used.getKey().get(1),
                          used.getValue().size(),
                          users.get(used.getKey()).size()))
              .sorted(
                  Comparator.comparingInt(Way::ports)
                      .reversed()
                      .thenComparing(Way::from)
                      .thenComparing(Way::to))
              .toList();
      return new Drawn(List.copyOf(places), ways);
    }
  }
}
