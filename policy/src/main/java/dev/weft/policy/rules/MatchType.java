package dev.weft.policy.rules;

/**
 * How a resource lies to a pattern of resources; in the order in which masks by tag prefer them.
 */
public enum MatchType {
  /** The very thing, on all levels that the pattern names. */
  SELF,
  /** The resource stops above the pattern, which names everything further down. */
  SELF_AND_ALL_DESCENDANTS,
  /** The pattern is about something that contains the resource. */
  ANCESTOR,
  /** The pattern is about something within the resource. */
  DESCENDANT,
  NONE;

  /** Whether the pattern covers the resource as a whole. */
  public boolean coversSelf() {
    return this == SELF || this == SELF_AND_ALL_DESCENDANTS;
  }
}
