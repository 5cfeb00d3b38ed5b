package dev.weft.server.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.model.Erasure;
import dev.weft.model.Erasure.Done;
import dev.weft.model.Erasure.Scope;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshLog.Decided;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Erasures: one privacy officer plans, another applies what was planned, as long as it is still
 * what there is to do; the last event of it in the audit is the certificate. Safe for any thread;
 * one plan is worked at at a time.
 */
public final class Erasures {
  private static final Duration PLAN_HOLDS = Duration.ofDays(7);
  private static final int WHY_MAX = 500;
  private static final int PLACES_MAX = 2_000;
  private static final int SWEPT_AT_ONCE = 200;

  private final MeshLog mesh;
  private final ErasurePlanner planner;
  private final ErasureActs acts;
  private final UnaryOperator<String> token;
  private final Clock clock;
  private final SecureRandom random;
  private final Semaphore work = new Semaphore(1);

  /**
   * @param token turns a person's key into what may be written down
   */
  public Erasures(
      MeshLog mesh,
      ErasurePlanner planner,
      ErasureActs acts,
      UnaryOperator<String> token,
      Clock clock,
      SecureRandom random) {
    this.mesh = mesh;
    this.planner = planner;
    this.acts = acts;
    this.token = token;
    this.clock = clock;
    this.random = random;
  }

  /** Looks where the person's records are, and stores the plan to erase them. */
  public Erasure plan(Caller caller, Wanted wanted, SubjectSearch.Watch watch) {
    var key = Wanted.checked(wanted.key());
    var state = mesh.state();
    ErasureRights.require(
        caller, state, new Scope("", wanted.of(), wanted.domain(), List.of(), false));
    var scope = wanted.scope(state, planner.kinds(state), token.apply(key));
    var draft = alone(() -> planner.draft(state, scope, key, watch));
    if (draft.places().size() > PLACES_MAX) {
      throw Problem.conflict(
              "too-many-places",
              "The records lie in " + draft.places().size() + " places.",
              "Plan for one domain at a time: --domain NAME.")
          .asException();
    }
    var id = newId();
    return mesh.decide(
        (now, at) -> {
          ErasureRights.require(caller, now, scope);
          return planned(caller, now, erasure(caller, id, at, draft));
        });
  }

  /** Does what was planned, as somebody else than who planned it. */
  public Erasure apply(
      Caller caller, String id, String subject, String why, SubjectSearch.Watch watch) {
    var key = Wanted.checked(subject);
    var state = mesh.state();
    var plan = find(caller, state, id);
    ErasureRights.require(caller, state, plan.scope());
    mustBe(plan, key);
    mustSayWhy(why);
    var unused = plan.begin(caller.id(), clock.instant(), why);
    return alone(
        () -> {
          var draft = planner.draft(state, plan.scope(), key, watch);
          new PlanChanges(plan, draft).refuse();
          begin(caller, id, why.strip());
          var done = acts.carryOut(id, draft, key);
          return finish(caller, id, done);
        });
  }

  /** Looks again how it stands, and moves on what only waits for the log to be compacted. */
  public Erasure check(Caller caller, String id, String subject, SubjectSearch.Watch watch) {
    var key = Wanted.checked(subject);
    var state = mesh.state();
    var erasure = find(caller, state, id);
    ErasureRights.require(caller, state, erasure.scope());
    mustBe(erasure, key);
    return alone(
        () -> {
          var draft = planner.draft(state, erasure.scope(), key, watch);
          var check = draft.standing(clock.instant(), caller.id());
          var after = change(caller, id, "erasure.check", one -> one.checked(check));
          erasure.appliedAt().ifPresent(at -> acts.moveOn(id, draft, key, at, clock.instant()));
          return after;
        });
  }

  /** One erasure, if the caller may see it. */
  public Erasure get(Caller caller, String id) {
    return find(caller, mesh.state(), id);
  }

  /** All that the caller may see, the newest first. */
  public List<Erasure> list(Caller caller) {
    var state = mesh.state();
    return state.all(ResourceKind.ERASURE, Erasure.class).stream()
        .filter(one -> ErasureRights.maySee(caller, state, one.scope()))
        .sorted(Comparator.comparing(Erasure::plannedAt).reversed())
        .toList();
  }

  private Erasure erasure(Caller caller, String id, Instant now, Draft draft) {
    return Erasure.planned(
        id,
        draft.scope(),
        caller.id(),
        now,
        now.plus(PLAN_HOLDS),
        draft.hash(),
        draft.places(),
        draft.sources(),
        draft.outside(),
        draft.readers(),
        draft.open(),
        draft.complete());
  }

  /** The plan is stored with the event; those that are over go, as nobody can apply them. */
  private static Decided<Erasure> planned(Caller caller, MeshState state, Erasure plan) {
    var over =
        state.all(ResourceKind.ERASURE, Erasure.class).stream()
            .filter(one -> one.isOver(plan.plannedAt()))
            .limit(SWEPT_AT_ONCE)
            .toList();
    var events = new ArrayList<AuditEvent>();
    over.forEach(one -> events.add(event(caller, "erasure.expire", one.id(), Json.object())));
    events.add(told(caller, "erasure.plan", plan));
    return new Decided<>(
        List.of(MeshLog.Put.of(Erasure.key(plan.id()), Json.tree(plan), caller.id())),
        over.stream().map(one -> Erasure.key(one.id())).toList(),
        events,
        plan);
  }

  private void begin(Caller caller, String id, String why) {
    var unused =
        change(caller, id, "erasure.begin", one -> one.begin(caller.id(), clock.instant(), why));
  }

  private Erasure finish(Caller caller, String id, List<Done> done) {
    return change(caller, id, "erasure.apply", one -> one.applied(clock.instant(), done));
  }

  private Erasure change(Caller caller, String id, String action, UnaryOperator<Erasure> change) {
    return mesh.decide(
        (state, now) -> {
          var before = find(caller, state, id);
          ErasureRights.require(caller, state, before.scope());
          var after = change.apply(before);
          return new Decided<>(
              List.of(MeshLog.Put.of(Erasure.key(id), Json.tree(after), caller.id())),
              List.of(),
              List.of(told(caller, action, after)),
              after);
        });
  }

  /** With the whole document: that of {@code erasure.apply} is the certificate. */
  private static AuditEvent told(Caller caller, String action, Erasure erasure) {
    var details = Json.object().put("planHash", erasure.hash()).put("why", erasure.why());
    details.put("keyToken", erasure.scope().subject());
    details.set("after", Json.tree(erasure));
    return event(caller, action, erasure.id(), details);
  }

  private static AuditEvent event(Caller caller, String action, String id, ObjectNode details) {
    return new AuditEvent(caller.id(), action, Erasure.key(id).toString(), true, details);
  }

  private void mustBe(Erasure erasure, String key) {
    if (!erasure.scope().subject().equals(token.apply(key))) {
      throw Problem.input(
              "other-subject",
              Place.field("key"),
              "The plan " + erasure.id() + " is about somebody else.",
              "Name the key for which it was made.")
          .asException();
    }
  }

  private static void mustSayWhy(String why) {
    if (why == null || why.isBlank() || why.length() > WHY_MAX) {
      throw Problem.input(
              "bad-why",
              Place.field("why"),
              "An erasure needs its reason, of at most " + WHY_MAX + " characters.",
              "Such as the number of the request; never the person's name or key.")
          .asException();
    }
  }

  private static Erasure find(Caller caller, MeshState state, String id) {
    return state
        .get(Erasure.key(id))
        .map(found -> found.as(Erasure.class))
        .filter(one -> ErasureRights.maySee(caller, state, one.scope()))
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-erasure",
                        "There is no erasure '" + id + "'.",
                        "'weft erase' lists those you may see.")
                    .asException());
  }

  private <T> T alone(Supplier<T> task) {
    if (!work.tryAcquire()) {
      throw Problem.environment(
              "erasure-busy", "Another erasure is being worked at.", "Try again in some minutes.")
          .asException();
    }
    try {
      return task.get();
    } finally {
      work.release();
    }
  }

  private String newId() {
    var bytes = new byte[6];
    random.nextBytes(bytes);
    return "e-" + HexFormat.of().formatHex(bytes);
  }
}
