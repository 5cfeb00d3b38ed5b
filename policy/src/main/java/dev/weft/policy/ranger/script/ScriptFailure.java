package dev.weft.policy.ranger.script;

/** A script that stopped on the way, as one that calls what is not there does. */
final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptFailure(String message) {
    super(message, null, false, false);
  }
}
