package dev.weft.server.access;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ReadLimits;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Requests for ports: asked with a purpose, decided by the product's owners and never by who asked,
 * ended by revocation or by their date.
 */
public final class Subscriptions {
  private static final int OPEN_REQUESTS_MAX = 200;

  private final MeshLog mesh;
  private final SecureRandom random;

  public Subscriptions(MeshLog mesh, SecureRandom random) {
    this.mesh = mesh;
    this.random = random;
  }

  /** What somebody asks for. Empty fields: all of them. */
  public record Request(String port, String purpose, List<String> fields, Optional<Instant> until) {
    public Request {
      port = port == null ? "" : port;
      purpose = purpose == null ? "" : purpose.strip();
      fields = fields == null ? List.of() : List.copyOf(fields);
      until = until == null ? Optional.empty() : until;
    }
  }

  public Subscription request(Caller caller, Request request) {
    var id = newId();
    return mesh.decide(
        (state, now) -> {
          var port = RequestCheck.check(state, now, request);
          SoleSubscriber.check(state, now, port, caller.id());
          EnforcedSources.check(state, now, port, caller.id(), request.fields());
          var open =
              state.all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
                  .filter(other -> other.principal().equals(caller.id()))
                  .filter(other -> other.status() == Subscription.Status.REQUESTED)
                  .count();
          if (open >= OPEN_REQUESTS_MAX) {
            throw Problem.conflict(
                    "too-many-requests",
                    "You have " + open + " open requests.",
                    "Wait until some are decided.")
                .asException();
          }
          var subscription =
              Subscription.request(
                  id,
                  caller.id(),
                  port,
                  request.purpose(),
                  request.fields(),
                  request.until(),
                  caller.id(),
                  now);
          return decided(caller.id(), "subscription.request", Optional.empty(), subscription);
        });
  }

  public Subscription approve(Caller caller, String id) {
    return approve(caller, id, ReadLimits.NONE);
  }

  /** Grants on terms: which stretch of the port's history, and how fast. */
  public Subscription approve(Caller caller, String id, ReadLimits terms) {
    return move(
        caller,
        id,
        "subscription.approve",
        Deciders::mustDecide,
        (state, one, now) -> approved(state, one, now, caller, terms));
  }

  public Subscription reject(Caller caller, String id, String why) {
    if (why.isBlank()) {
      throw Problem.input(
              "no-reason",
              Place.field("why"),
              "A rejection needs a reason.",
              "Say what would help: --why TEXT.")
          .asException();
    }
    return move(
        caller,
        id,
        "subscription.reject",
        Deciders::mustDecide,
        (state, one, now) -> one.reject(caller.id(), now, why));
  }

  /** Ends a grant; the subscriber may do that too. */
  public Subscription revoke(Caller caller, String id, String why) {
    return move(
        caller,
        id,
        "subscription.revoke",
        Deciders::mustEnd,
        (state, one, now) -> one.revoke(caller.id(), now, why));
  }

  /** Ends the grants whose date has passed; called every second by the writer. */
  public void expire() {
    var ended =
        mesh.state().all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
            .filter(one -> one.status() == Subscription.Status.APPROVED && one.until().isPresent())
            .map(Subscription::id)
            .toList();
    if (!ended.isEmpty()) {
      mesh.decide((state, now) -> expired(state, now, ended));
    }
  }

  /** One subscription, if the caller may see it. */
  public Subscription get(Caller caller, String id) {
    var state = mesh.state();
    var found = find(state, id);
    if (!new Deciders(state).maySee(caller, found)) {
      throw noSuch(id);
    }
    return found;
  }

  /** Those of the caller, those to decide, or all that the caller may see; newest first. */
  public List<Subscription> list(Caller caller, String view, Optional<String> port) {
    var state = mesh.state();
    return state.all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
        .filter(one -> port.isEmpty() || port.get().equals(one.port()))
        .filter(
            one ->
                switch (view) {
                  case "mine" -> one.principal().equals(caller.id());
                  case "to-decide" ->
                      one.status() == Subscription.Status.REQUESTED
                          && new Deciders(state).mayDecide(caller, one);
                  default -> new Deciders(state).maySee(caller, one);
                })
        .sorted(Comparator.comparing(Subscription::requestedAt).reversed())
        .toList();
  }

  /** What the products' input ports ask for and have not asked for yet, at most so many. */
  public List<Subscription> forInputPorts(
      MeshState state, Collection<DataProduct> products, Instant now, int most) {
    return new InputPorts(this::newId).wanted(state, products, now, most);
  }

  private static MeshLog.Decided<Integer> expired(MeshState state, Instant now, List<String> ids) {
    var puts = new ArrayList<MeshLog.Put>();
    var events = new ArrayList<AuditEvent>();
    for (var id : ids) {
      var one = find(state, id);
      if (one.status() == Subscription.Status.APPROVED && !one.grantsAt(now)) {
        var next = one.expire(now);
        puts.add(MeshLog.Put.of(key(id), Json.tree(next), PrincipalId.WEFT));
        events.add(event(PrincipalId.WEFT, "subscription.expire", Optional.of(one), next));
      }
    }
    return puts.isEmpty()
        ? MeshLog.Decided.nothing(0)
        : new MeshLog.Decided<>(puts, List.of(), events, puts.size());
  }

  private Subscription move(
      Caller caller, String id, String action, Guard guard, Transition transition) {
    return mesh.decide(
        (state, now) -> {
          var before = find(state, id);
          if (!new Deciders(state).maySee(caller, before)) {
            throw noSuch(id);
          }
          guard.check(new Deciders(state), caller, before);
          var after = transition.of(state, before, now);
          return decided(caller.id(), action, Optional.of(before), after);
        });
  }

  private static Subscription approved(
      MeshState state, Subscription one, Instant now, Caller caller, ReadLimits terms) {
    var approved = one.approve(caller.id(), now, terms);
    PortName.parse(one.port())
        .ifPresent(
            port -> {
              SoleSubscriber.check(state, now, port, one.principal());
              EnforcedSources.check(state, now, port, one.principal(), one.fields());
            });
    return approved;
  }

  private interface Transition {
    Subscription of(MeshState state, Subscription one, Instant now);
  }

  private interface Guard {
    void check(Deciders deciders, Caller caller, Subscription subscription);
  }

  private static MeshLog.Decided<Subscription> decided(
      PrincipalId by, String action, Optional<Subscription> before, Subscription after) {
    return new MeshLog.Decided<>(
        List.of(MeshLog.Put.of(key(after.id()), Json.tree(after), by)),
        List.of(),
        List.of(event(by, action, before, after)),
        after);
  }

  private static AuditEvent event(
      PrincipalId by, String action, Optional<Subscription> before, Subscription after) {
    var details = Json.object();
    before.ifPresent(one -> details.set("before", Json.tree(one)));
    details.set("after", Json.tree(after));
    details.put("port", after.port());
    return new AuditEvent(by, action, key(after.id()).toString(), true, details);
  }

  private static Subscription find(MeshState state, String id) {
    return state
        .find(ResourceKind.SUBSCRIPTION, id, Subscription.class)
        .orElseThrow(() -> noSuch(id));
  }

  private static ProblemException noSuch(String id) {
    return Problem.missing(
            "no-such-request",
            "There is no request '" + id + "'.",
            "'weft requests' lists yours and those you decide on.")
        .asException();
  }

  private static ResourceKey key(String id) {
    return new ResourceKey(ResourceKind.SUBSCRIPTION, id);
  }

  private String newId() {
    var bytes = new byte[6];
    random.nextBytes(bytes);
    return "s-" + HexFormat.of().formatHex(bytes);
  }
}
