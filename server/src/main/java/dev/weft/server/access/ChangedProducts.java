package dev.weft.server.access;

import dev.weft.model.DataProduct;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold.Change;
import dev.weft.spi.MeshState;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which products have to be looked at again, so that nobody looks through all because of one. At
 * first all of them. Safe for use by several threads.
 */
public final class ChangedProducts {
  private final Set<ResourceKey> changed = new HashSet<>();
  private boolean isAll = true;

  /** What was taken, to be put back when it could not be looked at. */
  public record Part(boolean isAll, Set<ResourceKey> changed) {
    /** The names of those that have changed or are gone, and of those of a contract that has. */
    public Set<String> names(MeshState state) {
      if (isAll) {
        return state.all(ResourceKind.DATA_PRODUCT).stream()
            .map(Resource::name)
            .collect(Collectors.toCollection(TreeSet::new));
      }
      var names = new TreeSet<String>();
      for (var key : changed) {
        if (key.kind() == ResourceKind.DATA_PRODUCT) {
          names.add(key.name());
        } else {
          names.addAll(state.productsWith(key.name()));
        }
      }
      return names;
    }

    /** The same, and the names of those that read what these give. */
    public Set<String> namesWithReaders(MeshState state) {
      var names = names(state);
      if (!isAll) {
        for (var name : Set.copyOf(names)) {
          state.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class).stream()
              .flatMap(product -> product.outputPorts().stream())
              .map(DataProduct.OutputPort::contractId)
              .filter(Objects::nonNull)
              .forEach(contract -> names.addAll(state.productsReading(contract)));
        }
      }
      return names;
    }
  }

  /** Notes those that concern products. */
  public synchronized void note(Collection<Change> changes) {
    for (var change : changes) {
      var kind = change.key().kind();
      if (kind == ResourceKind.DATA_PRODUCT || kind == ResourceKind.DATA_CONTRACT) {
        changed.add(change.key());
      }
    }
  }

  public synchronized void noteAll() {
    isAll = true;
  }

  public synchronized boolean isEmpty() {
    return !isAll && changed.isEmpty();
  }

  /** What there is to look at; afterwards there is nothing. */
  public synchronized Part take() {
    var part = new Part(isAll, Set.copyOf(changed));
    isAll = false;
    changed.clear();
    return part;
  }

  public synchronized void putBack(Part part) {
    isAll |= part.isAll();
    changed.addAll(part.changed());
  }
}
