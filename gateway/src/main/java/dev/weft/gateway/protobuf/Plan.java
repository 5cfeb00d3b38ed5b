package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RuleTree.Action;
import dev.weft.gateway.json.RuleTree.Node;

/**
 * What to do with a value of one type at one place of a reader's view. Immutable once compiled; for
 * the thread that compiled it.
 */
abstract sealed class Plan permits ScalarPlan, MessagePlan, MapPlan {
  final Node node;

  /** Whether somebody has looked at this field before. */
  final boolean known;

  /** Everything in it is shown. */
  boolean plain = true;

  /** Nothing in it is shown. */
  boolean hidden = true;

  /** Somebody has looked at everything in it before. */
  boolean familiar = true;

  Plan(Node node, boolean known) {
    this.node = node;
    this.known = known;
  }

  /** Passes over one value, which must be one, and writes nothing. */
  abstract void skip(ProtobufReader in, int depth);

  /** What {@link #plain} is, going by the parts. */
  abstract boolean isPlain();

  /** What {@link #hidden} is, going by the parts. */
  abstract boolean isHidden();

  /** What {@link #familiar} is, going by the parts. */
  abstract boolean isFamiliar();

  final boolean isMasked() {
    return node.action == Action.MASK;
  }

  final boolean isWithheld() {
    return node.action == Action.WITHHOLD;
  }

  final boolean isShown() {
    return node.action == Action.SHOW;
  }
}
