package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.model.PrincipalId;
import dev.weft.model.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

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

  /**
   * A question to these policies.
   *
   * @param about what they cover of the port, for any reader
   * @param byTag those that may hide a field of any port by its tag
   */
  static Question of(
      Reader reader,
      PortFacts port,
      Collection<Coverage> about,
      Collection<CompiledPolicy> byTag,
      Collection<Subscription> subscriptions,
      Circumstances circumstances) {
    return new Question(
        reader,
        port,
        about.stream().flatMap(one -> forReader(one, reader, port)).toList(),
        byTag.stream().filter(policy -> policy.mayHideByTag(port)).toList(),
        subscriptions,
        circumstances,
        new Judge(reader, port, circumstances));
  }

  private static Stream<Coverage> forReader(Coverage coverage, Reader reader, PortFacts port) {
    return coverage.policy().isTemplated()
        ? coverage.policy().coverage(port, reader).stream()
        : Stream.of(coverage);
  }

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
