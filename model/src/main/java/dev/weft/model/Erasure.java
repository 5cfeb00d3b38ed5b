package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.weft.model.ErasurePlan.Place;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.ErasurePlan.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The erasing of one person's records (GDPR, article 17): the plan, and what became of it.
 * Transitions are methods; each returns the next state or throws a {@link ProblemException}.
 *
 * @param consents what the domains have said that the plan asks
 * @param done what was done, once it is applied
 * @param checked how it stood when somebody looked again
 */
public record Erasure(
    @JsonUnwrapped ErasurePlan plan,
    Status status,
    List<Consent> consents,
    Optional<PrincipalId> appliedBy,
    Optional<Instant> appliedAt,
    String why,
    List<Done> done,
    Optional<Check> checked) {

  /** Where a plan stands. */
  public enum Status {
    PLANNED,
    /** Some of it may be done. */
    APPLYING,
    APPLIED
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
    return new Erasure(plan, status, all, appliedBy, appliedAt, why, done, checked);
  }

  /** It begins to be done, by somebody else than who planned it; or it goes on after a fault. */
  public Erasure begin(PrincipalId by, Instant now, String reason) {
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
    if (by.equals(plan.plannedBy())) {
      throw Problem.refused(
              "four-eyes",
              "Who has planned an erasure does not apply it.",
              "Another privacy officer, or another steward of the domain, applies it.")
          .asException();
    }
    plan.mustBeComplete();
    mustBeAgreed();
    return new Erasure(
        plan, Status.APPLYING, consents, Optional.of(by), Optional.of(now), reason, done, checked);
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

  /** All that was planned is done. */
  public Erasure applied(Instant now, List<Done> results) {
    if (status != Status.APPLYING) {
      throw Problem.conflict("wrong-status", "The erasure " + id() + " has not begun.", "")
          .asException();
    }
    return new Erasure(
        plan, Status.APPLIED, consents, appliedBy, Optional.of(now), why, results, checked);
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
    return new Erasure(plan, status, consents, appliedBy, appliedAt, why, done, Optional.of(check));
  }

  /** As far as those may see it who are only asked about some of its places. */
  public Erasure within(Predicate<Place> places) {
    return new Erasure(
        plan.within(places), status, consents, appliedBy, appliedAt, "", List.of(), checked);
  }
}
