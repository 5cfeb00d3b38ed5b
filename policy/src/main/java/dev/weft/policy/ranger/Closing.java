package dev.weft.policy.ranger;

import dev.weft.policy.rules.Condition;

/** The part of a policy that a condition is in, which tells how to close what cannot be read. */
enum Closing {
  /** Nobody is let in. */
  ALLOW(false),
  /** Whoever is named is kept out. */
  DENY(true),
  /** Whoever is named loses what the policy allows. */
  ALLOW_EXCEPTION(true),
  /** Nobody is spared. */
  DENY_EXCEPTION(false),
  /** Values are hidden, rows are left out. */
  HIDE(true),
  /** Nobody is exempted. */
  EXEMPT(false);

  private final boolean closed;

  Closing(boolean closed) {
    this.closed = closed;
  }

  Condition condition() {
    return asked -> closed;
  }

  String inWords() {
    return closed ? "holds for everybody" : "holds for nobody";
  }
}
