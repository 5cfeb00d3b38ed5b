package dev.weft.server.governance;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.Ballot;
import dev.weft.model.governance.DomainStanding;
import dev.weft.model.governance.DomainStanding.Stage;
import dev.weft.model.governance.Electorate;
import dev.weft.model.governance.HistoryEntry;
import dev.weft.model.governance.ProductLife;
import dev.weft.server.access.Insiders;
import dev.weft.server.apply.LifeChanges;
import dev.weft.server.apply.ProductGaps;
import dev.weft.server.apply.RuleBreaches;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Governance as one person sees it, with what this person could do next. */
public final class GovernancePages {
  private final MeshLog mesh;
  private final RuleBreaches breaches;
  private final Clock clock;

  public GovernancePages(MeshLog mesh, RuleBreaches breaches, Clock clock) {
    this.mesh = mesh;
    this.breaches = breaches;
    this.clock = clock;
  }

  /**
   * A vote that is open.
   *
   * @param voters who may vote
   * @param needed how many have to say yes
   */
  public record Vote(
      Ballot.Motion motion,
      Instant until,
      List<PrincipalId> voters,
      int needed,
      List<Ballot.Vote> votes) {
    static Vote of(Ballot ballot, Electorate voters) {
      return new Vote(
          ballot.motion(),
          ballot.until(),
          voters.people().stream().sorted(Comparator.comparing(PrincipalId::toString)).toList(),
          voters.needed(),
          ballot.votes());
    }
  }

  /** How a domain stands; {@code acts} are those that the caller could do now. */
  public record Standing(
      String domain,
      String title,
      Stage stage,
      List<DomainStanding.Step> steps,
      Optional<Vote> vote,
      Optional<Instant> due,
      boolean overdue,
      List<String> acts,
      List<HistoryEntry> history) {}

  /** The life of a product. */
  public record Life(
      String product,
      ProductLife.Stage stage,
      Domain.Publishing publishing,
      List<ProductGaps.Gap> gaps,
      Optional<PrincipalId> proposedBy,
      List<String> acts,
      List<HistoryEntry> history) {}

  /** All domains, those that have come furthest first. */
  public List<Standing> standings(Caller caller) {
    return mesh.state().all(ResourceKind.DOMAIN).stream()
        .map(domain -> standing(caller, domain.name()))
        .sorted(Comparator.comparing(Standing::stage).reversed())
        .toList();
  }

  public Standing standing(Caller caller, String domain) {
    var state = mesh.state();
    var now = clock.instant();
    var governors = Governors.of(state, domain);
    var found = DomainStandings.find(state, domain);
    var trial = DomainStandings.Wanted.trial();
    var acts =
        Arrays.stream(DomainStandings.Act.values())
            .filter(
                act ->
                    Trials.passes(
                        () -> DomainStandings.judge(caller, state, now, domain, act, trial)))
            .map(DomainStandings.Act::word)
            .toList();
    return new Standing(
        domain,
        state.find(ResourceKind.DOMAIN, domain, Domain.class).map(Domain::title).orElse(domain),
        found.stage(),
        found.steps(),
        found.ballot().map(open -> Vote.of(open, found.voters(governors.body()))),
        found.due(),
        found.due().filter(at -> !now.isBefore(at)).isPresent(),
        acts,
        found.history());
  }

  /** What waits for the caller. */
  public List<Agenda.Waiting> agenda(Caller caller) {
    return Agenda.of(caller, mesh.state(), clock.instant());
  }

  /** What breaks the domain's rules, of the products that the caller may know. */
  public List<RuleBreaches.Breach> breaches(Caller caller, String domain) {
    var state = mesh.state();
    var insiders = new Insiders(state, caller);
    return breaches.of(state, Governors.of(state, domain).domain(), insiders::sees);
  }

  public Life life(Caller caller, String id) {
    var state = mesh.state();
    var resource = ProductLives.require(state, id);
    new Insiders(state, caller).require(id, ProductLives.missing(id));
    var product = resource.as(DataProduct.class);
    return new Life(
        id,
        ProductLives.stage(state, resource),
        ProductLives.publishing(state, product),
        ProductLives.gaps(product, state),
        LifeChanges.life(state, id).proposedBy(),
        ProductLives.acts(caller, state, clock.instant(), resource).stream()
            .map(ProductLives.Act::word)
            .toList(),
        LifeChanges.life(state, id).history());
  }
}
