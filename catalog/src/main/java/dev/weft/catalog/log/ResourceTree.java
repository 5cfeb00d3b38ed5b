package dev.weft.catalog.log;

import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/** An immutable map of resources, sorted by their keys. */
final class ResourceTree {
  static final ResourceTree EMPTY =
      new ResourceTree(
          Treap.empty(Comparator.comparing(Resource::key), resource -> hash(resource.key())));

  private final Treap<Resource> resources;

  private ResourceTree(Treap<Resource> resources) {
    this.resources = resources;
  }

  int size() {
    return resources.size();
  }

  Optional<Resource> get(ResourceKey key) {
    return resources.find(resource -> key.compareTo(resource.key()));
  }

  ResourceTree put(Resource resource) {
    return new ResourceTree(resources.put(resource));
  }

  ResourceTree remove(ResourceKey key) {
    return new ResourceTree(resources.remove(resource -> key.compareTo(resource.key())));
  }

  /** Every resource, in the order of the keys. */
  void forEach(Consumer<Resource> each) {
    resources.forEach(each);
  }

  /** Every resource of the kind, by name. */
  void forEach(ResourceKind kind, Consumer<Resource> each) {
    resources.forEach(resource -> kind.compareTo(resource.kind()), each);
  }

  /** By the kind's word, as a constant's own hash differs in each process. */
  private static int hash(ResourceKey key) {
    return 31 * key.kind().word().hashCode() + key.name().hashCode();
  }
}
