package dev.weft.spi;

import dev.weft.model.DataProduct;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import java.util.List;
import java.util.Optional;

/** All resources as of one moment. Immutable: hold it as long as you like. */
public interface MeshState {
  Optional<Resource> get(ResourceKey key);

  /** All resources of a kind, by name. */
  List<Resource> all(ResourceKind kind);

  /** The number of transactions folded so far. */
  long revision();

  /** The names of the products with an output port of this contract. */
  default List<String> productsWith(String contract) {
    return all(ResourceKind.DATA_PRODUCT, DataProduct.class).stream()
        .filter(product -> product.hasPortOf(contract))
        .map(DataProduct::id)
        .toList();
  }

  /** The names of the products with an input port of this contract. */
  default List<String> productsReading(String contract) {
    return all(ResourceKind.DATA_PRODUCT, DataProduct.class).stream()
        .filter(
            product ->
                product.inputPorts().stream().anyMatch(port -> contract.equals(port.contractId())))
        .map(DataProduct::id)
        .toList();
  }

  /** All subscriptions to a port, by its topic, whatever became of them. */
  default List<Subscription> subscriptionsTo(String port) {
    return all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
        .filter(one -> one.port().equals(port))
        .toList();
  }

  /** All subscriptions of a principal, whatever became of them. */
  default List<Subscription> subscriptionsOf(PrincipalId principal) {
    return all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
        .filter(one -> one.principal().equals(principal))
        .toList();
  }

  default <T> Optional<T> find(ResourceKind kind, String name, Class<T> noun) {
    return get(new ResourceKey(kind, name)).map(resource -> resource.as(noun));
  }

  default <T> List<T> all(ResourceKind kind, Class<T> noun) {
    return all(kind).stream().map(resource -> resource.as(noun)).toList();
  }
}
