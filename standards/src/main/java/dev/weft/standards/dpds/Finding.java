package dev.weft.standards.dpds;

/**
 * Something that a person should look at before the files are applied.
 *
 * @param place in the descriptor, such as {@code outputPorts.orders.promises.slo}
 * @param hint what to do; may be empty
 */
public record Finding(String place, String what, String hint) {

  /** As a line for people. */
  public String line() {
    return place + ": " + what + (hint.isEmpty() ? "" : " " + hint);
  }
}
