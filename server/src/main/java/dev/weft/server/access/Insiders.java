package dev.weft.server.access;

import dev.weft.catalog.search.ProductVisibility;
import dev.weft.catalog.search.Viewer;
import dev.weft.model.DataProduct;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may know all of a product that is not shown to everybody: its owners and stewards, the
 * governing body and the stewards of its domain, who holds a grant on one of its ports, itself,
 * administrators and auditors. A request is no grant: who may only ask has to wait for the answer.
 */
public final class Insiders {
  private final MeshState state;
  private final Caller caller;
  private final Rights rights;

  /** What this caller may know as things are now. */
  public Insiders(MeshState state, Caller caller) {
    this.state = state;
    this.caller = caller;
    this.rights = new Rights(state);
  }

  public Viewer viewer() {
    if (caller.isAuditor()) {
      return Viewer.OF_EVERYTHING;
    }
    return Viewer.insideOf(
        state.all(ResourceKind.DATA_PRODUCT).stream()
            .filter(Insiders::mayBeRestricted)
            .map(resource -> resource.as(DataProduct.class))
            .filter(this::sees)
            .map(DataProduct::id)
            .collect(Collectors.toSet()));
  }

  /** Every search asks, and nearly no product says anything: do not read all the others. */
  private static boolean mayBeRestricted(Resource product) {
    for (var property : product.document().path("customProperties")) {
      if (property.path("property").asText().equals(ProductVisibility.PROPERTY)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the caller gets to know everything about the product. */
  public boolean sees(DataProduct product) {
    return ProductVisibility.of(product) == ProductVisibility.OPEN
        || caller.isAuditor()
        || rights.owns(caller, product)
        || rights.tends(caller, product)
        || rights.governs(caller, product.domain())
        || holdsGrantOn(product.id())
        || caller.id().equals(PrincipalId.product(product.id()));
  }

  /** Whether the caller gets to know that there is such a product. */
  public boolean knowsOf(DataProduct product) {
    return ProductVisibility.of(product) == ProductVisibility.ASK || sees(product);
  }

  /** Whether the caller gets to know that there is a product of this name, or there is none. */
  public boolean knowsOf(String product) {
    return product(product).map(this::knowsOf).orElse(true);
  }

  /** Whether the caller sees the product of this name, or there is none. */
  public boolean sees(String product) {
    return product(product).map(this::sees).orElse(true);
  }

  /** Whether the caller sees the product that a resource is or belongs to, if there is one. */
  public boolean sees(Resource resource) {
    var document = resource.document();
    return switch (resource.kind()) {
      case DATA_PRODUCT -> sees(resource.name());
      case DATA_CONTRACT ->
          sees(document.path("dataProduct").asText())
              && Ports.ofContract(state, resource.name()).stream()
                  .allMatch(port -> sees(port.product()));
      case FLOW, QUERY, FUNCTION, PARAMETER_CONTEXT -> sees(document.path("product").asText());
      case SOURCE_TABLE ->
          document
              .path("seenBy")
              .valueStream()
              .anyMatch(seer -> sees(seer.path("product").asText()));
      default -> true;
    };
  }

  /**
   * Refuses when the caller may not know the product.
   *
   * @param missing what is said of something that is not there, as of what is hidden
   * @throws dev.weft.model.ProblemException code {@code ask-the-owners}, or what is given
   */
  public void require(String product, Problem missing) {
    product(product)
        .filter(found -> !sees(found))
        .ifPresent(
            found -> {
              throw knowsOf(found) ? askTheOwners(found) : missing.asException();
            });
  }

  private static ProblemException askTheOwners(DataProduct product) {
    return Problem.refused(
            "ask-the-owners",
            "The product '" + product.id() + "' is described to its readers only.",
            "Ask its owners: " + String.join(", ", product.owners()) + ".")
        .asException();
  }

  /** The product if it says who may know it: all others are everybody's. */
  private Optional<DataProduct> product(String name) {
    return name.isEmpty()
        ? Optional.empty()
        : state
            .get(new ResourceKey(ResourceKind.DATA_PRODUCT, name))
            .filter(Insiders::mayBeRestricted)
            .map(resource -> resource.as(DataProduct.class));
  }

  private boolean holdsGrantOn(String product) {
    return state.all(ResourceKind.SUBSCRIPTION).stream()
        .filter(one -> one.document().path("port").asText().startsWith(product + "."))
        .map(one -> one.as(Subscription.class))
        .anyMatch(
            one ->
                one.principal().equals(caller.id())
                    && one.status() == Subscription.Status.APPROVED);
  }
}
