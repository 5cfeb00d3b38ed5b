package dev.weft.policy.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The policies of one kind in one place (a zone, or none), in the order in which they are asked,
 * with an index by level and, for access, by whom they name. Immutable.
 */
final class PolicyList {
  private final List<Policy> given;
  private final Policy[] broadFirst;
  private final Policy[] byName;
  private final int[] everything;
  private final ResourceIndex resources;
  private final NameMasks names;
  private final Numbers recording;

  PolicyList(ResourceModel model, PolicyKind kind, List<Policy> policies) {
    given = List.copyOf(policies);
    var isAccess = kind == PolicyKind.ACCESS;
    broadFirst = sorted(policies, PolicyOrder.BROAD_FIRST);
    byName = isAccess ? broadFirst : sorted(policies, PolicyOrder.BY_NAME);
    everything = IntStream.range(0, broadFirst.length).toArray();
    var all = Arrays.asList(broadFirst);
    resources = new ResourceIndex(model, kind, all.stream().map(Policy::patterns).toList());
    names = isAccess ? new NameMasks(all) : null;
    recording = recording(all);
  }

  private static Numbers recording(List<Policy> policies) {
    var all = new BitSet();
    for (var i = 0; i < policies.size(); i++) {
      var policy = policies.get(i);
      var always = policy.schedules().isEmpty() && policy.conditions().isEmpty();
      all.set(i, policy.audited() && always);
    }
    return new Numbers(all);
  }

  private static Policy[] sorted(List<Policy> policies, Comparator<Policy> order) {
    var all = new ArrayList<>(policies);
    all.sort(order);
    return all.toArray(Policy[]::new);
  }

  /** Whether it was made of just these. */
  boolean isOf(List<Policy> policies) {
    return given.equals(policies);
  }

  boolean isEmpty() {
    return broadFirst.length == 0;
  }

  int size() {
    return broadFirst.length;
  }

  /**
   * All policies that may cover the resource, as a whole or within, in their order; with those that
   * stop above it: in Ranger even a policy that does not match can end the search.
   */
  Candidates candidates(Resource resource, Asked asked) {
    return resource.isEmpty()
        ? new Candidates(byName, everything, Numbers.NONE, null, null)
        : new Candidates(
            broadFirst,
            resources.find(resource, asked, true),
            resources.certain(resource, asked),
            null,
            null);
  }

  /** Those that count for a plain question, and which of them speak of whoever asks. */
  Candidates candidatesFor(Asked asked) {
    var resource = asked.request().resource();
    if (resource.isEmpty() || names == null) {
      return candidates(resource, asked);
    }
    var numbers = resources.find(resource, asked, false);
    var certain = resources.certain(resource, asked);
    return new Candidates(broadFirst, numbers, certain, names, NameMasks.of(asked));
  }

  /** Those that have a request recorded whenever they are about its resource. */
  Numbers recording() {
    return recording;
  }
}
