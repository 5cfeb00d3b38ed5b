package dev.weft.tools.nifi;

/**
 * Something that was not mapped, or that a person should look at.
 *
 * @param place such as {@code Ingest/Read files, Polling Interval}
 * @param hint what to do; may be empty
 */
record Finding(String place, String what, String hint) {

  /** As a line for people. */
  String line() {
    return "not mapped: " + place + ": " + what + (hint.isEmpty() ? "" : " " + hint);
  }
}
