package dev.weft.catalog.log;

import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An immutable sorted map of resources. A change copies the path to it and shares the rest, so that
 * every state of the log can be held on to and costs a few hundred bytes.
 *
 * <p>It is a treap: sorted by key, balanced by a heap order of the keys' mixed hashes.
 */
final class ResourceTree {
  static final ResourceTree EMPTY = new ResourceTree(null, 0);

  private record Node(Resource resource, int weight, Node left, Node right) {
    Node with(Node newLeft, Node newRight) {
      return new Node(resource, weight, newLeft, newRight);
    }
  }

  private final Node root;
  private final int size;

  private ResourceTree(Node root, int size) {
    this.root = root;
    this.size = size;
  }

  int size() {
    return size;
  }

  Optional<Resource> get(ResourceKey key) {
    var node = root;
    while (node != null) {
      var order = key.compareTo(node.resource.key());
      if (order == 0) {
        return Optional.of(node.resource);
      }
      node = order < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  ResourceTree put(Resource resource) {
    var added = get(resource.key()).isPresent() ? 0 : 1;
    return new ResourceTree(put(root, resource), size + added);
  }

  ResourceTree remove(ResourceKey key) {
    return get(key).isEmpty() ? this : new ResourceTree(remove(root, key), size - 1);
  }

  /** Every resource, in the order of the keys. */
  void forEach(Consumer<Resource> each) {
    forEach(root, each);
  }

  /** Every resource of the kind, by name. */
  void forEach(ResourceKind kind, Consumer<Resource> each) {
    forEach(root, kind, each);
  }

  private static Node put(Node node, Resource resource) {
    if (node == null) {
      return new Node(resource, weight(resource.key()), null, null);
    }
    var order = resource.key().compareTo(node.resource.key());
    if (order == 0) {
      return new Node(resource, node.weight, node.left, node.right);
    }
    if (order < 0) {
      var left = put(node.left, resource);
      return left.weight > node.weight
          ? left.with(left.left, node.with(left.right, node.right))
          : node.with(left, node.right);
    }
    var right = put(node.right, resource);
    return right.weight > node.weight
        ? right.with(node.with(node.left, right.left), right.right)
        : node.with(node.left, right);
  }

  private static Node remove(Node node, ResourceKey key) {
    var order = key.compareTo(node.resource.key());
    if (order == 0) {
      return join(node.left, node.right);
    }
    return order < 0
        ? node.with(remove(node.left, key), node.right)
        : node.with(node.left, remove(node.right, key));
  }

  private static Node join(Node left, Node right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.weight > right.weight
        ? left.with(left.left, join(left.right, right))
        : right.with(join(left, right.left), right.right);
  }

  private static void forEach(Node node, Consumer<Resource> each) {
    if (node != null) {
      forEach(node.left, each);
      each.accept(node.resource);
      forEach(node.right, each);
    }
  }

  private static void forEach(Node node, ResourceKind kind, Consumer<Resource> each) {
    if (node == null) {
      return;
    }
    var order = kind.compareTo(node.resource.kind());
    if (order <= 0) {
      forEach(node.left, kind, each);
    }
    if (order == 0) {
      each.accept(node.resource);
    }
    if (order >= 0) {
      forEach(node.right, kind, each);
    }
  }

  private static int weight(ResourceKey key) {
    var hash = 31 * key.kind().word().hashCode() + key.name().hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x7feb352d;
    hash = (hash ^ (hash >>> 15)) * 0x846ca68b;
    return hash ^ (hash >>> 16);
  }
}
