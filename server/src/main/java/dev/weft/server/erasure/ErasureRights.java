package dev.weft.server.erasure;

import dev.weft.catalog.erasure.SubjectFields;
import dev.weft.model.DataProduct;
import dev.weft.model.Erasure;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.util.Optional;

/**
 * Who plans and applies erasures: the privacy office (the role {@code privacy}) and administrators
 * in the whole mesh, the stewards of a domain in their domain.
 */
final class ErasureRights {
  private ErasureRights() {}

  static void require(Caller caller, MeshState state, Scope scope) {
    caller.require(
        mayAct(caller, state, scope),
        "not-authorized",
        "You may not erase a person's records here.",
        "Who has the role privacy may, everywhere; a steward of a domain in it: --domain NAME.");
  }

  static boolean mayAct(Caller caller, MeshState state, Scope scope) {
    return caller.isPrivacyOfficer()
        || (!scope.domain().isEmpty() && new Rights(state).tends(caller, scope.domain()));
  }

  /** Auditors see all plans, for they hold no key. */
  static boolean maySee(Caller caller, MeshState state, Scope scope) {
    return caller.isAuditor() || mayAct(caller, state, scope);
  }

  /** What the caller may see of an erasure: those who are asked, their domains' places. */
  static Optional<Erasure> seen(Caller caller, MeshState state, Erasure erasure) {
    if (maySee(caller, state, erasure.scope())) {
      return Optional.of(erasure);
    }
    var domains =
        erasure.plan().asks().stream().filter(name -> speaksFor(caller, state, name)).toList();
    return domains.isEmpty()
        ? Optional.empty()
        : Optional.of(
            erasure.within(
                place ->
                    PortName.parse(place.name())
                        .map(port -> domains.contains(domain(state, port)))
                        .orElse(false)));
  }

  /** Stewards of a domain and its governing body have its say. */
  static boolean speaksFor(Caller caller, MeshState state, String domain) {
    var rights = new Rights(state);
    return rights.tends(caller, domain) || rights.governs(caller, domain);
  }

  static String domain(MeshState state, PortName port) {
    return state
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .map(DataProduct::domain)
        .orElse("");
  }

  /** Reads {@code product.port.field}. */
  static SubjectFields.Field field(String text) {
    var first = text.indexOf('.');
    var second = text.indexOf('.', first + 1);
    return (first < 0 || second < 0 || second == text.length() - 1
            ? Optional.<PortName>empty()
            : PortName.parse(text.substring(0, second)))
        .map(port -> new SubjectFields.Field(port, text.substring(second + 1)))
        .orElseThrow(
            () ->
                Problem.input(
                        "bad-field",
                        Place.field("fields"),
                        "'" + text + "' is not a field of a port.",
                        "Write product.port.field.")
                    .asException());
  }
}
