package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.RequestRules;
import dev.weft.model.ResourceKind;
import dev.weft.model.Seat;
import dev.weft.model.Subscription;
import dev.weft.model.User;
import dev.weft.policy.RequestConditions;
import dev.weft.server.identity.Rights;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Who has to approve a request, by the rules of the domain of the product. Safe for any thread. */
public final class Routing {
  private final RequestConditions conditions;
  private final Clock clock;

  /**
   * @param clock says which tags fields have
   */
  public Routing(RequestConditions conditions, Clock clock) {
    this.conditions = conditions;
    this.clock = clock;
  }

  /**
   * What the rules say.
   *
   * @param rule which of them; empty: none, so the owner decides
   * @param automatic nobody has to approve
   */
  public record Way(List<Seat> seats, String rule, boolean automatic) {
    static final Way BY_OWNER = new Way(List.of(Seat.OWNER), "", false);

    /** The request with what a rule says; without a rule there is nothing to keep. */
    Subscription written(Subscription request) {
      return rule.isEmpty() ? request : request.with(request.reviewed().routed(seats, rule));
    }
  }

  /** The rules of the domain whose product has the port. */
  public static RequestRules rules(MeshState state, PortName port) {
    return domain(state, port)
        .map(found -> found.governance().requests())
        .orElse(RequestRules.NONE);
  }

  static Optional<Domain> domain(MeshState state, PortName port) {
    return state
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .flatMap(product -> state.find(ResourceKind.DOMAIN, product.domain(), Domain.class));
  }

  /** The way of a request as things are now. */
  Way of(MeshState state, Subscription request) {
    return of(state, new Answering(state), request);
  }

  private Way of(MeshState state, Answering answering, Subscription request) {
    var port = PortName.parse(request.port());
    return port.map(name -> of(state, answering, name, request)).orElse(Way.BY_OWNER);
  }

  private Way of(MeshState state, Answering answering, PortName port, Subscription request) {
    var routes = rules(state, port).routes();
    if (routes.isEmpty()) {
      return Way.BY_OWNER;
    }
    var fields = AskedFields.of(state, port, request.fields(), clock.instant());
    var asks = routes.stream().anyMatch(route -> !route.when().isEmpty());
    Map<String, Object> facts = asks ? facts(state, answering, port, request, fields) : Map.of();
    for (var i = 0; i < routes.size(); i++) {
      if (holds(routes.get(i), fields.tags(), facts)) {
        return way(routes.get(i), i);
      }
    }
    return Way.BY_OWNER;
  }

  private static Way way(RequestRules.Route route, int index) {
    var name = route.name().isEmpty() ? "route " + (index + 1) : route.name();
    return new Way(route.automatic() ? List.of() : route.seats(), name, route.automatic());
  }

  private boolean holds(RequestRules.Route route, Set<String> tags, Map<String, Object> facts) {
    var byTags =
        route.tags().isEmpty()
            || route.tags().stream()
                .map(Routing::pattern)
                .anyMatch(wanted -> tags.stream().anyMatch(tag -> wanted.matcher(tag).matches()));
    return byTags && conditions.isTrue(route.when(), facts);
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q"));
  }

  private static Map<String, Object> facts(
      MeshState state,
      Answering answering,
      PortName port,
      Subscription request,
      AskedFields fields) {
    var product = state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    var domain = product.map(DataProduct::domain).orElse("");
    var rights = new Rights(state);
    var person =
        request.principal().type() == PrincipalId.Type.USER
            ? state.find(ResourceKind.USER, request.principal().name(), User.class)
            : Optional.<User>empty();
    var domains = answering.domains(request.principal());
    var facts = new HashMap<String, Object>();
    facts.put("port", port.topic());
    facts.put("product", port.product());
    facts.put("domain", domain);
    facts.put("purpose", request.purpose());
    facts.put("fields", fields.names());
    facts.put("wholePort", request.fields().isEmpty());
    facts.put("tags", List.copyOf(fields.tags()));
    facts.put("unclassified", (long) fields.unclassified());
    facts.put("principal", request.principal().toString());
    facts.put("groups", person.map(one -> List.copyOf(rights.groups(one))).orElse(List.of()));
    facts.put("roles", person.map(one -> List.copyOf(rights.allRoles(one))).orElse(List.of()));
    facts.put("domains", List.copyOf(domains));
    facts.put("sameDomain", domains.contains(domain));
    facts.put("days", request.until().map(end -> days(request.requestedAt(), end)).orElse(0L));
    return facts;
  }

  private static long days(Instant from, Instant until) {
    return Math.max(1, Duration.between(from, until).toDays());
  }

  /**
   * In which domains somebody answers for something, as of one moment: read once for all requests
   * that are looked at. For one thread.
   */
  static final class Answering {
    private final MeshState state;
    private Map<PrincipalId, Set<String>> domains;

    Answering(MeshState state) {
      this.state = state;
    }

    /** Those of a person; of a product its own. */
    Set<String> domains(PrincipalId principal) {
      if (domains == null) {
        domains = new HashMap<>();
        var rights = new Rights(state);
        for (var product : state.all(ResourceKind.DATA_PRODUCT, DataProduct.class)) {
          add(PrincipalId.product(product.id()), product.domain());
          product.owners().forEach(person -> add(PrincipalId.user(person), product.domain()));
          product.stewards().forEach(person -> add(PrincipalId.user(person), product.domain()));
        }
        for (var domain : state.all(ResourceKind.DOMAIN, Domain.class)) {
          var governance = domain.governance();
          rights.people(governance.body()).forEach(one -> addPerson(one, domain.name()));
          rights.people(governance.stewards()).forEach(one -> addPerson(one, domain.name()));
        }
      }
      return domains.getOrDefault(principal, Set.of());
    }

    private void addPerson(String person, String domain) {
      add(PrincipalId.user(person), domain);
    }

    private void add(PrincipalId principal, String domain) {
      domains.computeIfAbsent(principal, added -> new TreeSet<>()).add(domain);
    }
  }

  /** What was asked when the request came, and what the rules ask by now: no seat falls away. */
  List<Seat> seats(MeshState state, Answering answering, Subscription request) {
    var seats = new ArrayList<>(request.reviewed().seats());
    if (request.status() != Subscription.Status.REQUESTED) {
      return seats.isEmpty() ? List.of(Seat.OWNER) : List.copyOf(seats);
    }
    var way = of(state, answering, request);
    way.seats().stream().filter(seat -> !seats.contains(seat)).forEach(seats::add);
    return seats.isEmpty() ? List.of(Seat.OWNER) : List.copyOf(seats);
  }
}
