package dev.weft.server.access;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Requests for ports: asked with a purpose, decided by the product's owners and never by who asked,
 * ended by revocation or by their date.
 */
public final class Subscriptions {
  private static final int PURPOSE_LENGTH_MAX = 2_000;
  private static final int FIELDS_MAX = 1_000;
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
          var port = check(state, now, request);
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
    return move(
        caller,
        id,
        "subscription.approve",
        this::mustDecide,
        (one, now) -> one.approve(caller.id(), now));
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
        this::mustDecide,
        (one, now) -> one.reject(caller.id(), now, why));
  }

  /** Ends a grant; the subscriber may do that too. */
  public Subscription revoke(Caller caller, String id, String why) {
    return move(
        caller,
        id,
        "subscription.revoke",
        this::mustEnd,
        (one, now) -> one.revoke(caller.id(), now, why));
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
    if (!maySee(state, caller, found)) {
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
                          && mayDecide(state, caller, one);
                  default -> maySee(state, caller, one);
                })
        .sorted(Comparator.comparing(Subscription::requestedAt).reversed())
        .toList();
  }

  /**
   * The requests that a product's input ports stand for. Between products of one owner in one
   * domain they are approved by themselves, on record.
   */
  public List<Subscription> forInputPorts(MeshState state, DataProduct product, Instant now) {
    var wanted = new ArrayList<Subscription>();
    var principal = PrincipalId.product(product.id());
    for (var input : product.inputPorts()) {
      for (var port : Ports.ofContract(state, input.contractId())) {
        if (hasOpen(state, principal, port)) {
          continue;
        }
        var request =
            Subscription.request(
                newId(),
                principal,
                port,
                "Input port " + input.name() + " of " + product.id(),
                List.of(),
                Optional.empty(),
                PrincipalId.WEFT,
                now);
        wanted.add(
            ownFamily(state, product, port) ? request.approve(PrincipalId.WEFT, now) : request);
      }
    }
    return wanted;
  }

  private static boolean hasOpen(MeshState state, PrincipalId principal, PortName port) {
    return state.all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
        .anyMatch(
            one ->
                one.principal().equals(principal)
                    && one.port().equals(port.topic())
                    && one.status() != Subscription.Status.EXPIRED);
  }

  private static boolean ownFamily(MeshState state, DataProduct product, PortName port) {
    return state
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .filter(other -> other.domain().equals(product.domain()))
        .map(other -> other.owners().stream().anyMatch(product.owners()::contains))
        .orElse(false);
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
      Caller caller,
      String id,
      String action,
      Guard guard,
      BiFunction<Subscription, Instant, Subscription> transition) {
    return mesh.decide(
        (state, now) -> {
          var before = find(state, id);
          if (!maySee(state, caller, before)) {
            throw noSuch(id);
          }
          guard.check(state, caller, before);
          return decided(caller.id(), action, Optional.of(before), transition.apply(before, now));
        });
  }

  private interface Guard {
    void check(MeshState state, Caller caller, Subscription subscription);
  }

  private void mustDecide(MeshState state, Caller caller, Subscription subscription) {
    var own =
        subscription.principal().equals(caller.id())
            || subscription.requestedBy().equals(caller.id());
    caller.require(
        !own,
        "four-eyes",
        "Nobody decides on their own request.",
        "Another owner, or the domain's governing body, decides.");
    caller.require(
        mayDecide(state, caller, subscription),
        "not-an-owner",
        "Only an owner of " + product(subscription) + " decides on this.",
        "'weft describe product " + product(subscription) + "' names the owners.");
  }

  private void mustEnd(MeshState state, Caller caller, Subscription subscription) {
    caller.require(
        subscription.principal().equals(caller.id())
            || caller.isAdmin()
            || mayDecide(state, caller, subscription),
        "not-an-owner",
        "Only an owner of " + product(subscription) + " or the subscriber ends this.",
        "'weft describe product " + product(subscription) + "' names the owners.");
  }

  private static boolean mayDecide(MeshState state, Caller caller, Subscription one) {
    if (one.principal().equals(caller.id()) || one.requestedBy().equals(caller.id())) {
      return false;
    }
    return PortName.parse(one.port())
        .map(port -> new Rights(state).approvers(port, one.requestedBy().name()))
        .map(approvers -> approvers.contains(caller.name()))
        .orElse(false);
  }

  private static boolean maySee(MeshState state, Caller caller, Subscription one) {
    return caller.isAuditor()
        || one.principal().equals(caller.id())
        || mayDecide(state, caller, one)
        || state
            .find(ResourceKind.DATA_PRODUCT, product(one), DataProduct.class)
            .map(
                product ->
                    product.owners().contains(caller.name())
                        || product.stewards().contains(caller.name()))
            .orElse(false);
  }

  private static PortName check(MeshState state, Instant now, Request request) {
    var problems = new ArrayList<Problem>();
    var port = PortName.parse(request.port()).filter(name -> Ports.exists(state, name));
    if (port.isEmpty()) {
      throw Problem.missing(
              "no-such-port",
              "There is no port '" + request.port() + "'.",
              "'weft search WORDS' finds ports.")
          .asException();
    }
    if (request.purpose().isBlank() || request.purpose().length() > PURPOSE_LENGTH_MAX) {
      problems.add(
          Problem.input(
              "no-purpose",
              Place.field("purpose"),
              "A request needs a purpose of 1 to " + PURPOSE_LENGTH_MAX + " characters.",
              "Say what you will do with the data."));
    }
    if (request.until().filter(until -> !until.isAfter(now)).isPresent()) {
      problems.add(
          Problem.input(
              "past-date",
              Place.field("until"),
              "The end date has passed already.",
              "Give a later one, or none."));
    }
    problems.addAll(checkFields(state, port.get(), request.fields()));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return port.get();
  }

  private static List<Problem> checkFields(MeshState state, PortName port, List<String> fields) {
    if (fields.size() > FIELDS_MAX) {
      return List.of(
          Problem.input(
              "too-many-fields", Place.field("fields"), "At most " + FIELDS_MAX + " fields.", ""));
    }
    var known = Ports.fieldNames(state, port);
    return fields.stream()
        .filter(field -> !known.contains(field))
        .map(
            field ->
                Problem.input(
                    "unknown-field",
                    Place.field("fields"),
                    "'" + field + "' is not a field of " + port + ".",
                    "Its fields: " + String.join(", ", known) + "."))
        .toList();
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

  private static String product(Subscription subscription) {
    return PortName.parse(subscription.port()).map(PortName::product).orElse("");
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
