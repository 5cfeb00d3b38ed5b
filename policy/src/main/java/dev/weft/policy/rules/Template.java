package dev.weft.policy.rules;

/** A text with holes that each request fills. Total: what cannot be found is left empty. */
@FunctionalInterface
public interface Template {
  String fill(Asked asked);
}
