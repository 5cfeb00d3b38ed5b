package dev.weft.server.identity;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import java.time.Instant;
import java.util.Set;

/** Who makes this request, with the roles that they hold everywhere. */
public record Caller(PrincipalId id, Set<String> roles, Instant until) {
  /** Weft itself, starting up or reconciling. */
  public static final Caller WEFT = new Caller(PrincipalId.WEFT, Set.of("admin"), Instant.MAX);

  public boolean isAdmin() {
    return roles.contains("admin");
  }

  public boolean isAuditor() {
    return roles.contains("auditor") || isAdmin();
  }

  /** Whether they may say what jobs outside the mesh read and write. */
  public boolean reportsLineage() {
    return roles.contains("lineage") || isAdmin();
  }

  /** Whether they may plan and carry out erasures in the whole mesh. */
  public boolean isPrivacyOfficer() {
    return roles.contains("privacy") || isAdmin();
  }

  public String name() {
    return id.name();
  }

  /** Refuses unless the condition holds. */
  public void require(boolean condition, String code, String message, String hint) {
    if (!condition) {
      throw Problem.refused(code, message, hint).asException();
    }
  }
}
