package dev.weft.policy.cel;

/** What an expression evaluates to when it has no value; the message says why. */
record Failure(String message) {
  static final Failure TYPES = new Failure("an operator has values of types that it cannot take");
  static final Failure MISSING = new Failure("a field is missing");
  static final Failure ARITHMETIC = new Failure("the result is not a number that CEL can hold");
}
