package dev.weft.server.http;

import dev.weft.model.DataProduct;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.registry.schema.SubjectName;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshLog;
import java.util.Optional;

/**
 * Who may change what is registered. A subject that is called as a port's topic with {@code -key}
 * or {@code -value} belongs to its product, and so does any other whose name begins with the
 * product's and a dot; all others, contexts, and what holds for all, to administrators.
 */
final class RegistryRights {
  private final MeshLog mesh;

  RegistryRights(MeshLog mesh) {
    this.mesh = mesh;
  }

  void requireAdmin(Caller caller) {
    caller.require(
        caller.isAdmin(), "not-an-admin", "Only an administrator sets this for all.", "");
  }

  /** Refuses who may not change the product that the subject belongs to. */
  void require(Caller caller, SubjectName subject) {
    if (subject.name().isEmpty()) {
      requireAdmin(caller);
      return;
    }
    if (caller.isAdmin()) {
      return;
    }
    var product =
        product(subject)
            .orElseThrow(
                () ->
                    Problem.refused(
                            "no-such-port",
                            "'" + subject + "' belongs to no port.",
                            "A subject is the port's topic and -value or -key: product.port-value;"
                                + " what several share begins with the product's name and a dot.")
                        .asException());
    var id = caller.id();
    caller.require(
        id.equals(PrincipalId.product(product.id()))
            || (id.type() == PrincipalId.Type.USER
                && new Rights(mesh.state()).mayChange(caller, product)),
        "not-an-owner",
        "Only the product, its owners and administrators register schemas for '" + subject + "'.",
        "'weft describe product " + product.id() + "' names the owners.");
  }

  private Optional<DataProduct> product(SubjectName subject) {
    var port = subject.port();
    if (port.isPresent()) {
      return product(port.get().product())
          .filter(found -> found.outputPort(port.get().port()).isPresent());
    }
    var dot = subject.name().indexOf('.');
    var isTopic = subject.name().endsWith("-key") || subject.name().endsWith("-value");
    return dot < 1 || isTopic ? Optional.empty() : product(subject.name().substring(0, dot));
  }

  private Optional<DataProduct> product(String id) {
    return mesh.state().find(ResourceKind.DATA_PRODUCT, id, DataProduct.class);
  }
}
