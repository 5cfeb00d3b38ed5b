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
 * @param principals whether somebody may have become unknown, or a key have ended
 * @param at what becomes of a port that somebody has asked about
 * @param deadline a moment at which answers change by themselves
 */
record Touched(
    boolean relevant,
    boolean principals,
    Function<PortRules, Port> at,
    Optional<Instant> deadline) {
  private static final Predicate<Reader> ANYBODY = Objects::nonNull;

  /**
   * A port after the change.
   *
   * @param rules empty when they have to be found out again; then all answers may differ
   * @param readers whose answers about it may differ; empty when nobody's
   */
  record Port(Optional<PortRules> rules, Optional<Predicate<Reader>> readers) {
    static final Port UNKNOWN = new Port(Optional.empty(), Optional.of(ANYBODY));

    static Port untouched(PortRules rules) {
      return new Port(Optional.of(rules), Optional.empty());
    }

    static Port of(PortRules rules, Predicate<Reader> readers) {
      return new Port(Optional.of(rules), Optional.of(readers));
    }
  }

  static Touched nothing() {
    return new Touched(false, false, Port::untouched, Optional.empty());
  }

  /** An agent is known by its keys; everybody else's answers do not depend on theirs. */
  static Touched keys(Optional<Instant> deadline) {
    return readers(reader -> reader.id().type() == PrincipalId.Type.AGENT, deadline);
  }

  static Touched everything() {
    return new Touched(true, true, rules -> Port.UNKNOWN, Optional.empty());
  }

  static Touched principal(PrincipalId id) {
    return readers(reader -> reader.id().equals(id), Optional.empty());
  }

  private static Touched readers(Predicate<Reader> which, Optional<Instant> deadline) {
    return new Touched(true, true, rules -> Port.of(rules, which), deadline);
  }

  static Touched ports(Predicate<PortName> which) {
    return new Touched(
        true,
        false,
        rules -> which.test(rules.facts().name()) ? Port.UNKNOWN : Port.untouched(rules),
        Optional.empty());
  }

  /** A product is a port's owner and a reader too. */
  static Touched product(String name) {
    var id = PrincipalId.product(name);
    return new Touched(
        true,
        true,
        rules ->
            rules.facts().name().product().equals(name)
                ? Port.UNKNOWN
                : Port.of(rules, reader -> reader.id().equals(id)),
        Optional.empty());
  }

  /** Agents are known by subscriptions too, so theirs to one port may matter to every other. */
  static Touched subscriptions(Optional<Subscription> before, Optional<Subscription> after) {
    var versions = Stream.concat(before.stream(), after.stream()).toList();
    return new Touched(
        true,
        versions.stream().anyMatch(one -> isAgent(one.principal())),
        rules -> {
          var topic = rules.facts().name().topic();
          var who =
              versions.stream()
                  .filter(one -> topic.equals(one.port()) || isAgent(one.principal()))
                  .map(Subscription::principal)
                  .toList();
          return who.isEmpty()
              ? Port.untouched(rules)
              : Port.of(rules, reader -> who.contains(reader.id()));
        },
        after.flatMap(Subscription::until));
  }

  private static boolean isAgent(PrincipalId principal) {
    return principal.type() == PrincipalId.Type.AGENT;
  }

  /** A policy touches the ports that it is about, and there the readers whom its rules name. */
  static Touched policies(Optional<CompiledPolicy> before, Optional<CompiledPolicy> after) {
    return new Touched(true, false, rules -> policies(rules, before, after), Optional.empty());
  }

  /** A policy on tags decides everywhere about fields that are not classified yet. */
  private static Port policies(
      PortRules rules, Optional<CompiledPolicy> before, Optional<CompiledPolicy> after) {
    var facts = rules.facts();
    var covered = after.flatMap(policy -> policy.coverage(facts));
    var had = before.filter(rules::has);
    var deciding =
        Stream.concat(
                before.filter(policy -> policy.hasTags() || had.isPresent()).stream(),
                after.filter(policy -> policy.hasTags() || covered.isPresent()).stream())
            .toList();
    return deciding.isEmpty()
        ? Port.untouched(rules)
        : Port.of(rules.with(had, covered), reader -> concerns(deciding, reader, facts));
  }

  private static boolean concerns(List<CompiledPolicy> any, Reader reader, PortFacts port) {
    for (var policy : any) {
      if (policy.mayConcern(reader, port)) {
        return true;
      }
    }
    return false;
  }
}
