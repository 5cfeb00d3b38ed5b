package dev.weft.policy.rules;

import java.util.List;

/** A part of the resources with policies of its own. */
public record Zone(String name, List<ResourcePattern> resources, ZonePolicies policies) {
  public Zone {
    resources = List.copyOf(resources);
  }
}
