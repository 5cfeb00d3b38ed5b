package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which compiled answers a change makes wrong.
 *
 * @param relevant whether any answer, about ports or keys, may differ
 * @param rules what a port's rules are afterwards; empty when they have to be found out again
 * @param views whose answers about a port may differ; empty when nobody's
 * @param deadline a moment at which answers change by themselves
 */
record Touched(
    boolean relevant,
    Function<PortRules, Optional<PortRules>> rules,
    Function<PortFacts, Optional<Predicate<Reader>>> views,
    Optional<Instant> deadline) {
  private static final Predicate<Reader> ANYBODY = Objects::nonNull;

  static Touched nothing() {
    return new Touched(false, Optional::of, port -> Optional.empty(), Optional.empty());
  }

  /** An agent is known by its keys; everybody else's answers do not depend on theirs. */
  static Touched keys(Optional<Instant> deadline) {
    return readers(reader -> reader.id().type() == PrincipalId.Type.AGENT, deadline);
  }

  static Touched everything() {
    return new Touched(
        true, rules -> Optional.empty(), port -> Optional.of(ANYBODY), Optional.empty());
  }

  static Touched principal(PrincipalId id) {
    return readers(reader -> reader.id().equals(id), Optional.empty());
  }

  private static Touched readers(Predicate<Reader> which, Optional<Instant> deadline) {
    return new Touched(true, Optional::of, port -> Optional.of(which), deadline);
  }

  static Touched ports(Predicate<PortName> which) {
    return new Touched(
        true,
        rules -> Optional.of(rules).filter(one -> !which.test(one.facts().name())),
        port -> which.test(port.name()) ? Optional.of(ANYBODY) : Optional.empty(),
        Optional.empty());
  }

  /** A product is a port's owner and a reader too. */
  static Touched product(String name) {
    var id = PrincipalId.product(name);
    Predicate<Reader> itself = reader -> reader.id().equals(id);
    return new Touched(
        true,
        rules -> Optional.of(rules).filter(one -> !one.facts().name().product().equals(name)),
        port -> Optional.of(port.name().product().equals(name) ? ANYBODY : itself),
        Optional.empty());
  }

  static Touched subscriptions(Optional<Subscription> before, Optional<Subscription> after) {
    return new Touched(
        true,
        Optional::of,
        port -> {
          var here =
              Stream.concat(before.stream(), after.stream())
                  .filter(one -> port.name().topic().equals(one.port()))
                  .map(Subscription::principal)
                  .toList();
          return here.isEmpty()
              ? Optional.empty()
              : Optional.of(reader -> here.contains(reader.id()));
        },
        after.flatMap(Subscription::until));
  }

  /** A policy touches the ports that it is about, and there the readers whom its rules name. */
  static Touched policies(Optional<CompiledPolicy> before, Optional<CompiledPolicy> after) {
    var versions = Stream.concat(before.stream(), after.stream()).toList();
    return new Touched(
        true,
        rules -> Optional.of(rules.changed(before, after)),
        port -> {
          var deciding = deciding(versions, port);
          return deciding.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  reader -> deciding.stream().anyMatch(policy -> policy.mayConcern(reader, port)));
        },
        Optional.empty());
  }

  /** A policy on tags decides everywhere about fields that are not classified yet. */
  private static List<CompiledPolicy> deciding(List<CompiledPolicy> versions, PortFacts port) {
    return versions.stream()
        .filter(policy -> policy.hasTags() || policy.coverage(port).isPresent())
        .toList();
  }
}
