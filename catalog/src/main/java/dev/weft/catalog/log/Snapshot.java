package dev.weft.catalog.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The state after one transaction. */
record Snapshot(ResourceTree resources, Indexes indexes, long revision) implements MeshState {
  static final Snapshot EMPTY = new Snapshot(ResourceTree.EMPTY, Indexes.EMPTY, 0);

  /** What is asked so often that nobody may look through everything for it. */
  record Indexes(
      NameIndex byOutputContract,
      NameIndex byInputContract,
      NameIndex subscriptionsByPort,
      NameIndex subscriptionsByPrincipal) {
    static final Indexes EMPTY =
        new Indexes(
            NameIndex.of(ResourceKind.DATA_PRODUCT, product -> contracts(product, "outputPorts")),
            NameIndex.of(ResourceKind.DATA_PRODUCT, product -> contracts(product, "inputPorts")),
            NameIndex.of(ResourceKind.SUBSCRIPTION, one -> text(one.path("port"))),
            NameIndex.of(ResourceKind.SUBSCRIPTION, one -> text(one.path("principal"))));

    Indexes after(Change change, Optional<Resource> before) {
      return new Indexes(
          byOutputContract.after(change, before),
          byInputContract.after(change, before),
          subscriptionsByPort.after(change, before),
          subscriptionsByPrincipal.after(change, before));
    }

    private static Stream<String> contracts(ObjectNode product, String ports) {
      return product.path(ports).valueStream().flatMap(port -> text(port.path("contractId")));
    }

    private static Stream<String> text(JsonNode value) {
      return value.isTextual() ? Stream.of(value.textValue()) : Stream.empty();
    }
  }

  /** The state after these changes too. */
  Snapshot after(List<Change> changes) {
    var next = resources;
    var found = indexes;
    for (var change : changes) {
      found = found.after(change, next.get(change.key()));
      next =
          change.resource().isPresent()
              ? next.put(change.resource().get())
              : next.remove(change.key());
    }
    return new Snapshot(next, found, revision + 1);
  }

  @Override
  public Optional<Resource> get(ResourceKey key) {
    return resources.get(key);
  }

  @Override
  public List<Resource> all(ResourceKind kind) {
    var all = new ArrayList<Resource>();
    resources.forEach(kind, all::add);
    return all;
  }

  @Override
  public List<String> productsWith(String contract) {
    return indexes.byOutputContract.named(contract);
  }

  @Override
  public List<String> productsReading(String contract) {
    return indexes.byInputContract.named(contract);
  }

  @Override
  public List<Subscription> subscriptionsTo(String port) {
    return subscriptions(indexes.subscriptionsByPort.named(port));
  }

  @Override
  public List<Subscription> subscriptionsOf(PrincipalId principal) {
    return subscriptions(indexes.subscriptionsByPrincipal.named(principal.toString()));
  }

  private List<Subscription> subscriptions(List<String> ids) {
    return ids.stream()
        .flatMap(id -> find(ResourceKind.SUBSCRIPTION, id, Subscription.class).stream())
        .toList();
  }

  /** Everything, as changes from nothing. */
  List<Change> changes() {
    var all = new ArrayList<Change>(resources.size());
    resources.forEach(resource -> all.add(Change.put(resource)));
    return all;
  }
}
