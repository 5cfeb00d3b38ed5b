package dev.weft.catalog.search;

import dev.weft.model.DataProduct;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resources that can be found, or that say something about those. For one thread at a time. */
final class IndexedResources implements Entries.Sources {
  private static final Logger log = LoggerFactory.getLogger(IndexedResources.class);

  private final Map<ResourceKey, Resource> resources = new TreeMap<>();
  private final Dependents dependents = new Dependents();

  /** Takes changes up; returns whose entries are other ones because of them. */
  Set<ResourceKey> apply(List<Change> changes) {
    var affected = new TreeSet<ResourceKey>();
    for (var change : changes) {
      if (Dependents.KINDS.contains(change.key().kind())) {
        dependents.collect(change.key(), affected);
        change
            .resource()
            .ifPresentOrElse(
                it -> resources.put(it.key(), it), () -> resources.remove(change.key()));
        dependents.learn(change.key(), change.resource());
        dependents.collect(change.key(), affected);
      }
    }
    return affected;
  }

  Set<ResourceKey> keys() {
    return resources.keySet();
  }

  @Override
  public <T> Optional<T> find(ResourceKind kind, String name, Class<T> noun) {
    return get(new ResourceKey(kind, name)).flatMap(resource -> read(resource, noun));
  }

  @Override
  public Optional<Resource> get(ResourceKey key) {
    return Optional.ofNullable(resources.get(key));
  }

  @Override
  public List<String> names(ResourceKind kind) {
    return resources.keySet().stream()
        .filter(key -> key.kind() == kind)
        .map(ResourceKey::name)
        .toList();
  }

  @Override
  public Optional<DataProduct> productWith(String contract) {
    return dependents.usersOf(new ResourceKey(ResourceKind.DATA_CONTRACT, contract)).stream()
        .filter(user -> user.kind() == ResourceKind.DATA_PRODUCT)
        .findFirst()
        .flatMap(user -> find(user.kind(), user.name(), DataProduct.class));
  }

  /** The noun; empty when the document cannot be read as that. */
  static <T> Optional<T> read(Resource resource, Class<T> noun) {
    try {
      return Optional.of(resource.as(noun));
    } catch (IllegalArgumentException e) {
      log.warn("{} is left out of the search: {}", resource.key(), e.getMessage());
      return Optional.empty();
    }
  }
}
