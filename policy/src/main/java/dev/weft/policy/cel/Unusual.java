package dev.weft.policy.cel;

/** Leaves an evaluation to the library; no fault, so it costs no stack trace. */
final class Unusual extends RuntimeException {
  Unusual() {
    super("left to the library", null, false, false);
  }
}
