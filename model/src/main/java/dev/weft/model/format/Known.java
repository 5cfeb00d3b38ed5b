package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The resources that exist already, to which documents may refer. */
public interface Known {
  /** A mesh with nothing in it. */
  Known NOTHING = of(Map.of());

  Optional<ObjectNode> document(ResourceKey key);

  /** The names of all resources of a kind. */
  Collection<String> names(ResourceKind kind);

  /** The names of the products with an output port of this contract. */
  Collection<String> productsWith(String contract);

  /** One resource as its noun; empty as well when its document cannot be read as that. */
  default <T> Optional<T> find(ResourceKind kind, String name, Class<T> noun) {
    try {
      return document(new ResourceKey(kind, name)).map(tree -> Json.read(tree, noun));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Known of(Map<ResourceKey, ObjectNode> documents) {
    return new Known() {
      private Map<String, Set<String>> users;

      @Override
      public Optional<ObjectNode> document(ResourceKey key) {
        return Optional.ofNullable(documents.get(key));
      }

      @Override
      public Collection<String> productsWith(String contract) {
        if (users == null) {
          users = users(documents);
        }
        return users.getOrDefault(contract, Set.of());
      }

      @Override
      public Collection<String> names(ResourceKind kind) {
        return documents.keySet().stream()
            .filter(key -> key.kind() == kind)
            .map(ResourceKey::name)
            .toList();
      }
    };
  }

  private static Map<String, Set<String>> users(Map<ResourceKey, ObjectNode> documents) {
    var users = new HashMap<String, Set<String>>();
    documents.forEach(
        (key, document) -> {
          if (key.kind() == ResourceKind.DATA_PRODUCT) {
            for (var port : document.path("outputPorts")) {
              users
                  .computeIfAbsent(port.path("contractId").asText(), added -> new TreeSet<>())
                  .add(key.name());
            }
          }
        });
    return users;
  }

  /** These, with others on top that replace those of the same key. */
  default Known with(Map<ResourceKey, ObjectNode> documents) {
    var below = this;
    var above = of(documents);
    return new Known() {
      @Override
      public Optional<ObjectNode> document(ResourceKey key) {
        return above.document(key).or(() -> below.document(key));
      }

      @Override
      public Collection<String> names(ResourceKind kind) {
        var names = new TreeSet<>(below.names(kind));
        names.addAll(above.names(kind));
        return names;
      }

      @Override
      public Collection<String> productsWith(String contract) {
        var names = new TreeSet<>(below.productsWith(contract));
        names.removeIf(
            name -> documents.containsKey(new ResourceKey(ResourceKind.DATA_PRODUCT, name)));
        names.addAll(above.productsWith(contract));
        return names;
      }
    };
  }
}
