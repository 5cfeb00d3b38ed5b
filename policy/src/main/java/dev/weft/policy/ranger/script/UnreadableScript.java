package dev.weft.policy.ranger.script;

/** A script that is more than an expression about the request. */
public final class UnreadableScript extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableScript(String message) {
    super(message);
  }
}
