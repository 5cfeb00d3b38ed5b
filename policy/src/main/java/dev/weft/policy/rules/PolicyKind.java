package dev.weft.policy.rules;

/** What a policy is about: who may, what is hidden of a value, or which rows are left out. */
public enum PolicyKind {
  ACCESS,
  MASK,
  FILTER
}
