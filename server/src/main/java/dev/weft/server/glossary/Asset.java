package dev.weft.server.glossary;

import dev.weft.catalog.glossary.AssignedTerms;
import dev.weft.model.Assignments.Assignment;
import dev.weft.model.DataProduct;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A product, a port or a field of it, which is there.
 *
 * @param field empty for the product or port itself
 */
record Asset(String asset, DataProduct product, Optional<PortName> port, String field) {
  /**
   * Finds it.
   *
   * @throws dev.weft.model.ProblemException when there is none, with what may have been meant
   */
  static Asset of(MeshState state, String asset, String field) {
    if (asset.isBlank()) {
      throw missing(asset).asException();
    }
    var port = PortName.parse(asset);
    var product =
        state.find(
            ResourceKind.DATA_PRODUCT,
            port.map(PortName::product).orElse(asset),
            DataProduct.class);
    var isThere = product.isPresent() && port.map(one -> Ports.exists(state, one)).orElse(true);
    if (!isThere) {
      throw missing(asset).asException();
    }
    if (!field.isEmpty()) {
      requireField(state, asset, port, field);
    }
    return new Asset(asset, product.get(), port, field);
  }

  /** The same for somebody: what one may not know of is not there. */
  static Asset of(MeshState state, Caller caller, String asset, String field) {
    var product = PortName.parse(asset).map(PortName::product).orElse(asset);
    new Insiders(state, caller).require(product, missing(asset));
    return of(state, asset, field);
  }

  static Problem missing(String asset) {
    return Problem.missing(
        "no-such-asset",
        "There is no product or port '" + asset + "'.",
        "'weft search WORDS' finds them.");
  }

  private static void requireField(
      MeshState state, String asset, Optional<PortName> port, String field) {
    var names = port.map(one -> Ports.fieldNames(state, one)).orElse(Set.<String>of());
    if (!names.contains(field)) {
      throw Problem.input(
              "no-such-field",
              Place.field("field"),
              "'" + asset + "' has no field '" + field + "'.",
              Nearest.hint(field, names, "fields"))
          .asException();
    }
  }

  /** Whether this person answers for what the data means. */
  boolean answers(Caller caller, MeshState state) {
    var rights = new Rights(state);
    return rights.mayChange(caller, product)
        || rights.tends(caller, product)
        || rights.governs(caller, product.domain());
  }

  /** Whether this person may unmask it: an owner, who approves the readers, may not. */
  boolean tends(Caller caller, MeshState state) {
    var rights = new Rights(state);
    return caller.isAdmin()
        || rights.tends(caller, product)
        || rights.governs(caller, product.domain());
  }

  /** Its terms, those that the contract names included. */
  List<Assignment> assigned(MeshState state) {
    var all =
        port.map(one -> AssignedTerms.of(state, one))
            .orElseGet(() -> AssignedTerms.ofProduct(state, asset));
    return all.of(field);
  }

  String words() {
    return field.isEmpty() ? asset : "Field '" + field + "' of " + asset;
  }
}
