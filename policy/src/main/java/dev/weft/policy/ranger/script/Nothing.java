package dev.weft.policy.ranger.script;

/** What a property that is not there is; a null is {@link #NULL}. */
enum Nothing {
  UNDEFINED,
  NULL
}
