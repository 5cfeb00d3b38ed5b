package dev.weft.gateway.wire;

import java.util.OptionalInt;

/**
 * Which broker a client's connection leads to: the one whose port it came in by, or any.
 *
 * @param node the broker's id; empty: any broker
 */
record Route(OptionalInt node) {
  static final Route ANY = new Route(OptionalInt.empty());

  static Route to(int node) {
    return new Route(OptionalInt.of(node));
  }

  @Override
  public String toString() {
    return node.isPresent() ? "broker " + node.getAsInt() : "any broker";
  }
}
