package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which contracts, flows and queries products have: found once, asked for each product. */
public final class ProductParts {
  private final Known known;
  private final Map<ResourceKind, Map<String, List<ResourceKey>>> found = new HashMap<>();

  public ProductParts(Known known) {
    this.known = known;
  }

  Known known() {
    return known;
  }

  /** Of a product: those of the kind that name it. */
  List<ResourceKey> of(ResourceKind kind, String product) {
    return index(kind, tree -> List.of(tree.path("product").asText()))
        .getOrDefault(product, List.of());
  }

  /** The products with an output port of this contract. */
  List<ResourceKey> usersOf(String contract) {
    return known.productsWith(contract).stream()
        .map(name -> new ResourceKey(ResourceKind.DATA_PRODUCT, name))
        .toList();
  }

  /** What belongs to a product and is there. */
  Stream<ResourceKey> all(ResourceKey product) {
    var contracts =
        known.document(product).stream()
            .flatMap(tree -> contracts(tree).stream())
            .distinct()
            .map(id -> new ResourceKey(ResourceKind.DATA_CONTRACT, id));
    return Stream.of(
            contracts,
            of(ResourceKind.FLOW, product.name()).stream(),
            of(ResourceKind.QUERY, product.name()).stream())
        .flatMap(each -> each)
        .filter(key -> known.document(key).isPresent());
  }

  /** The nouns of a product's flows or queries; one that cannot be read is none. */
  <T> List<T> all(ResourceKind kind, String product, Class<T> noun) {
    return of(kind, product).stream()
        .flatMap(key -> known.find(kind, key.name(), noun).stream())
        .toList();
  }

  private static List<String> contracts(ObjectNode product) {
    var ids = new ArrayList<String>();
    for (var port : product.path("outputPorts")) {
      if (port.path("contractId").isTextual()) {
        ids.add(port.path("contractId").textValue());
      }
    }
    return ids;
  }

  private Map<String, List<ResourceKey>> index(
      ResourceKind kind, Function<ObjectNode, Collection<String>> by) {
    return found.computeIfAbsent(
        kind,
        missing -> {
          var index = new HashMap<String, List<ResourceKey>>();
          for (var name : known.names(kind)) {
            var key = new ResourceKey(kind, name);
            known.document(key).map(by).orElse(List.of()).stream()
                .distinct()
                .forEach(each -> index.computeIfAbsent(each, any -> new ArrayList<>()).add(key));
          }
          return index;
        });
  }
}
