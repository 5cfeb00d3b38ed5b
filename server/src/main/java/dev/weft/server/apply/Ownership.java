package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.PolicySpec;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Term;
import dev.weft.model.format.Checked;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.util.List;

/**
 * Who may write which resource: administrators all; owners what belongs to their products; a
 * domain's governing body its domain and new products in it; stewards the terms of their domain;
 * policies as {@link PolicyRights} says.
 */
final class Ownership {
  private final MeshState existing;
  private final MeshState state;
  private final Rights rights;
  private final PolicyRights policies;

  /** Resources that come with the same apply count where there is none yet. */
  Ownership(MeshState state, List<Checked> alsoNew) {
    this.existing = state;
    this.state = new Overlay(state, alsoNew);
    this.rights = new Rights(this.state);
    this.policies = new PolicyRights(existing, this.state, rights);
  }

  /**
   * Whether the caller may put this document (or delete the resource, with the document it has).
   *
   * <p>Existing resources are judged by what they are now, so that nobody takes over a product by
   * naming themselves its owner.
   */
  boolean mayWrite(Caller caller, ResourceKey key, ObjectNode document) {
    if (caller.isAdmin()) {
      return true;
    }
    var current = state.get(key).map(resource -> resource.document()).orElse(document);
    return switch (key.kind()) {
      case DOMAIN -> rights.governs(caller, key.name());
      case DATA_PRODUCT -> mayWriteProduct(caller, key.name(), document);
      case DATA_CONTRACT ->
          mayChangeProduct(caller, text(current, "dataProduct"))
              && mayChangeProduct(caller, text(document, "dataProduct"));
      case FLOW, QUERY, FUNCTION ->
          mayChangeProduct(caller, text(current, "product"))
              && mayChangeProduct(caller, text(document, "product"));
      case PARAMETER_CONTEXT ->
          mayChangeContext(caller, current) && mayChangeContext(caller, document);
      case BUSINESS_METADATA -> mayChangeSet(caller, current) && mayChangeSet(caller, document);
      case TERM -> mayChangeTerm(caller, current) && mayChangeTerm(caller, document);
      case POLICY ->
          policies.mayWrite(caller, Json.read(current, PolicySpec.class))
              && policies.mayWrite(caller, Json.read(document, PolicySpec.class));
      default -> false;
    };
  }

  private boolean mayWriteProduct(Caller caller, String name, ObjectNode document) {
    var before = existing.find(ResourceKind.DATA_PRODUCT, name, DataProduct.class);
    if (before.isEmpty()) {
      return rights.governs(caller, text(document, "domain"));
    }
    var moved = !before.get().domain().equals(text(document, "domain"));
    return rights.owns(caller, before.get())
        && (!moved || rights.governs(caller, text(document, "domain")));
  }

  /** Of a product as what else belongs to it; of a domain only its governing body. */
  private boolean mayChangeContext(Caller caller, ObjectNode context) {
    return context.has("product")
        ? mayChangeProduct(caller, text(context, "product"))
        : rights.governs(caller, text(context, "domain"));
  }

  /** Its stewards, and who governs or tends its domain. One of no domain begins with an admin. */
  private boolean mayChangeTerm(Caller caller, ObjectNode document) {
    var domain = text(document, "domain");
    var known = existing.find(ResourceKind.TERM, text(document, "name"), Term.class);
    var steward = known.map(term -> term.stewards().contains(caller.name())).orElse(false);
    var sameDomain = known.map(term -> term.domain().equals(domain)).orElse(false);
    return (steward && sameDomain)
        || (!domain.isEmpty() && (rights.governs(caller, domain) || rights.tends(caller, domain)));
  }

  /** Who governs or tends its domain. One of no domain is for the whole mesh. */
  private boolean mayChangeSet(Caller caller, ObjectNode document) {
    var domain = text(document, "domain");
    return !domain.isEmpty() && (rights.governs(caller, domain) || rights.tends(caller, domain));
  }

  private boolean mayChangeProduct(Caller caller, String product) {
    if (product.isEmpty()) {
      return false; // A contract need not say whose it is; then it is an administrator's.
    }
    return state
        .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
        .map(found -> rights.mayChange(caller, found) || rights.governs(caller, found.domain()))
        .orElse(false);
  }

  private static String text(ObjectNode document, String key) {
    return document.path(key).asText("");
  }
}
