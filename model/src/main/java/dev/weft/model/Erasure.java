package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.ErasurePlan.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The erasing of one person's records (GDPR, article 17): the plan, and what became of it.
 * Transitions are methods; each returns the next state or throws a {@link ProblemException}.
 *
 * @param consents what the domains have said that the plan asks
 * @param done what was done: while it is applied, in the places that are behind it
 * @param checked how it stood when somebody looked again
 * @param replacedBy another, planned anew, that was applied in its place
 */
public record Erasure(
    @JsonUnwrapped ErasurePlan plan,
    Status status,
    List<Consent> consents,
    Optional<PrincipalId> appliedBy,
    Optional<Instant> appliedAt,
    String why,
    List<Done> done,
    Optional<Check> checked,
    Optional<String> replacedBy) {

  /** Where a plan stands. */
  public enum Status {
    PLANNED,
    /** Some of it may be done. */
    APPLYING,
    APPLIED,
    /** It was interrupted, and another did what was left. */
    REPLACED
  }

  /**
   * What was done in a place.
   *
   * @param written how many tombstones, or keys destroyed
   * @param until when the records are gone at the latest, where that is known
   */
  public record Done(String name, Way way, long records, long written, Optional<Instant> until) {
    public Done {
      until = until == null ? Optional.empty() : until;
    }

    /** In the order of the first; of what both have, the one that says more was written. */
    private static List<Done> merged(List<Done> first, List<Done> others) {
      var all = new LinkedHashMap<String, Done>();
      first.forEach(one -> all.put(one.name, one));
      others.forEach(one -> all.merge(one.name, one, (a, b) -> b.written > a.written ? b : a));
      return List.copyOf(all.values());
    }
  }

  /**
   * How it stood later.
   *
   * @param left records that would have to be erased: they came again
   * @param replaced records that wait for the log to be compacted
   * @param remaining records that go with the retention, or by nobody
   */
  public record Check(Instant at, PrincipalId by, long left, long replaced, long remaining) {}

  /**
   * What a domain says to that records are erased there which were made from the person's and do
   * not hold their key: they may be others' too.
   */
  public record Consent(String domain, boolean agrees, PrincipalId by, Instant at, String why) {
    public Consent {
      why = Defaults.text(why);
    }

    boolean agreesFor(String name) {
      return agrees && domain.equals(name);
    }
  }

  public Erasure {
    consents = Defaults.list(consents);
    done = Defaults.list(done);
    why = Defaults.text(why);
    appliedBy = appliedBy == null ? Optional.empty() : appliedBy;
    appliedAt = appliedAt == null ? Optional.empty() : appliedAt;
    checked = checked == null ? Optional.empty() : checked;
    replacedBy = replacedBy == null ? Optional.empty() : replacedBy;
  }

  /** A plan; nothing of it is done. */
  public static Erasure planned(ErasurePlan plan) {
    return new Erasure(
        plan,
        Status.PLANNED,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  public static ResourceKey key(String id) {
    return new ResourceKey(ResourceKind.ERASURE, id);
  }

  public String id() {
    return plan.id();
  }

  public Scope scope() {
    return plan.scope();
  }

  /** Whether it is a plan that nobody can apply any more. */
  public boolean isOver(Instant now) {
    return status == Status.PLANNED && !now.isBefore(plan.expires());
  }

  /** The domains whose say is asked for and that have not agreed. */
  public List<String> waitsFor() {
    return plan.asks().stream()
        .filter(domain -> consents.stream().noneMatch(one -> one.agreesFor(domain)))
        .toList();
  }

  /** A domain has its say; by who did not plan it. What it said before is over. */
  public Erasure said(Consent consent) {
    if (status != Status.PLANNED || isOver(consent.at())) {
      throw Problem.conflict(
              "not-open",
              "The erasure " + id() + " does not wait for anybody's say.",
              "'weft erase --show " + id() + "' says how it stands.")
          .asException();
    }
    if (!plan.asks().contains(consent.domain())) {
      throw Problem.input(
              "not-asked",
              dev.weft.model.Place.field("domain"),
              "The erasure " + id() + " does not ask the domain '" + consent.domain() + "'.",
              plan.asks().isEmpty()
                  ? "It erases nothing that was made from the person's records."
                  : "It asks " + String.join(", ", plan.asks()) + ".")
          .asException();
    }
    if (consent.by().equals(plan.plannedBy())) {
      throw Problem.refused(
              "four-eyes",
              "Who has planned an erasure does not agree to it.",
              "Another steward of the domain, or one of its governing body, does.")
          .asException();
    }
    var all = new ArrayList<>(consents);
    all.removeIf(one -> one.domain().equals(consent.domain()));
    all.add(consent);
    return new Erasure(plan, status, all, appliedBy, appliedAt, why, done, checked, replacedBy);
  }

  /** It begins to be done, by somebody else than who planned it; or it goes on after a fault. */
  public Erasure begin(PrincipalId by, Instant now, String reason) {
    if (status == Status.REPLACED) {
      throw Problem.conflict(
              "replaced",
              "The erasure " + id() + " was interrupted, and another was applied in its place.",
              "'weft erase --certificate " + replacedBy.orElse("ID") + "' prints what was done.")
          .asException();
    }
    if (status == Status.APPLIED) {
      throw Problem.conflict(
              "already-applied",
              "The erasure " + id() + " has been applied.",
              "'weft erase --certificate " + id() + "' prints what was done.")
          .asException();
    }
    if (isOver(now)) {
      throw Problem.conflict(
              "stale-plan",
              "The plan " + id() + " could be applied until " + plan.expires() + ".",
              "Plan it again: 'weft erase --subject KEY --plan'.")
          .asException();
    }
    plan.mustNotBeOf(by);
    plan.mustBeComplete();
    mustBeAgreed();
    return new Erasure(
        plan,
        Status.APPLYING,
        consents,
        Optional.of(by),
        Optional.of(now),
        reason,
        done,
        checked,
        replacedBy);
  }

  private void mustBeAgreed() {
    var waits = waitsFor();
    var against =
        consents.stream().filter(one -> !one.agrees() && waits.contains(one.domain())).findFirst();
    if (against.isPresent()) {
      throw Problem.conflict(
              "domain-objects",
              "The domain "
                  + against.get().domain()
                  + " does not agree that what was made from the person's records is erased there: "
                  + against.get().why(),
              "Plan it without --derived; for domains that agree, with --derived --domain NAME.")
          .asException();
    }
    if (!waits.isEmpty()) {
      throw Problem.conflict(
              "awaits-domains",
              "What was made from the person's records is erased in domains that have not agreed"
                  + " yet: "
                  + String.join(", ", waits)
                  + ".",
              "A steward of each, or one of its governing body: 'weft erase --agree "
                  + id()
                  + " --domain NAME --why TEXT'.")
          .asException();
    }
  }

  /** This is done; what is told again of a place, after a fault, counts once. */
  public Erasure did(List<Done> places) {
    return ended(Status.APPLYING, appliedAt, Done.merged(done, places));
  }

  /** All that was planned is done. */
  public Erasure applied(Instant now, List<Done> results) {
    return ended(Status.APPLIED, Optional.of(now), Done.merged(results, done));
  }

  private Erasure ended(Status next, Optional<Instant> at, List<Done> results) {
    if (status != Status.APPLYING) {
      throw Problem.conflict("wrong-status", "The erasure " + id() + " has not begun.", "")
          .asException();
    }
    return with(next, at, results, checked, replacedBy);
  }

  private Erasure with(
      Status next,
      Optional<Instant> at,
      List<Done> results,
      Optional<Check> check,
      Optional<String> by) {
    return new Erasure(plan, next, consents, appliedBy, at, why, results, check, by);
  }

  /** Whether it was interrupted, and the other did what was left, wherever it would have acted. */
  public boolean isReplacedBy(Erasure other) {
    return status == Status.APPLYING
        && !id().equals(other.id())
        && scope().subject().equals(other.scope().subject())
        && other.plan.covers(plan);
  }

  /** Nobody applies it any more. */
  public Erasure replaced(String by) {
    return with(Status.REPLACED, appliedAt, done, checked, Optional.of(by));
  }

  /** Somebody has looked again. */
  public Erasure checked(Check check) {
    if (status != Status.APPLIED) {
      throw Problem.conflict(
              "not-applied",
              "The erasure " + id() + " is not applied yet.",
              "'weft erase --apply " + id() + "' applies it.")
          .asException();
    }
    return with(status, appliedAt, done, Optional.of(check), replacedBy);
  }

  /** As far as those may see it who are only asked about some of its places. */
  public Erasure within(Predicate<Place> places) {
    return new Erasure(
        plan.within(places),
        status,
        consents,
        appliedBy,
        appliedAt,
        "",
        List.of(),
        checked,
        replacedBy);
  }
}
