package dev.weft.server.governance;

import dev.weft.policy.PolicyEngine;
import dev.weft.server.apply.Applier;
import dev.weft.server.apply.RuleBreaches;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshLog;
import java.security.SecureRandom;
import java.time.Clock;

/** All of it, for one mesh. */
public record Governance(
    DomainStandings standings,
    AuthoritativeSources sources,
    SourceExceptions exceptions,
    ProductLives lives,
    GovernancePages pages,
    SourcePages sourcePages) {

  /**
   * Of a mesh.
   *
   * @param policy says whom policies let read
   */
  public static Governance of(
      MeshLog mesh,
      Applier applier,
      PolicyEngine policy,
      Expressions expressions,
      SecureRandom random,
      Clock clock) {
    return new Governance(
        new DomainStandings(mesh),
        new AuthoritativeSources(mesh),
        new SourceExceptions(mesh, random),
        new ProductLives(mesh, applier),
        new GovernancePages(mesh, new RuleBreaches(expressions), clock),
        new SourcePages(mesh, policy, clock));
  }

  /** What time does; the writer calls it again and again. */
  public void pass() {
    standings.pass();
    sources.pass();
    exceptions.pass();
  }
}
