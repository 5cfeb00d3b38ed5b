package dev.weft.policy.rules;

/** Something that must be so for a policy, or a part of it, to matter. Total and without effect. */
@FunctionalInterface
public interface Condition {
  boolean holds(Asked asked);
}
