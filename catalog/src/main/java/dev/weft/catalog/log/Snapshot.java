package dev.weft.catalog.log;

import dev.weft.catalog.log.ContractUsers.Replaced;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state after one transaction. */
record Snapshot(ResourceTree resources, ContractUsers contractUsers, long revision)
    implements MeshState {
  static final Snapshot EMPTY = new Snapshot(ResourceTree.EMPTY, ContractUsers.NONE, 0);

  /** The state after these changes too. */
  Snapshot after(List<Change> changes) {
    var next = resources;
    var products = new ArrayList<Replaced>();
    for (var change : changes) {
      if (change.key().kind() == ResourceKind.DATA_PRODUCT) {
        products.add(new Replaced(change.key().name(), next.get(change.key()), change.resource()));
      }
      next =
          change.resource().isPresent()
              ? next.put(change.resource().get())
              : next.remove(change.key());
    }
    var users = products.isEmpty() ? contractUsers : contractUsers.after(products);
    return new Snapshot(next, users, revision + 1);
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
    return contractUsers.of(contract);
  }

  /** Everything, as changes from nothing. */
  List<Change> changes() {
    var all = new ArrayList<Change>(resources.size());
    resources.forEach(resource -> all.add(Change.put(resource)));
    return all;
  }
}
