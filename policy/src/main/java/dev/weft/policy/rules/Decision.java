package dev.weft.policy.rules;

import java.util.Optional;

/**
 * The answer to a request.
 *
 * @param determined whether anything but the absence of a policy led to it
 * @param audited whether it is to be recorded
 * @param policy the number of the policy that decided, {@link #NO_POLICY} when none did
 * @param zone the security zone whose policies were asked, empty for none
 */
public record Decision(
    boolean allowed,
    boolean determined,
    boolean audited,
    long policy,
    String zone,
    Optional<Masked> mask,
    Optional<Filtered> filter) {
  /** Stands for no policy. */
  public static final long NO_POLICY = -1;

  /**
   * Values are hidden.
   *
   * @param expression what is shown instead, if the type needs to be told; filled in
   * @param condition when they are hidden, if not always
   */
  public record Masked(
      String type, Optional<String> expression, Optional<String> condition, long policy) {}

  /** Rows are left out unless the expression, filled in, is true; an empty one keeps all. */
  public record Filtered(String expression, long policy) {}
}
