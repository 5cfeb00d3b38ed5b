package dev.weft.policy;

import dev.weft.model.ClientKey;
import dev.weft.model.DataProduct;
import dev.weft.model.PolicySpec;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.User;
import dev.weft.policy.CompiledRule.Effect;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whom the access policies open a port to, or one of these fields of it, in whatever circumstances:
 * for which purpose, from where and when is not asked. What a subscription gives, and a product's
 * own ports, are no openings.
 */
final class Openings {
  private final MeshFacts mesh;
  private final PortRules port;
  private final Predicate<String> fields;

  /**
   * @param fields which of the port's fields are asked about
   */
  private Openings(MeshFacts mesh, PortRules port, Predicate<String> fields) {
    this.mesh = mesh;
    this.port = port;
    this.fields = fields;
  }

  /** To whom a port is open, and by which policies. */
  static Map<PrincipalId, Set<String>> of(
      Known known, PortName port, Predicate<String> fields, Instant now) {
    var all = new TreeMap<PrincipalId, Set<String>>(Comparator.comparing(PrincipalId::toString));
    known
        .port(port, now)
        .map(answers -> new Openings(known.mesh(), answers.rules(), fields))
        .ifPresent(found -> everybody(known.mesh()).forEach(one -> all.put(one, found.to(one))));
    all.values().removeIf(Set::isEmpty);
    return all;
  }

  /** Everybody and everything that is known by name, or by a key. */
  private static Stream<PrincipalId> everybody(MeshFacts mesh) {
    var people = mesh.nouns().every(User.class).stream().map(one -> PrincipalId.user(one.name()));
    var products =
        mesh.nouns().every(DataProduct.class).stream().map(one -> PrincipalId.product(one.id()));
    var agents =
        mesh.nouns().every(ClientKey.class).stream()
            .filter(key -> !key.revoked())
            .map(ClientKey::principal)
            .filter(id -> id.type() == PrincipalId.Type.AGENT);
    return Stream.of(people, products, agents).flatMap(one -> one).distinct();
  }

  /** The policies that open it to one reader, by name; none: it stays closed. */
  private Set<String> to(PrincipalId principal) {
    var reader = mesh.reader(principal).filter(this::isAnother);
    return reader.isEmpty() || mesh.unreadable().isPresent() ? Set.of() : to(reader.get());
  }

  /** A product reads what it has written. */
  private boolean isAnother(Reader reader) {
    return !reader.id().equals(PrincipalId.product(port.facts().name().product()));
  }

  private Set<String> to(Reader reader) {
    if (closes(reader, true)) {
      return Set.of();
    }
    var opening = new TreeSet<>(opening(reader, true));
    if (!closes(reader, false)) {
      opening.addAll(opening(reader, false));
    }
    return opening;
  }

  private Set<String> opening(Reader reader, boolean override) {
    var names = new TreeSet<String>();
    coverages(reader, override)
        .filter(this::covers)
        .map(Coverage::policy)
        .filter(policy -> policy.rules().stream().anyMatch(rule -> allows(rule, reader)))
        .forEach(policy -> names.add(policy.name()));
    return names;
  }

  /** Whether a policy keeps the reader from the whole port, whatever the circumstances. */
  private boolean closes(Reader reader, boolean override) {
    return coverages(reader, override)
        .filter(one -> one.wholePort() && one.certain() && one.policy().windows().isAlways())
        .filter(one -> one.policy().condition().isEmpty())
        .anyMatch(one -> isClosed(one.policy(), reader));
  }

  /** The first rule that certainly applies decides, unless another might before it. */
  private boolean isClosed(CompiledPolicy policy, Reader reader) {
    for (var rule : policy.rules()) {
      if (rule.speaks() && rule.names(reader, port.facts())) {
        var denies = rule.effect() instanceof Effect.Deny;
        if (!denies || rule.condition().isEmpty()) {
          return denies;
        }
      }
    }
    return policy.deniesOthers();
  }

  private Stream<Coverage> coverages(Reader reader, boolean override) {
    return port.coverages(reader).stream()
        .filter(one -> one.policy().type() == PolicySpec.Type.ACCESS)
        .filter(one -> one.policy().spec().enabled() && one.policy().isOverride() == override)
        .flatMap(
            one ->
                one.policy().isTemplated()
                    ? one.policy().coverage(port.facts(), reader).stream()
                    : Optional.of(one).stream());
  }

  private boolean covers(Coverage coverage) {
    return coverage.wholePort() || coverage.fields().keySet().stream().anyMatch(fields);
  }

  private boolean allows(CompiledRule rule, Reader reader) {
    return rule.effect() instanceof Effect.Allow && rule.names(reader, port.facts());
  }
}
