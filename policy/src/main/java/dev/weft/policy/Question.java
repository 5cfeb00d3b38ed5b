package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.model.PrincipalId;
import dev.weft.model.Subscription;
import java.util.Collection;
import java.util.List;

/**
 * All that one decision is made from.
 *
 * @param coverages the policies that are about the port, by name
 * @param hidingByTag the policies that may hide a field of the port by its tag
 */
record Question(
    Reader reader,
    PortFacts port,
    List<Coverage> coverages,
    Collection<CompiledPolicy> hidingByTag,
    Collection<Subscription> subscriptions,
    Circumstances circumstances,
    Judge judge) {

  List<Coverage> coverages(PolicySpec.Type type) {
    return coverages.stream().filter(coverage -> coverage.policy().type() == type).toList();
  }

  List<CompiledPolicy> hidingByTag(PolicySpec.Type type) {
    return hidingByTag.stream().filter(policy -> policy.type() == type).toList();
  }

  /** Whether no rule of the policy is about the reader, exceptions aside. */
  boolean isUnconcerned(CompiledPolicy policy) {
    return !policy.mayConcern(reader, port);
  }

  String who() {
    return reader.id().toString();
  }

  /** The owner of the data: the product reads what it has written itself. */
  boolean isOwnPort() {
    return reader.id().equals(PrincipalId.product(port.name().product()));
  }
}
