package dev.weft.policy.cel;

import dev.cel.common.ast.CelExpr;
import java.util.Optional;

/** Turns a checked tree into nodes; empty when an operator is not among the common ones. */
final class NodeCompiler {
  private NodeCompiler() {}

  static Optional<Node> compile(CelExpr expression, String other) {
    return Optional.empty();
  }
}
