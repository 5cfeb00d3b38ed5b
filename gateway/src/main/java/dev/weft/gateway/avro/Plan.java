package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree.Action;
import dev.weft.gateway.json.RuleTree.Node;

/**
 * What to do with a value of one schema at one place of a reader's view. Immutable once compiled;
 * for the thread that compiled it.
 */
abstract sealed class Plan permits ScalarPlan, RecordPlan, ArrayPlan, MapPlan, UnionPlan {
  final Node node;

  /** Whether somebody has looked at this field before. */
  final boolean known;

  /** Everything in it is shown, and no filter looks into it. */
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
  abstract void skip(AvroReader in, int depth);

  /** Takes one value over into the sink as the reader may see it. */
  abstract void rewrite(Splice splice, int depth);

  /** Reads one value and writes it as JSON. */
  abstract void json(AvroReader in, RecordSink out, Seeing seeing, int depth);

  /** The plans of what is in it. */
  abstract Iterable<Plan> parts();

  /** What {@link #plain} is, going by the parts. */
  boolean isPlain() {
    var isEmpty = true;
    for (var part : parts()) {
      isEmpty = false;
      if (!part.plain || part.node.ordinal >= 0) {
        return false;
      }
    }
    return !isEmpty || !isWithheld();
  }

  /** What {@link #hidden} is, going by the parts. */
  boolean isHidden() {
    for (var part : parts()) {
      if (!part.hidden) {
        return false;
      }
    }
    return isWithheld();
  }

  /** What {@link #familiar} is, going by the parts. */
  boolean isFamiliar() {
    for (var part : parts()) {
      if (!part.familiar) {
        return false;
      }
    }
    return true;
  }

  boolean isMasked() {
    return node.action == Action.MASK;
  }

  boolean isWithheld() {
    return node.action == Action.WITHHOLD;
  }

  /** How much of a value is shown in JSON. */
  enum Seeing {
    /** What was written. */
    RAW,
    /** What the reader sees; what is withheld is missing. */
    MASKED
  }
}
