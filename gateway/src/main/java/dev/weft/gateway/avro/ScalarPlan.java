package dev.weft.gateway.avro;

import dev.weft.gateway.json.JsonValues;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree.Action;
import dev.weft.gateway.json.RuleTree.Node;
import java.util.List;

/** A value that is a scalar in JSON. */
final class ScalarPlan extends Plan {
  private static final int START_BYTES = 64;

  final ScalarType type;
  private final RecordSink masked = new RecordSink(START_BYTES);
  private final RecordSink avro = new RecordSink(START_BYTES);
  private final RecordSink plainText = new RecordSink(START_BYTES);

  ScalarPlan(Node node, boolean known, ScalarType type) {
    super(node, known);
    this.type = type;
  }

  boolean isNotNull() {
    return !(type instanceof Numbers.NullType);
  }

  @Override
  void skip(AvroReader in, int depth) {
    type.skip(in);
  }

  @Override
  void rewrite(Splice splice, int depth) {
    var begin = splice.in.at;
    type.skip(splice.in);
    splice.look(this, begin);
    if (isMasked()) {
      var value = mask(splice.jsonOf(this, begin));
      type.avro(value, splice.replacing(begin));
      splice.replaced();
    }
  }

  /** What the mask makes of a JSON scalar, as a plain value. */
  Object mask(RecordSink text) {
    masked.clear();
    node.mask.mask(text.bytes(), 0, text.length(), masked);
    return JsonValues.read(masked);
  }

  /** As the reader gets it: what the mask wrote may not be what the type can hold. */
  @Override
  void json(AvroReader in, RecordSink out, Seeing seeing, int depth) {
    if (seeing == Seeing.RAW || !isMasked()) {
      type.json(in, out);
      return;
    }
    plainText.clear();
    type.json(in, plainText);
    avro.clear();
    type.avro(mask(plainText), avro);
    shown(avro, out);
  }

  private void shown(RecordSink value, RecordSink out) {
    var again = new AvroReader();
    again.start(value.bytes(), 0, value.length());
    type.json(again, out);
  }

  /** What the mask makes of the value that is read next, as a plain value. */
  Object masked(AvroReader in) {
    plainText.clear();
    type.json(in, plainText);
    return mask(plainText);
  }

  @Override
  Iterable<Plan> parts() {
    return List.of();
  }

  @Override
  boolean isPlain() {
    return node.action == Action.SHOW;
  }

  @Override
  boolean isFamiliar() {
    return known || !isNotNull();
  }
}
