package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Subscription;
import dev.weft.policy.ViewCache.Entry;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which compiled answers a change makes wrong.
 *
 * @param relevant whether any answer, about ports or keys, may differ
 * @param ports what is known of these ports may differ
 * @param views these answers may differ
 * @param deadline a moment at which answers change by themselves
 */
record Touched(
    boolean relevant,
    Predicate<PortFacts> ports,
    Predicate<Entry> views,
    Optional<Instant> deadline) {

  static Touched nothing() {
    return new Touched(false, port -> false, view -> false, Optional.empty());
  }

  /** An agent is known by its keys; everybody else's answers do not depend on theirs. */
  static Touched keys(Optional<Instant> deadline) {
    return new Touched(
        true, port -> false, view -> view.reader().id().type() == PrincipalId.Type.AGENT, deadline);
  }

  static Touched everything() {
    return new Touched(true, port -> true, view -> true, Optional.empty());
  }

  static Touched principal(PrincipalId id) {
    return new Touched(
        true, port -> false, view -> view.reader().id().equals(id), Optional.empty());
  }

  static Touched ports(Predicate<PortName> which) {
    return new Touched(
        true,
        port -> which.test(port.name()),
        view -> which.test(view.port().name()),
        Optional.empty());
  }

  /** A product is a port's owner and a reader too. */
  static Touched product(String name) {
    var id = PrincipalId.product(name);
    return new Touched(
        true,
        port -> port.name().product().equals(name),
        view -> view.port().name().product().equals(name) || view.reader().id().equals(id),
        Optional.empty());
  }

  static Touched subscriptions(Optional<Subscription> before, Optional<Subscription> after) {
    return new Touched(
        true,
        port -> false,
        view ->
            Stream.concat(before.stream(), after.stream())
                .anyMatch(
                    one ->
                        view.reader().id().equals(one.principal())
                            && view.port().name().topic().equals(one.port())),
        after.flatMap(Subscription::until));
  }

  /**
   * A policy touches the ports that it is about, and there the readers whom its rules name. Ports
   * are asked once each, readers of them a thousand times.
   */
  static Touched policies(Optional<CompiledPolicy> before, Optional<CompiledPolicy> after) {
    var versions = Stream.concat(before.stream(), after.stream()).toList();
    var about = new IdentityHashMap<PortFacts, List<CompiledPolicy>>();
    return new Touched(
        true,
        port -> versions.stream().anyMatch(policy -> policy.coverage(port).isPresent()),
        view ->
            about.computeIfAbsent(view.port(), port -> deciding(versions, port)).stream()
                .anyMatch(policy -> policy.mayConcern(view.reader(), view.port())),
        Optional.empty());
  }

  /** A policy on tags decides everywhere about fields that are not classified yet. */
  private static List<CompiledPolicy> deciding(List<CompiledPolicy> versions, PortFacts port) {
    return versions.stream()
        .filter(policy -> policy.hasTags() || policy.coverage(port).isPresent())
        .toList();
  }
}
