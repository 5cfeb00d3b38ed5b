package dev.weft.server.erasure;

import dev.weft.catalog.erasure.SubjectSearch;
import dev.weft.model.Erasure;
import dev.weft.model.Erasure.Consent;
import dev.weft.model.Erasure.Done;
import dev.weft.model.ErasurePlan;
import dev.weft.model.ErasurePlan.Scope;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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

  private final MeshLog mesh;
  private final ErasureLog log;
  private final Planner planner;
  private final Acts acts;
  private final UnaryOperator<String> token;
  private final Clock clock;
  private final SecureRandom random;
  private final ErasureWork work;

  /** Puts plans together; reads much and changes nothing. */
  interface Planner {
    /** The kinds of person whose keys the mesh is said to hold. */
    Set<String> kinds(MeshState state);

    Draft draft(MeshState state, Scope scope, String key, SubjectSearch.Watch watch);
  }

  /** Does what a plan says; doing it again does no harm. */
  interface Acts {
    /**
     * Does it, and says for each place what was done, or why nothing was; with what was done before
     * it was interrupted.
     *
     * @param passed is told of each place where something was written, before the next
     */
    List<Done> carryOut(Erasure erasure, Draft draft, String key, Consumer<Done> passed);

    /** Moves on what only waits for the log to be compacted. */
    void moveOn(String erasure, Draft draft, String key, Instant appliedAt, Instant now);
  }

  /** With what works in the mesh itself. */
  public static Erasures of(
      MeshLog mesh,
      ErasurePlanner planner,
      ErasureActs acts,
      UnaryOperator<String> token,
      Clock clock,
      SecureRandom random) {
    return new Erasures(mesh, planner, acts, token, clock, random);
  }

  /**
   * @param token turns a person's key into what may be written down
   */
  Erasures(
      MeshLog mesh,
      Planner planner,
      Acts acts,
      UnaryOperator<String> token,
      Clock clock,
      SecureRandom random) {
    this.mesh = mesh;
    this.log = new ErasureLog(mesh);
    this.planner = planner;
    this.acts = acts;
    this.token = token;
    this.clock = clock;
    this.random = random;
    this.work = new ErasureWork(clock);
  }

  /** What is worked at now. */
  public ErasureWork work() {
    return work;
  }

  /** Looks where the person's records are, and stores the plan to erase them. */
  public Erasure plan(Caller caller, Wanted wanted, SubjectSearch.Watch watch) {
    var key = Wanted.checked(wanted.key());
    var state = mesh.state();
    ErasureRights.require(
        caller, state, new Scope("", wanted.of(), wanted.domain(), List.of(), false));
    var scope = wanted.scope(state, planner.kinds(state), token.apply(key));
    var draft =
        work.alone("", "plan", caller.id(), watch, told -> planner.draft(state, scope, key, told));
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
          return ErasureFacts.planned(
              caller, now, Erasure.planned(plan(caller, now, id, at, draft)));
        });
  }

  /** The say of a domain that the plan asks, with the reason. */
  public Erasure say(Caller caller, String id, String domain, boolean agrees, String why) {
    mustSayWhy(why);
    return mesh.decide(
        (state, now) -> {
          var before = ErasureLog.find(caller, state, id);
          caller.require(
              ErasureRights.speaksFor(caller, state, domain),
              "not-authorized",
              "You do not speak for the domain '" + domain + "'.",
              "Its stewards and its governing body do.");
          var after = before.said(new Consent(domain, agrees, caller.id(), now, why.strip()));
          return ErasureFacts.stored(caller, "erasure.say", after, seen(caller, state, after));
        });
  }

  /** Does what was planned, as somebody else than who planned it. */
  public Erasure apply(
      Caller caller, String id, String subject, String why, SubjectSearch.Watch watch) {
    var key = Wanted.checked(subject);
    var state = mesh.state();
    var plan = ErasureLog.find(caller, state, id);
    ErasureRights.require(caller, state, plan.scope());
    mustBe(plan, key);
    mustSayWhy(why);
    var unused = plan.begin(caller.id(), clock.instant(), why);
    return work.alone(
        id,
        "apply",
        caller.id(),
        watch,
        told -> {
          var draft = planner.draft(state, plan.scope(), key, told);
          new PlanChanges(plan, draft).refuse();
          return new ErasureRun(log, acts, clock, caller, id).apply(draft, key, why.strip());
        });
  }

  /** Looks again how it stands, and moves on what only waits for the log to be compacted. */
  public Erasure check(Caller caller, String id, String subject, SubjectSearch.Watch watch) {
    var key = Wanted.checked(subject);
    var state = mesh.state();
    var erasure = ErasureLog.find(caller, state, id);
    ErasureRights.require(caller, state, erasure.scope());
    mustBe(erasure, key);
    return work.alone(
        id,
        "check",
        caller.id(),
        watch,
        told -> {
          var draft = planner.draft(state, erasure.scope(), key, told);
          var check = draft.standing(clock.instant(), caller.id());
          var after = log.change(caller, id, "erasure.check", one -> one.checked(check));
          erasure.appliedAt().ifPresent(at -> acts.moveOn(id, draft, key, at, clock.instant()));
          return after;
        });
  }

  /** One erasure, if the caller may see it. */
  public Erasure get(Caller caller, String id) {
    var state = mesh.state();
    return seen(caller, state, ErasureLog.find(caller, state, id));
  }

  private static Erasure seen(Caller caller, MeshState state, Erasure erasure) {
    return ErasureRights.seen(caller, state, erasure).orElseThrow();
  }

  /** All that the caller may see, the newest first. */
  public List<Erasure> list(Caller caller) {
    var state = mesh.state();
    return state.all(ResourceKind.ERASURE, Erasure.class).stream()
        .flatMap(one -> ErasureRights.seen(caller, state, one).stream())
        .sorted(Comparator.comparing((Erasure one) -> one.plan().plannedAt()).reversed())
        .toList();
  }

  /** Whoever plans has the say of the domains that they speak for. */
  private static ErasurePlan plan(
      Caller caller, MeshState state, String id, Instant now, Draft draft) {
    var asked =
        draft.asks().stream()
            .filter(domain -> !ErasureRights.speaksFor(caller, state, domain))
            .toList();
    return draft.plan(id, caller.id(), now, now.plus(PLAN_HOLDS), asked);
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

  private String newId() {
    var bytes = new byte[6];
    random.nextBytes(bytes);
    return "e-" + HexFormat.of().formatHex(bytes);
  }
}
