package dev.weft.catalog.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which products have an output port of which contract, so that nobody looks through all products
 * for it. Immutable; what has changed lately lies over a large map that is shared, and is put into
 * it once it has grown.
 */
final class ContractUsers {
  static final ContractUsers NONE = new ContractUsers(Map.of(), Map.of());
  private static final int CHANGED_MAX = 1000;

  private final Map<String, Set<String>> shared;
  private final Map<String, Set<String>> changed;

  private ContractUsers(Map<String, Set<String>> shared, Map<String, Set<String>> changed) {
    this.shared = shared;
    this.changed = changed;
  }

  /** The names of the products, sorted. */
  List<String> of(String contract) {
    return List.copyOf(named(contract, changed));
  }

  /** These, after products have become other ones. */
  ContractUsers after(List<Replaced> products) {
    var next = new HashMap<>(changed);
    for (var product : products) {
      contracts(product.before()).forEach(id -> users(id, next).remove(product.name()));
      contracts(product.after()).forEach(id -> users(id, next).add(product.name()));
    }
    if (next.size() <= CHANGED_MAX) {
      return new ContractUsers(shared, next);
    }
    var all = new HashMap<>(shared);
    all.putAll(next);
    all.values().removeIf(Set::isEmpty);
    return new ContractUsers(all, Map.of());
  }

  /** A product that was or is another one. */
  record Replaced(String name, Optional<Resource> before, Optional<Resource> after) {}

  private Set<String> named(String contract, Map<String, Set<String>> latest) {
    var found = latest.get(contract);
    return found == null ? shared.getOrDefault(contract, Set.of()) : found;
  }

  /** To be changed: nobody else has it yet. */
  private Set<String> users(String contract, Map<String, Set<String>> latest) {
    var copy = new TreeSet<>(named(contract, latest));
    latest.put(contract, copy);
    return copy;
  }

  private static List<String> contracts(Optional<Resource> product) {
    return product.map(Resource::document).map(ContractUsers::ids).orElse(List.of());
  }

  private static List<String> ids(ObjectNode product) {
    return product
        .path("outputPorts")
        .valueStream()
        .map(port -> port.path("contractId"))
        .filter(id -> id.isTextual())
        .map(id -> id.textValue())
        .distinct()
        .toList();
  }
}
