package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.model.PrincipalId;
import dev.weft.model.Subscription;
import dev.weft.policy.CompiledPolicy.Coverage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All that one decision is made from.
 *
 * @param coverages the policies that are about the port, by name
 * @param hidingByTag the policies that may hide a field by its tag, on any port
 */
record Question(
    Reader reader,
    PortFacts port,
    List<Coverage> coverages,
    Collection<CompiledPolicy> hidingByTag,
    Collection<Subscription> subscriptions,
    Instant now) {

  List<Coverage> coverages(PolicySpec.Type type) {
    return coverages.stream().filter(coverage -> coverage.policy().type() == type).toList();
  }

  Optional<CompiledRule> ruleOf(CompiledPolicy policy) {
    return policy.ruleFor(reader, port);
  }

  String who() {
    return reader.id().toString();
  }

  /** The owner of the data: the product reads what it has written itself. */
  boolean isOwnPort() {
    return reader.id().equals(PrincipalId.product(port.name().product()));
  }
}
