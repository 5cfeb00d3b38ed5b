package dev.weft.server.business;

import dev.weft.model.BusinessMetadata;
import dev.weft.model.BusinessValues;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.DataProduct.CustomProperty;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Term;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.Optional;

/**
 * Something that has business metadata, and is there.
 *
 * @param kind one of {@link BusinessMetadata#KINDS}, but never {@code field}
 * @param field a field of a port; empty for the thing itself
 */
record BusinessAsset(String kind, String name, String field) {
  private static final String PORT = "port";

  /**
   * Finds it.
   *
   * @throws dev.weft.model.ProblemException when there is none, or none that the caller may know of
   */
  static BusinessAsset of(MeshState state, Caller caller, String kind, String name, String field) {
    var asset = new BusinessAsset(kind, name, field);
    if (!BusinessMetadata.KINDS.contains(kind) || kind.equals("field")) {
      throw Problem.input(
              "bad-kind",
              Place.field("kind"),
              "'" + kind + "' is nothing that has business metadata.",
              Nearest.hint(kind, BusinessMetadata.KINDS, "kinds"))
          .asException();
    }
    if (!asset.isThere(state) || !asset.isSeenBy(state, caller)) {
      throw Problem.missing(
              "no-such-asset",
              "There is no " + kind + " '" + name + "'.",
              "'weft search WORDS' finds them.")
          .asException();
    }
    asset.requireField(state);
    return asset;
  }

  private void requireField(MeshState state) {
    var names = port().map(port -> Ports.fieldNames(state, port));
    if (!field.isEmpty() && !names.map(all -> all.contains(field)).orElse(false)) {
      throw Problem.input(
              "no-such-field",
              Place.field("field"),
              "'" + name + "' has no field '" + field + "'.",
              names
                  .map(all -> Nearest.hint(field, all, "fields"))
                  .orElse("Only ports have fields."))
          .asException();
    }
  }

  private boolean isThere(MeshState state) {
    return kind.equals(PORT)
        ? port().filter(port -> Ports.exists(state, port)).isPresent()
        : resource(state).isPresent();
  }

  private boolean isSeenBy(MeshState state, Caller caller) {
    var insiders = new Insiders(state, caller);
    return port()
        .map(port -> insiders.sees(port.product()))
        .orElseGet(() -> resource(state).map(insiders::sees).orElse(false));
  }

  private Optional<PortName> port() {
    return kind.equals(PORT) ? PortName.parse(name) : Optional.empty();
  }

  private Optional<Resource> resource(MeshState state) {
    return ResourceKind.parse(kind).flatMap(found -> state.get(new ResourceKey(found, name)));
  }

  /** The kind by which sets say what they apply to. */
  String subject() {
    return field.isEmpty() ? kind : "field";
  }

  /** Where its values are kept. */
  ResourceKey key() {
    return new ResourceKey(ResourceKind.BUSINESS_VALUES, kind + ":" + name);
  }

  BusinessValues given(MeshState state) {
    return state
        .find(ResourceKind.BUSINESS_VALUES, key().name(), BusinessValues.class)
        .orElse(new BusinessValues(kind + "/" + name, null));
  }

  /** What its document says of it. */
  List<CustomProperty> written(MeshState state) {
    return switch (kind) {
      case "product" ->
          state
              .find(ResourceKind.DATA_PRODUCT, name, DataProduct.class)
              .map(DataProduct::customProperties)
              .orElse(List.of());
      case "contract" ->
          state
              .find(ResourceKind.DATA_CONTRACT, name, Contract.class)
              .map(Contract::customProperties)
              .orElse(List.of());
      case PORT -> port().map(port -> written(state, port)).orElse(List.of());
      default -> List.of();
    };
  }

  private List<CustomProperty> written(MeshState state, PortName port) {
    if (field.isEmpty()) {
      return Ports.find(state, port)
          .map(DataProduct.OutputPort::customProperties)
          .orElse(List.of());
    }
    return Ports.contract(state, port)
        .flatMap(contract -> ContractFields.find(contract.fields(), field))
        .map(Contract.Field::customProperties)
        .orElse(List.of());
  }

  /** Whether this person may say something of it. */
  boolean answers(Caller caller, MeshState state) {
    var rights = new Rights(state);
    if (caller.isAdmin()) {
      return true;
    }
    return switch (kind) {
      case "domain" -> rights.governs(caller, name) || rights.tends(caller, name);
      case "term" ->
          state
              .find(ResourceKind.TERM, name, Term.class)
              .filter(
                  term ->
                      term.stewards().contains(caller.name())
                          || rights.governs(caller, term.domain())
                          || rights.tends(caller, term.domain()))
              .isPresent();
      default ->
          product(state)
              .filter(
                  product ->
                      rights.mayChange(caller, product)
                          || rights.tends(caller, product)
                          || rights.governs(caller, product.domain()))
              .isPresent();
    };
  }

  private Optional<DataProduct> product(MeshState state) {
    var product =
        switch (kind) {
          case "product" -> name;
          case PORT -> port().map(PortName::product).orElse("");
          case "contract" -> text(state, "dataProduct");
          default -> text(state, "product");
        };
    return product.isEmpty()
        ? Optional.empty()
        : state.find(ResourceKind.DATA_PRODUCT, product, DataProduct.class);
  }

  private String text(MeshState state, String key) {
    return resource(state).map(found -> found.document().path(key).asText("")).orElse("");
  }

  /** For people. */
  String words() {
    return field.isEmpty() ? kind + " " + name : "field '" + field + "' of " + name;
  }
}
