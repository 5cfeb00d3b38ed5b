package dev.weft.server.identity.oidc;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.parameters.SecretBox;
import dev.weft.spi.MeshLog;
import java.util.List;

/**
 * With what the issuer is asked about people who are not logged in: for each an offline token,
 * encrypted and bound to the person. Safe for any thread.
 */
public final class OidcGrants {
  private static final String PLACE = "issuer grant ";

  private final MeshLog mesh;
  private final SecretBox box;

  public OidcGrants(MeshLog mesh, SecretBox box) {
    this.mesh = mesh;
    this.box = box;
  }

  /** As it is kept. */
  record Kept(String subject, String sealed) {}

  /**
   * Of one person.
   *
   * @param name of the user
   */
  record Grant(String name, String subject, String sealed) {
    @Override
    public String toString() {
      return "grant of " + name; // never what it holds
    }
  }

  List<Grant> all() {
    return mesh.state().all(ResourceKind.ISSUER_GRANT).stream()
        .map(
            one -> {
              var kept = one.as(Kept.class);
              return new Grant(one.name(), kept.subject(), kept.sealed());
            })
        .toList();
  }

  /** The token; throws IllegalStateException when it was encrypted under another key. */
  String opened(Grant grant) {
    return box.open(PLACE + grant.subject(), grant.sealed());
  }

  void keep(String name, String subject, String token) {
    var kept = new Kept(subject, box.seal(PLACE + subject, token));
    mesh.decide(
        (state, now) ->
            new MeshLog.Decided<>(
                List.of(MeshLog.Put.of(key(name), Json.tree(kept), PrincipalId.WEFT)),
                List.of(),
                List.of(),
                name));
  }

  void forget(String name) {
    mesh.decide(
        (state, now) ->
            state.get(key(name)).isEmpty()
                ? MeshLog.Decided.nothing(name)
                : new MeshLog.Decided<>(List.of(), List.of(key(name)), List.of(), name));
  }

  private static ResourceKey key(String name) {
    return new ResourceKey(ResourceKind.ISSUER_GRANT, name);
  }
}
