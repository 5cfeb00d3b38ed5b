package dev.weft.policy.rules;

/** How far the value of one level may be from what a policy says and still count. */
public enum ElementScope {
  SELF,
  /** The value may be the beginning of what the policy names. */
  SELF_OR_PREFIX,
  /** The value may be the folder that holds what the policy names. */
  SELF_OR_CHILD
}
