package dev.weft.server.governance;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.DomainStanding.Stage;
import dev.weft.model.governance.HistoryEntry;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.model.governance.SourceException;
import dev.weft.policy.PolicyEngine;
import dev.weft.server.access.EnforcedPolicies;
import dev.weft.server.access.EnforcedSources;
import dev.weft.server.access.Insiders;
import dev.weft.server.governance.GovernancePages.Vote;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Authoritative sources and exceptions from them, as one person sees them. */
public final class SourcePages {
  private final MeshLog mesh;
  private final PolicyEngine policy;
  private final Clock clock;

  /**
   * @param policy says whom policies let read
   */
  public SourcePages(MeshLog mesh, PolicyEngine policy, Clock clock) {
    this.mesh = mesh;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * One source; {@code holds}: it is the authoritative one at the moment.
   *
   * @param withdrawal who wants it to end, until another agrees
   */
  public record Source(
      String domain,
      String term,
      String port,
      PrincipalId provisioner,
      SourceDesignation.Stage stage,
      boolean holds,
      boolean enforced,
      PrincipalId designatedBy,
      Instant designatedAt,
      Optional<PrincipalId> verifiedBy,
      Optional<Instant> verifiedAt,
      Instant until,
      boolean dueSoon,
      Optional<SourceDesignation.Withdrawal> withdrawal,
      List<String> acts,
      List<HistoryEntry> history) {}

  /** One exception. */
  public record Excepted(
      String id,
      String domain,
      String term,
      String port,
      PrincipalId principal,
      String reason,
      Instant until,
      SourceException.Stage stage,
      PrincipalId askedBy,
      Instant askedAt,
      Optional<Vote> vote,
      List<String> acts,
      List<HistoryEntry> history) {}

  /**
   * Somebody who reads, or may read, a port that is not the source.
   *
   * @param subscription by which they do; empty: by policies
   * @param policies by which they do; empty: by the subscription
   */
  public record Violation(
      String subscription,
      PrincipalId principal,
      String port,
      String purpose,
      String term,
      String source,
      boolean excepted,
      List<String> policies) {
    static Violation of(EnforcedSources.Violation one) {
      var grant = one.subscription();
      return new Violation(
          grant.id(),
          grant.principal(),
          grant.port(),
          grant.purpose(),
          one.source().term(),
          one.source().port(),
          one.excepted(),
          List.of());
    }

    static Violation of(EnforcedPolicies.Opening one) {
      return new Violation(
          "",
          one.principal(),
          one.port().topic(),
          "",
          one.source().term(),
          one.source().port(),
          one.excepted(),
          one.policies().stream().sorted().toList());
    }
  }

  /** Those of a domain, term, product or port, or all that the caller may know of. */
  public List<Source> sources(
      Caller caller, Optional<String> domain, Optional<String> term, Optional<String> product) {
    var state = mesh.state();
    var insiders = new Insiders(state, caller);
    return state.all(ResourceKind.SOURCE_DESIGNATION, SourceDesignation.class).stream()
        .filter(one -> domain.map(one.domain()::equals).orElse(true))
        .filter(one -> term.map(one.term()::equals).orElse(true))
        .filter(one -> product.map(productOf(one.port())::equals).orElse(true))
        .filter(one -> insiders.sees(productOf(one.port())))
        .map(one -> source(caller, state, one))
        .toList();
  }

  private Source source(Caller caller, MeshState state, SourceDesignation one) {
    var now = clock.instant();
    var verifies =
        Trials.passes(
            () ->
                AuthoritativeSources.verified(
                    caller,
                    state,
                    now,
                    one.domain(),
                    one.term(),
                    new AuthoritativeSources.Wanted("", "", Optional.empty(), "")));
    var withdraws =
        Trials.passes(() -> AuthoritativeSources.withdrawn(caller, state, now, one, "?"));
    var isDue = one.until().minus(SourceDesignation.REMINDED_BEFORE);
    return new Source(
        one.domain(),
        one.term(),
        one.port(),
        one.provisioner(),
        one.stage(),
        one.holdsAt(now),
        DomainStandings.find(state, one.domain()).stage() == Stage.ENFORCED,
        one.designatedBy(),
        one.designatedAt(),
        one.verifiedBy(),
        one.verifiedAt(),
        one.until(),
        !now.isBefore(isDue),
        one.isWanted(now),
        words(verifies ? "verify" : "", withdraws ? "withdraw" : ""),
        one.history());
  }

  /** Those of a domain: all for who governs it and auditors, for others their own. */
  public List<Excepted> exceptions(Caller caller, String domain) {
    var state = mesh.state();
    var governors = Governors.of(state, domain);
    var seesAll = governors.governs(caller) || caller.isAuditor();
    return state.all(ResourceKind.SOURCE_EXCEPTION, SourceException.class).stream()
        .filter(one -> one.domain().equals(domain))
        .filter(
            one ->
                seesAll || one.askedBy().equals(caller.id()) || one.principal().equals(caller.id()))
        .sorted(Comparator.comparing(SourceException::askedAt).reversed())
        .map(one -> excepted(caller, state, governors, one))
        .toList();
  }

  private Excepted excepted(
      Caller caller, MeshState state, Governors governors, SourceException one) {
    var now = clock.instant();
    var votes =
        Trials.passes(
            () -> SourceExceptions.voted(caller, state, now, one.domain(), one.id(), "yes", ""));
    var ends =
        (one.stage() == SourceException.Stage.ASKED || one.stage() == SourceException.Stage.GRANTED)
            && (governors.sits(caller)
                || one.askedBy().equals(caller.id())
                || one.principal().equals(caller.id()));
    return new Excepted(
        one.id(),
        one.domain(),
        one.term(),
        one.port(),
        one.principal(),
        one.reason(),
        one.until(),
        one.stage(),
        one.askedBy(),
        one.askedAt(),
        one.ballot()
            .map(open -> Vote.of(open, one.voters(governors.bodyAbout(state, one.principal())))),
        words(votes ? "vote" : "", ends ? "end" : ""),
        one.history());
  }

  /** Who reads elsewhere than at the domain's sources, or may; for who governs it and auditors. */
  public List<Violation> violations(Caller caller, String domain) {
    var state = mesh.state();
    caller.require(
        Governors.of(state, domain).governs(caller) || caller.isAuditor(),
        "not-yours",
        "Who reads what is for those who govern the domain '" + domain + "', and auditors.",
        "");
    var now = clock.instant();
    var granted = new EnforcedSources(state, now).violations(domain).stream().map(Violation::of);
    var opened =
        new EnforcedPolicies(state, now)
            .openings(policy).stream()
                .filter(one -> one.source().domain().equals(domain))
                .map(Violation::of);
    return Stream.concat(granted, opened).toList();
  }

  private static String productOf(String port) {
    return PortName.parse(port).map(PortName::product).orElse("");
  }

  private static List<String> words(String... words) {
    return Arrays.stream(words).filter(word -> !word.isEmpty()).toList();
  }
}
