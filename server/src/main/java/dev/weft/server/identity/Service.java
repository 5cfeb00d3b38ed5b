package dev.weft.server.identity;

import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.util.List;

/**
 * That a user is a program, and who answers for it.
 *
 * @param owners may rotate and revoke its keys; at least one
 */
public record Service(List<String> owners) {
  public Service {
    owners = owners == null ? List.of() : List.copyOf(owners);
  }

  /** Whether this principal is a service for which that person answers. */
  public static boolean isOwned(MeshState state, PrincipalId principal, String person) {
    return principal.type() == PrincipalId.Type.USER
        && state
            .find(ResourceKind.SERVICE, principal.name(), Service.class)
            .filter(service -> service.owners().contains(person))
            .isPresent();
  }
}
