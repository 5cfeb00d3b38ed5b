package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ReadLimits;
import dev.weft.model.RequestReview;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.access.EnforcedSources;
import dev.weft.server.access.SoleSubscriber;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Requests for ports: asked with a purpose, decided by who is asked and never by who asked, granted
 * or refused, and ended by revocation, by their date, or because nobody has confirmed them.
 */
public final class Subscriptions {
  private static final int OPEN_REQUESTS_MAX = 200;

  /**
   * So often it is looked what has to be confirmed; what has an end date is looked at each time.
   */
  private static final Duration RENEWALS_EVERY = Duration.ofSeconds(5);

  private final MeshLog mesh;
  private final Routing routing;
  private final Verdicts verdicts;
  private final Clock clock;
  private final SecureRandom random;
  private final GrantEnds ends = new GrantEnds();
  private volatile Instant renewalsAt = Instant.MIN;

  public Subscriptions(MeshLog mesh, Routing routing, Clock clock, SecureRandom random) {
    this.mesh = mesh;
    this.routing = routing;
    this.verdicts = new Verdicts(mesh, routing);
    this.clock = clock;
    this.random = random;
  }

  /**
   * What somebody asks for. Empty fields: all of them.
   *
   * @param purpose one of the domain's, where it has a list
   * @param note what else there is to say
   * @param acceptedTerms the version of the terms of use, if the port has any
   * @param termsLater whether who asks cannot accept terms, such as an agent: the person does it
   *     afterwards, and nothing is granted before
   */
  public record Request(
      String port,
      String purpose,
      List<String> fields,
      Optional<Instant> until,
      String note,
      Optional<String> acceptedTerms,
      boolean termsLater) {
    public Request {
      port = port == null ? "" : port;
      purpose = purpose == null ? "" : purpose.strip();
      fields = fields == null ? List.of() : List.copyOf(fields);
      until = until == null ? Optional.empty() : until;
      note = note == null ? "" : note.strip();
      acceptedTerms = acceptedTerms == null ? Optional.empty() : acceptedTerms;
    }

    /** By who can accept terms. */
    public Request(
        String port,
        String purpose,
        List<String> fields,
        Optional<Instant> until,
        String note,
        Optional<String> acceptedTerms) {
      this(port, purpose, fields, until, note, acceptedTerms, false);
    }

    /** Where there is nothing to accept. */
    public Request(String port, String purpose, List<String> fields, Optional<Instant> until) {
      this(port, purpose, fields, until, "", Optional.empty());
    }

    /** In the name of a person who has to accept the terms, if there are any. */
    public static Request byAgent(
        String port, String purpose, List<String> fields, Optional<Instant> until) {
      return new Request(port, purpose, fields, until, "", Optional.empty(), true);
    }
  }

  /** Asks; granted at once where a rule of the domain says so. */
  public Subscription request(Caller caller, Request request) {
    var id = newId();
    return mesh.decide(
        (state, now) -> {
          var port = RequestCheck.check(state, now, caller, request);
          SoleSubscriber.check(state, now, port, caller.id());
          EnforcedSources.check(state, now, port, caller.id(), request.fields());
          limit(state, caller);
          var accepted =
              request
                  .acceptedTerms()
                  .map(version -> new RequestReview.Acceptance(version, caller.id(), now));
          var asked =
              Subscription.request(
                      id,
                      caller.id(),
                      port,
                      request.purpose(),
                      request.fields(),
                      request.until(),
                      caller.id(),
                      now)
                  .with(RequestReview.asked(request.note(), accepted));
          var way = routing.of(state, asked);
          var routed = way.written(asked);
          var asks =
              new Kept.Change(
                  caller.id(), "subscription.request", Optional.empty(), Optional.empty(), routed);
          return Verdicts.isAccepted(state, routed)
              ? Verdicts.byRule(state, now, way, asks)
              : Kept.decided(asks);
        });
  }

  private static void limit(MeshState state, Caller caller) {
    var open =
        state.subscriptionsOf(caller.id()).stream()
            .filter(other -> other.status() == Subscription.Status.REQUESTED)
            .count();
    if (open >= OPEN_REQUESTS_MAX) {
      throw Problem.conflict(
              "too-many-requests",
              "You have " + open + " open requests.",
              "Wait until some are decided.")
          .asException();
    }
  }

  public Subscription approve(Caller caller, String id) {
    return approve(caller, id, ReadLimits.NONE);
  }

  /** Grants on terms: which stretch of the port's history, and how fast. */
  public Subscription approve(Caller caller, String id, ReadLimits terms) {
    return verdicts.approve(caller, List.of(id), terms).get(0);
  }

  public Subscription reject(Caller caller, String id, String why) {
    return verdicts.reject(caller, List.of(id), why).get(0);
  }

  /** Approves many in one act: all of them, or none. */
  public List<Subscription> approveAll(Caller caller, List<String> ids, ReadLimits terms) {
    return verdicts.approve(caller, ids, terms);
  }

  /** Rejects many in one act: all of them, or none. */
  public List<Subscription> rejectAll(Caller caller, List<String> ids, String why) {
    return verdicts.reject(caller, ids, why);
  }

  /** Ends a grant; the subscriber may do that too. */
  public Subscription revoke(Caller caller, String id, String why) {
    return change(
        caller,
        id,
        (deciders, one, now) -> {
          deciders.mustEnd(caller, one);
          return Kept.Change.of(
              caller.id(), "subscription.revoke", one, one.revoke(caller.id(), now, why));
        });
  }

  /**
   * Ends the grants whose date has passed, and asks for what has to be confirmed; called every
   * second by the writer.
   */
  public void expire() {
    var now = clock.instant();
    var ended = ends.passed(mesh.state(), now);
    if (!ended.isEmpty()) {
      mesh.decide((state, at) -> expired(state, at, ended));
    }
    if (!now.isBefore(renewalsAt)) {
      renewalsAt = now.plus(RENEWALS_EVERY);
      if (!new Renewals(mesh.state(), now).due().isEmpty()) {
        mesh.decide(
            (state, at) -> {
              var due = new Renewals(state, at).due();
              return Kept.decided(due, due.size());
            });
      }
    }
  }

  private static MeshLog.Decided<Integer> expired(MeshState state, Instant now, List<String> ids) {
    var changes =
        ids.stream()
            .map(id -> Kept.find(state, id))
            .filter(one -> one.status() == Subscription.Status.APPROVED && !one.grantsAt(now))
            .map(
                one ->
                    Kept.Change.of(PrincipalId.WEFT, "subscription.expire", one, one.expire(now)))
            .toList();
    return Kept.decided(changes, changes.size());
  }

  /** One subscription, if the caller may see it. */
  public Subscription get(Caller caller, String id) {
    return new Deciders(mesh.state(), routing, clock.instant()).seen(caller, id);
  }

  /** Those of the caller, those to decide, or all that the caller may see; newest first. */
  public List<Subscription> list(Caller caller, String view, Optional<String> port) {
    var state = mesh.state();
    var deciders = new Deciders(state, routing, clock.instant());
    var asked = port.map(state::subscriptionsTo);
    if (asked.isEmpty() && view.equals("mine")) {
      asked = Optional.of(state.subscriptionsOf(caller.id()));
    }
    return asked.orElseGet(() -> state.all(ResourceKind.SUBSCRIPTION, Subscription.class)).stream()
        .filter(
            one ->
                switch (view) {
                  case "mine" -> one.principal().equals(caller.id());
                  case "to-decide" -> deciders.mayDecide(caller, one);
                  case "to-confirm" ->
                      one.reviewed().certifyBy().isPresent()
                          && one.status() == Subscription.Status.APPROVED
                          && deciders.mayCertify(caller, one);
                  default -> deciders.maySee(caller, one);
                })
        .sorted(Comparator.comparing(Subscription::requestedAt).reversed())
        .toList();
  }

  /** Who has to approve a request and who has, if the caller may see it. */
  public List<Deciders.Standing> standing(Caller caller, String id) {
    var state = mesh.state();
    var deciders = new Deciders(state, routing, clock.instant());
    return deciders.standing(deciders.seen(caller, id));
  }

  /** Whether input ports of these products ask for what they have not asked for yet. */
  public boolean lackInputs(MeshState state, Collection<DataProduct> products) {
    return !forInputPorts(state, products, clock.instant(), 1).isEmpty();
  }

  /** What the products' input ports ask for and have not asked for yet, at most so many. */
  public List<Subscription> forInputPorts(
      MeshState state, Collection<DataProduct> products, Instant now, int most) {
    return new InputPorts(this::newId, routing).wanted(state, products, now, most);
  }

  private interface Transition {
    Kept.Change of(Deciders deciders, Subscription one, Instant now);
  }

  private Subscription change(Caller caller, String id, Transition transition) {
    return mesh.decide(
        (state, now) -> {
          var deciders = new Deciders(state, routing, now);
          return Kept.decided(transition.of(deciders, deciders.seen(caller, id), now));
        });
  }

  private String newId() {
    var bytes = new byte[6];
    random.nextBytes(bytes);
    return "s-" + HexFormat.of().formatHex(bytes);
  }
}
