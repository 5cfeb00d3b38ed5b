package dev.weft.policy.rules;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies of one security zone, or of none. Immutable.
 *
 * <p>Tags alone decide where no policy is even written down; a zone whose policies are all switched
 * off has some written down.
 */
public final class ZonePolicies {
  private final Map<PolicyKind, PolicyList> lists = new EnumMap<>(PolicyKind.class);
  private final boolean listed;

  /**
   * These policies.
   *
   * @param listed whether any policy is written down, in force or not
   * @param before those of the same model in an earlier set: where all are the same, so is the
   *     index
   */
  public ZonePolicies(
      ResourceModel model, List<Policy> policies, boolean listed, Optional<ZonePolicies> before) {
    this.listed = listed;
    for (var kind : PolicyKind.values()) {
      var its = policies.stream().filter(policy -> policy.kind() == kind).toList();
      lists.put(
          kind,
          before
              .map(last -> last.of(kind))
              .filter(last -> last.isOf(its))
              .orElseGet(() -> new PolicyList(model, kind, its)));
    }
  }

  boolean isListed() {
    return listed;
  }

  PolicyList of(PolicyKind kind) {
    return lists.get(kind);
  }

  /** How many policies are in force. */
  public int size() {
    return lists.values().stream().mapToInt(PolicyList::size).sum();
  }
}
