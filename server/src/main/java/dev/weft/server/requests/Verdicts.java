package dev.weft.server.requests;

import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ReadLimits;
import dev.weft.model.RequestReview;
import dev.weft.model.Subscription;
import dev.weft.server.access.EnforcedSources;
import dev.weft.server.access.SoleSubscriber;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Approving and rejecting: one request, or many in one act, which is done as a whole or not. */
final class Verdicts {
  private static final int AT_ONCE_MAX = 200;

  private final MeshLog mesh;
  private final Routing routing;

  Verdicts(MeshLog mesh, Routing routing) {
    this.mesh = mesh;
    this.routing = routing;
  }

  /** Takes a seat in each; those are granted in which no seat is left. */
  List<Subscription> approve(Caller caller, List<String> ids, ReadLimits terms) {
    return decide(ids, (state, one, now) -> approved(state, now, caller, one, terms));
  }

  List<Subscription> reject(Caller caller, List<String> ids, String why) {
    if (why.isBlank()) {
      throw Problem.input(
              "no-reason",
              Place.field("why"),
              "A rejection needs a reason.",
              "Say what would help: --why TEXT.")
          .asException();
    }
    return decide(
        ids,
        (state, one, now) -> {
          var deciders = deciders(state, now, caller, one);
          deciders.mustRefuse(caller, one);
          var after = one.reject(caller.id(), now, why);
          return Kept.Change.of(caller.id(), "subscription.reject", one, after);
        });
  }

  private interface Verdict {
    Kept.Change of(MeshState state, Subscription one, Instant now);
  }

  private List<Subscription> decide(List<String> ids, Verdict verdict) {
    var distinct = List.copyOf(new LinkedHashSet<>(ids));
    if (distinct.isEmpty() || distinct.size() > AT_ONCE_MAX) {
      throw Problem.input(
              "bad-number",
              Place.field("ids"),
              "One act decides on 1 to " + AT_ONCE_MAX + " requests.",
              "Name them by their ids.")
          .asException();
    }
    return mesh.decide(
        (state, now) -> {
          var changes = changes(distinct, state, now, verdict);
          oneForEach(state, changes);
          return Kept.decided(changes, changes.stream().map(Kept.Change::after).toList());
        });
  }

  private static List<Kept.Change> changes(
      List<String> ids, MeshState state, Instant now, Verdict verdict) {
    var changes = new ArrayList<Kept.Change>();
    var problems = new ArrayList<Problem>();
    for (var id : ids) {
      try {
        changes.add(verdict.of(state, Kept.find(state, id), now));
      } catch (ProblemException e) {
        e.problems().forEach(problem -> problems.add(ids.size() == 1 ? problem : of(id, problem)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return changes;
  }

  /** Of many it must be said of which. */
  private static Problem of(String id, Problem problem) {
    return new Problem(
        problem.kind(),
        problem.code(),
        Place.field(id),
        id + ": " + problem.message(),
        problem.hint() + " Nothing was decided.");
  }

  private Deciders deciders(MeshState state, Instant now, Caller caller, Subscription one) {
    var deciders = new Deciders(state, routing, now);
    if (!deciders.maySee(caller, one)) {
      throw Kept.noSuch(one.id());
    }
    return deciders;
  }

  private Kept.Change approved(
      MeshState state, Instant now, Caller caller, Subscription one, ReadLimits terms) {
    var deciders = deciders(state, now, caller, one);
    if (one.status() != Subscription.Status.REQUESTED) {
      var unused = one.approve(caller.id(), now); // Says that it is decided already.
    }
    var chair = deciders.mustDecide(caller, one);
    var approval = new RequestReview.Approval(chair.seat(), caller.id(), chair.onBehalfOf(), now);
    var review =
        one.reviewed().routed(deciders.seats(one), one.reviewed().route()).approved(approval);
    var next = one.with(both(one.limits(), terms), review);
    var isLast = deciders.open(next).isEmpty();
    if (isLast) {
      mustBeAccepted(state, one);
      next = granted(state, now, next, caller.id());
    }
    return new Kept.Change(
        caller.id(),
        isLast ? "subscription.approve" : "subscription.seat",
        chair.onBehalfOf(),
        Optional.of(one),
        next);
  }

  private static ReadLimits both(ReadLimits one, ReadLimits other) {
    try {
      return one.and(other);
    } catch (IllegalArgumentException e) {
      throw Problem.input(
              "bad-terms",
              Place.NOWHERE,
              "With the terms of whoever approved before nothing would be left to read.",
              "Widen them, or reject the request.")
          .asException();
    }
  }

  /** Whether there are no terms of use that are still to be accepted. */
  static boolean isAccepted(MeshState state, Subscription one) {
    return terms(state, one).map(terms -> terms.isAccepted(one.reviewed())).orElse(true);
  }

  private static Optional<TermsOfUse> terms(MeshState state, Subscription one) {
    return PortName.parse(one.port()).flatMap(port -> TermsOfUse.of(state, port));
  }

  /** A change after which a rule may grant what is asked for, at once. */
  static MeshLog.Decided<Subscription> byRule(
      MeshState state, Instant now, Routing.Way way, Kept.Change change) {
    if (!way.automatic()) {
      return Kept.decided(change);
    }
    var granted = granted(state, now, change.after(), PrincipalId.WEFT);
    var approved =
        Kept.Change.of(PrincipalId.WEFT, "subscription.approve", change.after(), granted);
    return Kept.decided(List.of(change, approved), granted);
  }

  /** Such as of an input port, which asks by itself. */
  private static void mustBeAccepted(MeshState state, Subscription one) {
    if (!isAccepted(state, one)) {
      throw Problem.conflict(
              "terms-not-accepted",
              "%s has not accepted version %s of the terms of use of %s."
                  .formatted(
                      one.principal(), terms(state, one).orElseThrow().version(), one.port()),
              "They do, or an owner of the product that asks: weft accept-terms " + one.id() + ".")
          .asException();
    }
  }

  static Subscription granted(MeshState state, Instant now, Subscription one, PrincipalId by) {
    var granted = one.approve(by, now);
    PortName.parse(one.port())
        .ifPresent(
            port -> {
              SoleSubscriber.check(state, now, port, one.principal());
              EnforcedSources.check(state, now, port, one.principal(), one.fields());
            });
    return granted;
  }

  /** What one act grants must not break what each of its parts alone would keep. */
  private static void oneForEach(MeshState state, List<Kept.Change> changes) {
    Map<String, PrincipalId> taken = new HashMap<>();
    for (var change : changes) {
      var one = change.after();
      var port = PortName.parse(one.port());
      if (one.status() == Subscription.Status.APPROVED
          && port.map(name -> SoleSubscriber.isWanted(state, name)).orElse(false)) {
        var other = taken.putIfAbsent(one.port(), one.principal());
        if (other != null && !other.equals(one.principal())) {
          throw Problem.conflict(
                  "port-taken",
                  one.port() + " is for one subscriber at a time, and you would approve two.",
                  "Approve one of them.")
              .asException();
        }
      }
    }
  }
}
