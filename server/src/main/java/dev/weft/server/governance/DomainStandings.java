package dev.weft.server.governance;

import dev.weft.model.Json;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.DomainStanding;
import dev.weft.model.governance.DomainStanding.Stage;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings domains on their way: a steward or somebody of the governing body designates, a steward
 * verifies, the body approves by its quorum, and somebody who took no part in it enforces. Nobody
 * acts for a domain they do not govern, but for enforcing, which an administrator may do as well:
 * in a small domain there is nobody else left.
 */
public final class DomainStandings {
  private static final Duration STEP = Duration.ofDays(30);
  private static final Duration VOTE = Duration.ofDays(14);

  private final MeshLog mesh;

  public DomainStandings(MeshLog mesh) {
    this.mesh = mesh;
  }

  /** What one can do. */
  public enum Act {
    DESIGNATE,
    VERIFY,
    VOTE,
    ENFORCE,
    REJECT,
    WITHDRAW;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads its word. */
    public static Act of(String word) {
      return Arrays.stream(values())
          .filter(act -> act.word().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  Problem.missing(
                          "unknown-act",
                          "One cannot '" + word + "' a domain.",
                          Nearest.hint(
                              word, Arrays.stream(values()).map(Act::word).toList(), "acts"))
                      .asException());
    }
  }

  /**
   * How it is done.
   *
   * @param vote {@code yes} or {@code no}
   * @param due until when the next step should be taken, or the vote ends
   */
  public record Wanted(String comment, String vote, Optional<Instant> due) {
    public Wanted {
      due = due == null ? Optional.empty() : due;
    }

    static Wanted trial() {
      return new Wanted("?", "yes", Optional.empty());
    }
  }

  public DomainStanding act(Caller caller, String domain, Act act, Wanted wanted) {
    return mesh.decide(
        (state, now) -> {
          var after = judge(caller, state, now, domain, act, wanted);
          var details = Json.object().put("comment", Words.checked("comment", wanted.comment()));
          if (act == Act.VOTE) {
            details.put("vote", wanted.vote());
          }
          var key = DomainStanding.key(domain);
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key, Json.tree(after), caller.id())),
              List.of(),
              List.of(
                  new AuditEvent(
                      caller.id(), "domain." + act.word(), key.toString(), true, details)),
              after);
        });
  }

  static DomainStanding find(MeshState state, String domain) {
    return state
        .get(DomainStanding.key(domain))
        .map(found -> found.as(DomainStanding.class))
        .orElse(DomainStanding.none(domain));
  }

  /** The standing after the act; throws why this person cannot do it now. */
  static DomainStanding judge(
      Caller caller, MeshState state, Instant now, String domain, Act act, Wanted wanted) {
    var governors = Governors.of(state, domain);
    var before = find(state, domain);
    var comment = Words.checked("comment", wanted.comment());
    return switch (act) {
      case DESIGNATE -> {
        governors.requireGovernor(caller, "designate");
        var due = Words.due(wanted.due(), now, STEP);
        yield mustBeDecidable(governors, before.designate(caller.id(), now, comment, due));
      }
      case VERIFY -> {
        governors.requireSteward(caller, "verify");
        var end = Words.due(wanted.due(), now, VOTE);
        yield mustBeDecidable(governors, before.verify(caller.id(), now, comment, end));
      }
      case VOTE -> vote(caller, now, governors, before, wanted);
      case ENFORCE -> {
        requireEnforcer(caller, governors, "enforce");
        yield before.enforce(caller.id(), now, comment);
      }
      case REJECT -> reject(caller, now, governors, before, wanted);
      case WITHDRAW -> {
        governors.requireBody(caller, "withdraw");
        var reason = Words.required("comment", wanted.comment());
        var end = Words.due(wanted.due(), now, VOTE);
        yield before.withdraw(caller.id(), now, reason, governors.body(), end);
      }
    };
  }

  private static DomainStanding vote(
      Caller caller, Instant now, Governors governors, DomainStanding before, Wanted wanted) {
    governors.requireBody(caller, "vote");
    var yes = "yes".equals(wanted.vote());
    if (!yes && !"no".equals(wanted.vote())) {
      throw Problem.input(
              "bad-vote", Place.field("vote"), "A vote is yes or no.", "Say which it is.")
          .asException();
    }
    var comment =
        yes
            ? Words.checked("comment", wanted.comment())
            : Words.required("comment", wanted.comment());
    var due = Words.due(wanted.due(), now, STEP);
    return before.vote(caller.id(), yes, now, comment, governors.body(), due);
  }

  /** By whoever could have taken the next step. */
  private static DomainStanding reject(
      Caller caller, Instant now, Governors governors, DomainStanding before, Wanted wanted) {
    if (before.stage() == Stage.DESIGNATED) {
      governors.requireSteward(caller, "reject");
    } else {
      requireEnforcer(caller, governors, "reject");
    }
    var reason = Words.required("comment", wanted.comment());
    return before.reject(caller.id(), now, reason, Words.due(wanted.due(), now, VOTE));
  }

  private static void requireEnforcer(Caller caller, Governors governors, String act) {
    if (!caller.isAdmin()) {
      governors.requireGovernor(caller, act);
    }
  }

  /** A domain that nobody is left to vote on would never come further. */
  private static DomainStanding mustBeDecidable(Governors governors, DomainStanding after) {
    var voters = governors.body().without(after.tookPart());
    if (!voters.canDecide()) {
      throw Problem.conflict(
              "no-quorum",
              "%d of the governing body would be left to vote, and %d have to say yes."
                  .formatted(voters.people().size(), voters.needed()),
              "Let somebody do this who is not of the body, or name more people in the domain.")
          .asException();
    }
    return after;
  }

  /** Ends votes and reminds of steps whose time has come. */
  void pass() {
    new Passing<>(
            mesh,
            ResourceKind.DOMAIN_STANDING,
            DomainStanding.class,
            DomainStanding::pass,
            DomainStanding::history,
            "domain.")
        .run();
  }
}
