package dev.weft.policy.rules;

import java.util.Comparator;

/** In which order policies are asked. */
final class PolicyOrder {
  /** By priority; those that can deny before others; then by name. */
  static final Comparator<Policy> BY_NAME =
      Comparator.comparingInt((Policy policy) -> -policy.priority())
          .thenComparing(policy -> !policy.deniesFirst())
          .thenComparing(Policy::name);

  /** As by name, but the broader before the narrower. */
  static final Comparator<Policy> BROAD_FIRST =
      Comparator.comparingInt((Policy policy) -> -policy.priority())
          .thenComparing(policy -> !policy.deniesFirst())
          .thenComparingInt(Policy::order)
          .thenComparing(Policy::name);

  private PolicyOrder() {}
}
