package dev.weft.policy.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The policies about tags. Immutable. */
public final class TagPolicies {
  /** The one level of resources that are tags. */
  public static final String LEVEL = "tag";

  private final ResourceModel model;
  private final ZonePolicies policies;
  private final Set<String> zonesWithOwn;

  /** A policy, with the tag that led to it. */
  record ForTag(Policy policy, Tag tag) {}

  /**
   * These policies.
   *
   * @param zonesWithOwn zones in which only tag policies of the zone count
   * @param before those of an earlier set, whose index is kept where nothing has changed
   */
  public TagPolicies(
      ResourceModel model,
      List<Policy> policies,
      Set<String> zonesWithOwn,
      Optional<TagPolicies> before) {
    this.model = model;
    this.policies = new ZonePolicies(model, policies, true, before.map(last -> last.policies));
    this.zonesWithOwn = Set.copyOf(zonesWithOwn);
  }

  /** How many policies are in force. */
  public int size() {
    return policies.size();
  }

  boolean has(PolicyKind kind) {
    return !policies.of(kind).isEmpty();
  }

  /** The resource that stands for a tag. */
  Resource resource(Tag tag, String owner) {
    return new Resource(model, Map.of(LEVEL, tag.name()), owner);
  }

  /** Those that speak of the request's tags in the zone, in the order in which they are asked. */
  List<ForTag> about(PolicyKind kind, String zone, Asked asked) {
    var policyZone = zonesWithOwn.contains(zone) ? zone : "";
    var found = new ArrayList<ForTag>();
    for (var tag : asked.tags()) {
      if (tag.countsAt(asked.moment())) {
        add(found, kind, policyZone, tag, asked);
      }
    }
    if (found.size() > 1) {
      found.sort(order(kind));
    }
    return found;
  }

  private void add(List<ForTag> found, PolicyKind kind, String zone, Tag tag, Asked asked) {
    var resource = resource(tag, asked.request().resource().owner());
    var candidates = policies.of(kind).candidates(resource, asked);
    for (var i = 0; i < candidates.size(); i++) {
      var policy = candidates.at(i);
      if (policy.zone().equals(zone)
          && policy.isInForce(asked.moment())
          && covers(policy, resource, asked)) {
        found.add(new ForTag(policy, tag));
      }
    }
  }

  private static boolean covers(Policy policy, Resource tag, Asked asked) {
    for (var pattern : policy.patterns()) {
      if (pattern.match(tag, asked).coversSelf()) {
        return true;
      }
    }
    return false;
  }

  private static Comparator<ForTag> order(PolicyKind kind) {
    return switch (kind) {
      case ACCESS -> Comparator.comparing(ForTag::policy, PolicyOrder.BROAD_FIRST);
      case MASK ->
          Comparator.comparing((ForTag one) -> one.tag().match())
              .thenComparing(ForTag::policy, PolicyOrder.BY_NAME);
      case FILTER -> Comparator.comparing(ForTag::policy, PolicyOrder.BY_NAME);
    };
  }
}
