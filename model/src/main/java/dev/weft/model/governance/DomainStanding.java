package dev.weft.model.governance;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.Ballot.Motion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a domain has come on its way to be an Authoritative Data Domain, by people's acts: no
 * file says it. Nobody takes two of the steps that stand.
 *
 * @param steps those that stand, the first first; of an approval one for each who voted
 * @param ballot what the governing body votes on at the moment
 * @param due until when the next step should be taken
 * @param reminded whether it was said that nobody has
 */
public record DomainStanding(
    String domain,
    Stage stage,
    List<Step> steps,
    Optional<Ballot> ballot,
    Optional<Instant> due,
    boolean reminded,
    List<HistoryEntry> history) {

  /** Where a domain stands. */
  public enum Stage {
    NONE,
    DESIGNATED,
    VERIFIED,
    APPROVED,
    ENFORCED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who brought it where it stands. */
  public record Step(Stage stage, PrincipalId by, Instant at, String comment) {}

  public DomainStanding {
    steps = steps == null ? List.of() : List.copyOf(steps);
    ballot = ballot == null ? Optional.empty() : ballot;
    due = due == null ? Optional.empty() : due;
    history = history == null ? List.of() : List.copyOf(history);
  }

  /** Of a domain that nobody has designated. */
  public static DomainStanding none(String domain) {
    return new DomainStanding(
        domain, Stage.NONE, List.of(), Optional.empty(), Optional.empty(), false, List.of());
  }

  public static ResourceKey key(String domain) {
    return new ResourceKey(ResourceKind.DOMAIN_STANDING, domain);
  }

  /** Those who have taken a step that stands. */
  public Set<PrincipalId> tookPart() {
    return steps.stream().map(Step::by).collect(Collectors.toUnmodifiableSet());
  }

  /** Who votes on what is open, or would on the approval. */
  public Electorate voters(Electorate body) {
    return ballot.filter(open -> open.motion() == Motion.WITHDRAW).isPresent()
        ? body
        : body.without(tookPart());
  }

  public DomainStanding designate(PrincipalId by, Instant now, String comment, Instant due) {
    mustBe(Stage.NONE, "designate");
    return step(Stage.DESIGNATED, by, now, "designate", comment, Optional.of(due));
  }

  /** It is as it should be; from now on the body votes on it. */
  public DomainStanding verify(PrincipalId by, Instant now, String comment, Instant votesUntil) {
    mustBe(Stage.DESIGNATED, "verify");
    mustBeAnother(by);
    return step(Stage.VERIFIED, by, now, "verify", comment, Optional.of(votesUntil))
        .with(Optional.of(Ballot.open(Motion.APPROVE, now, votesUntil)));
  }

  /** A vote on whatever is open; the one that decides it decides it at once. */
  public DomainStanding vote(
      PrincipalId by, boolean yes, Instant now, String comment, Electorate body, Instant due) {
    var open =
        ballot.orElseThrow(
            () ->
                Problem.conflict(
                        "nothing-to-vote-on",
                        "Nothing about the domain '" + domain + "' is voted on.",
                        "'weft domain show " + domain + "' says how it stands.")
                    .asException());
    var electorate = voters(body);
    var voted = open.vote(by, yes, now, comment, electorate);
    var act = yes ? "vote yes" : "vote no";
    return switch (voted.outcome(electorate)) {
      case OPEN -> told(act, by, now, stage, comment).with(Optional.of(voted));
      case CARRIED -> carried(voted, act, by, now, comment, due);
      case LOST -> lost(open, act, by, now, comment);
    };
  }

  private DomainStanding carried(
      Ballot voted, String act, PrincipalId by, Instant now, String comment, Instant due) {
    if (voted.motion() == Motion.WITHDRAW) {
      return back(Stage.NONE).told(act, by, now, Stage.NONE, comment);
    }
    var all = new ArrayList<>(steps);
    voted
        .votes()
        .forEach(vote -> all.add(new Step(Stage.APPROVED, vote.by(), vote.at(), vote.comment())));
    return new DomainStanding(
            domain, Stage.APPROVED, all, Optional.empty(), Optional.of(due), false, history)
        .told(act, by, now, Stage.APPROVED, comment);
  }

  private DomainStanding lost(
      Ballot open, String act, PrincipalId by, Instant now, String comment) {
    return open.motion() == Motion.WITHDRAW
        ? told(act, by, now, stage, comment).with(Optional.empty())
        : back(Stage.DESIGNATED).told(act, by, now, Stage.DESIGNATED, comment);
  }

  /** From now on it has effect. */
  public DomainStanding enforce(PrincipalId by, Instant now, String comment) {
    mustBe(Stage.APPROVED, "enforce");
    mustHaveNoVote();
    mustBeAnother(by);
    return step(Stage.ENFORCED, by, now, "enforce", comment, Optional.empty());
  }

  /** One step back, instead of one further; what was voted is voted again. */
  public DomainStanding reject(PrincipalId by, Instant now, String reason, Instant votesUntil) {
    mustBeAnother(by);
    if (stage == Stage.DESIGNATED) {
      return back(Stage.NONE).told("reject", by, now, Stage.NONE, reason);
    }
    mustBe(Stage.APPROVED, "reject");
    mustHaveNoVote();
    return back(Stage.VERIFIED)
        .told("reject", by, now, Stage.VERIFIED, reason)
        .until(votesUntil)
        .with(Optional.of(Ballot.open(Motion.APPROVE, now, votesUntil)));
  }

  /** Ends it; where the body has approved, it votes on that as well. */
  public DomainStanding withdraw(
      PrincipalId by, Instant now, String reason, Electorate body, Instant votesUntil) {
    if (stage == Stage.NONE) {
      mustBe(Stage.DESIGNATED, "withdraw");
    }
    if (stage == Stage.DESIGNATED || stage == Stage.VERIFIED) {
      return back(Stage.NONE).told("withdraw", by, now, Stage.NONE, reason);
    }
    mustHaveNoVote();
    return told("withdraw", by, now, stage, reason)
        .with(Optional.of(Ballot.open(Motion.WITHDRAW, now, votesUntil)))
        .vote(by, true, now, reason, body, votesUntil);
  }

  /** What time does to it: a vote ends, or a step is overdue; empty when nothing happens. */
  public Optional<DomainStanding> pass(Instant now) {
    if (ballot.filter(open -> !now.isBefore(open.until())).isPresent()) {
      var motion = ballot.get().motion();
      var why = "The vote ended undecided.";
      return Optional.of(
          motion == Motion.WITHDRAW
              ? told("lapse", PrincipalId.WEFT, now, stage, why).with(Optional.empty())
              : back(Stage.DESIGNATED).told("lapse", PrincipalId.WEFT, now, Stage.DESIGNATED, why));
    }
    if (reminded || due.filter(at -> !now.isBefore(at)).isEmpty()) {
      return Optional.empty();
    }
    var told = told("overdue", PrincipalId.WEFT, now, stage, "The next step was due.");
    return Optional.of(new DomainStanding(domain, stage, steps, ballot, due, true, told.history()));
  }

  private void mustBe(Stage wanted, String act) {
    if (stage != wanted) {
      throw Problem.conflict(
              "wrong-stage",
              "The domain '%s' is %s, so one cannot %s it."
                  .formatted(domain, stage == Stage.NONE ? "not designated" : stage.word(), act),
              "'weft domain show " + domain + "' says what comes next.")
          .asException();
    }
  }

  private void mustHaveNoVote() {
    if (ballot.isPresent()) {
      throw Problem.conflict(
              "vote-open",
              "The governing body of '" + domain + "' is voting on it.",
              "Wait until it has decided.")
          .asException();
    }
  }

  private void mustBeAnother(PrincipalId by) {
    if (tookPart().contains(by)) {
      throw Problem.refused(
              "four-eyes",
              by.name() + " has taken another step of this.",
              "Each step is another person's.")
          .asException();
    }
  }

  private DomainStanding step(
      Stage to, PrincipalId by, Instant now, String act, String comment, Optional<Instant> until) {
    var all = new ArrayList<>(steps);
    all.add(new Step(to, by, now, comment));
    return new DomainStanding(domain, to, all, Optional.empty(), until, false, history)
        .told(act, by, now, to, comment);
  }

  /** Only what leads to this stage stands. */
  private DomainStanding back(Stage to) {
    var left = steps.stream().filter(step -> step.stage().compareTo(to) <= 0).toList();
    return new DomainStanding(domain, to, left, Optional.empty(), Optional.empty(), false, history);
  }

  private DomainStanding told(
      String act, PrincipalId by, Instant now, Stage after, String comment) {
    var entry = new HistoryEntry(act, by, now, after.name(), comment);
    return new DomainStanding(
        domain, stage, steps, ballot, due, reminded, HistoryEntry.added(history, entry));
  }

  private DomainStanding with(Optional<Ballot> open) {
    return new DomainStanding(domain, stage, steps, open, due, reminded, history);
  }

  private DomainStanding until(Instant next) {
    return new DomainStanding(domain, stage, steps, ballot, Optional.of(next), false, history);
  }
}
