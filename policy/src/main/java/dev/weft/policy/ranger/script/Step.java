package dev.weft.policy.ranger.script;

/** A part of a script, ready to run. */
@FunctionalInterface
interface Step {
  Object run(Scope scope);
}
