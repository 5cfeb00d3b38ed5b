package dev.weft.server.access;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.SourceDesignation;
import dev.weft.policy.PolicyEngine;
import dev.weft.server.identity.Rights;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who reads a term's data elsewhere than at its source because a policy lets them: those who do are
 * listed, and no change of policies, people, groups and roles lets anybody new. Who owns or tends
 * the other port's product answers for it, and may look at it.
 */
public final class EnforcedPolicies {
  /** What says whom policies open a port to. */
  private static final Set<ResourceKind> DECIDING =
      Set.of(
          ResourceKind.POLICY,
          ResourceKind.USER,
          ResourceKind.GROUP,
          ResourceKind.ROLE,
          ResourceKind.ZONE,
          ResourceKind.DOMAIN);

  private static final Set<ResourceKind> NEEDED =
      Stream.concat(
              DECIDING.stream(),
              Stream.of(
                  ResourceKind.DATA_PRODUCT,
                  ResourceKind.DATA_CONTRACT,
                  ResourceKind.PORT_FIELDS,
                  ResourceKind.CLIENT_KEY))
          .collect(Collectors.toUnmodifiableSet());

  private static final int NAMED_MAX = 3;

  private final MeshState state;
  private final EnforcedSources sources;

  /** As things are at one moment. */
  public EnforcedPolicies(MeshState state, Instant now) {
    this.state = state;
    this.sources = new EnforcedSources(state, now);
  }

  /**
   * Somebody to whom policies open a port that is not the source.
   *
   * @param policies by name
   */
  public record Opening(
      PrincipalId principal,
      PortName port,
      SourceDesignation source,
      Set<String> policies,
      boolean excepted) {
    private Object same() {
      return List.of(principal, port, source.domain(), source.term());
    }
  }

  /** Whether a change of this kind may let somebody in by a policy. */
  public static boolean isAbout(ResourceKind kind) {
    return DECIDING.contains(kind);
  }

  /** Of those who read now, as this engine decides; those with an exception among them. */
  public List<Opening> openings(PolicyEngine policy) {
    var rights = new Rights(state);
    var all = new ArrayList<Opening>();
    for (var elsewhere : sources.elsewhere()) {
      var port = elsewhere.port();
      var responsible = responsible(rights, port);
      policy
          .openings(port, elsewhere::hasTerm)
          .forEach(
              (principal, policies) -> {
                if (!responsible.contains(principal.toString())) {
                  var excepted = sources.isExcepted(elsewhere.source(), port, principal);
                  all.add(new Opening(principal, port, elsewhere.source(), policies, excepted));
                }
              });
    }
    return all;
  }

  private Set<String> responsible(Rights rights, PortName port) {
    var product = state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    return product.stream()
        .flatMap(one -> Stream.concat(one.owners().stream(), rights.tendersOf(one).stream()))
        .map(name -> PrincipalId.user(name).toString())
        .collect(Collectors.toSet());
  }

  /** Whom this change would let in who neither reads there now nor has an exception. */
  public List<Opening> added(Collection<Fold.Change> changes) {
    if (changes.stream().noneMatch(change -> isAbout(change.key().kind()))
        || sources.isNothingEnforced()
        || sources.elsewhere().isEmpty()) {
      return List.of();
    }
    var engine = engine();
    var known = new HashSet<Object>();
    openings(engine).forEach(one -> known.add(one.same()));
    granted().forEach(known::add);
    engine.apply(List.copyOf(changes));
    return openings(engine).stream()
        .filter(one -> !one.excepted() && !known.contains(one.same()))
        .toList();
  }

  /** Who has a grant reads there already. */
  private Stream<Object> granted() {
    return sources.violations().stream()
        .map(
            one ->
                PortName.parse(one.subscription().port())
                    .map(
                        port ->
                            List.<Object>of(
                                one.subscription().principal(),
                                port,
                                one.source().domain(),
                                one.source().term()))
                    .orElse(null))
        .filter(Objects::nonNull)
        .map(Object.class::cast);
  }

  /** It says whom policies name and masks nothing, so it needs no secret. */
  private PolicyEngine engine() {
    var engine = new PolicyEngine(Clock.fixed(sources.now(), ZoneOffset.UTC), new byte[32]);
    engine.apply(
        NEEDED.stream().flatMap(kind -> state.all(kind).stream()).map(Fold.Change::put).toList());
    return engine;
  }

  /** One problem for each port and source, without a place. */
  public static List<Problem> problems(Collection<Opening> added) {
    return added.stream()
        .collect(Collectors.groupingBy(one -> List.of(one.port(), one.source().term())))
        .values()
        .stream()
        .map(EnforcedPolicies::problem)
        .toList();
  }

  private static Problem problem(List<Opening> same) {
    var one = same.get(0);
    var names = same.stream().map(it -> it.principal().toString()).distinct().sorted().toList();
    var policies = same.stream().flatMap(it -> it.policies().stream()).distinct().sorted().toList();
    var who = String.join(", ", names.subList(0, Math.min(NAMED_MAX, names.size())));
    var more = names.size() - NAMED_MAX;
    return Problem.refused(
        "not-authoritative",
        "By policy %s, %s would newly read %s, which is not the authoritative source of '%s': that is %s, which the domain '%s' enforces."
            .formatted(
                String.join(", ", policies),
                who + (more > 0 ? " and " + more + " more" : ""),
                one.port(),
                one.source().term(),
                one.source().port(),
                one.source().domain()),
        "Exclude %s from the policy, or those people; or each asks for an exception: weft exception ask %s %s %s --reason TEXT --until DATE."
            .formatted(one.port(), one.source().domain(), one.source().term(), one.port()));
  }
}
