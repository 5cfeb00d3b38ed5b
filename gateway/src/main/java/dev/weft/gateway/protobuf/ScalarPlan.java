package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.JsonValues;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree.Node;

/** A value that is a scalar in JSON. */
final class ScalarPlan extends Plan {
  private static final int START_BYTES = 64;

  final ScalarType type;
  private final RecordSink masked = new RecordSink(START_BYTES);
  private final RecordSink written = new RecordSink(START_BYTES);

  ScalarPlan(Node node, boolean known, ScalarType type) {
    super(node, known);
    this.type = type;
  }

  @Override
  void skip(ProtobufReader in, int depth) {
    type.skip(in);
  }

  /** What the mask makes of a JSON scalar, as a plain value. */
  Object mask(RecordSink text) {
    masked.clear();
    node.mask.mask(text.bytes(), 0, text.length(), masked);
    return JsonValues.read(masked);
  }

  /** The value as it is written; until the next call. */
  RecordSink written(Object value) {
    written.clear();
    type.put(value, written);
    return written;
  }

  @Override
  boolean isPlain() {
    return isShown();
  }

  @Override
  boolean isHidden() {
    return isWithheld();
  }

  @Override
  boolean isFamiliar() {
    return known;
  }
}
