package dev.weft.catalog.log;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * An immutable sorted set. A change copies the path to it and shares the rest, so that every
 * version can be held on to and costs a few hundred bytes.
 *
 * <p>Sorted by {@code order}, balanced by a heap order of the elements' mixed hashes (Seidel and
 * Aragon, Randomized Search Trees, 1996). Where something is in it is told by a {@code place}:
 * below zero left of an element, above zero right of it, zero there.
 */
final class Treap<T> {
  private record Node<T>(T element, int weight, Node<T> left, Node<T> right) {
    Node<T> with(Node<T> newLeft, Node<T> newRight) {
      return new Node<>(element, weight, newLeft, newRight);
    }
  }

  private final Comparator<T> order;
  private final ToIntFunction<T> hash;
  private final Node<T> root;
  private final int size;

  private Treap(Comparator<T> order, ToIntFunction<T> hash, Node<T> root, int size) {
    this.order = order;
    this.hash = hash;
    this.root = root;
    this.size = size;
  }

  /** With nothing in it; elements that {@code order} holds equal have the same {@code hash}. */
  static <T> Treap<T> empty(Comparator<T> order, ToIntFunction<T> hash) {
    return new Treap<>(order, hash, null, 0);
  }

  int size() {
    return size;
  }

  Optional<T> find(ToIntFunction<T> place) {
    var node = root;
    while (node != null) {
      var side = place.applyAsInt(node.element);
      if (side == 0) {
        return Optional.of(node.element);
      }
      node = side < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  /** With this element, in the place of an equal one. */
  Treap<T> put(T element) {
    var added = find(other -> order.compare(element, other)).isPresent() ? 0 : 1;
    return new Treap<>(order, hash, put(root, element), size + added);
  }

  /** Without what is at this place; itself where nothing is. */
  Treap<T> remove(ToIntFunction<T> place) {
    return find(place).isEmpty() ? this : new Treap<>(order, hash, remove(root, place), size - 1);
  }

  /** Every element, in order. */
  void forEach(Consumer<T> each) {
    forEach(root, element -> 0, each);
  }

  /** Every element at this place, in order. */
  void forEach(ToIntFunction<T> place, Consumer<T> each) {
    forEach(root, place, each);
  }

  private Node<T> put(Node<T> node, T element) {
    if (node == null) {
      return new Node<>(element, mixed(hash.applyAsInt(element)), null, null);
    }
    var side = order.compare(element, node.element);
    if (side == 0) {
      return new Node<>(element, node.weight, node.left, node.right);
    }
    if (side < 0) {
      var left = put(node.left, element);
      return left.weight > node.weight
          ? left.with(left.left, node.with(left.right, node.right))
          : node.with(left, node.right);
    }
    var right = put(node.right, element);
    return right.weight > node.weight
        ? right.with(node.with(node.left, right.left), right.right)
        : node.with(node.left, right);
  }

  private static <T> Node<T> remove(Node<T> node, ToIntFunction<T> place) {
    var side = place.applyAsInt(node.element);
    if (side == 0) {
      return join(node.left, node.right);
    }
    return side < 0
        ? node.with(remove(node.left, place), node.right)
        : node.with(node.left, remove(node.right, place));
  }

  private static <T> Node<T> join(Node<T> left, Node<T> right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return left.weight > right.weight
        ? left.with(left.left, join(left.right, right))
        : right.with(join(left, right.left), right.right);
  }

  private static <T> void forEach(Node<T> node, ToIntFunction<T> place, Consumer<T> each) {
    if (node == null) {
      return;
    }
    var side = place.applyAsInt(node.element);
    if (side <= 0) {
      forEach(node.left, place, each);
    }
    if (side == 0) {
      each.accept(node.element);
    }
    if (side >= 0) {
      forEach(node.right, place, each);
    }
  }

  private static int mixed(int hash) {
    var mixed = (hash ^ (hash >>> 16)) * 0x7feb352d;
    mixed = (mixed ^ (mixed >>> 15)) * 0x846ca68b;
    return mixed ^ (mixed >>> 16);
  }
}
