package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RuleTree.Node;
import java.util.Arrays;

/** The fields of a message, in any order, some more than once, some not at all. */
final class MessagePlan extends Plan {
  /** How it looks as JSON. */
  enum Shape {
    /** An object with the fields' names. */
    FIELDS,
    /** What its only field is. */
    INNER,
    /** Whichever of its fields is set. */
    ONE_OF
  }

  private static final int TABLE_MAX = 256;

  final Shape shape;
  FieldPlan[] fields = new FieldPlan[0];
  private FieldPlan[] table = new FieldPlan[0];
  private FieldPlan[] slots = new FieldPlan[0];

  MessagePlan(Node node, boolean known, Shape shape) {
    super(node, known);
    this.shape = shape;
  }

  /**
   * @param all in the order of their numbers
   */
  void complete(FieldPlan[] all) {
    fields = all.clone();
    var last = 0;
    for (var field : fields) {
      last = field.number < TABLE_MAX ? field.number : last;
    }
    table = new FieldPlan[last + 1];
    for (var field : fields) {
      if (field.number <= last) {
        table[field.number] = field;
      }
    }
  }

  /** Called when it is known what is plain and hidden. */
  void settle() {
    slots = Arrays.stream(fields).filter(FieldPlan::hasSlot).toArray(FieldPlan[]::new);
    for (int i = 0; i < slots.length; i++) {
      slots[i].slot = i;
    }
  }

  /** Null when there is none. */
  FieldPlan field(int number) {
    if (number < table.length) {
      return table[number];
    }
    var low = 0;
    var high = fields.length - 1;
    while (low <= high) {
      var middle = (low + high) >>> 1;
      var field = fields[middle];
      if (field.number == number) {
        return field;
      }
      if (field.number < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  @Override
  void skip(ProtobufReader in, int depth) {
    in.enter(depth);
    while (in.more()) {
      var tag = in.takeTag();
      var field = field(ProtobufReader.number(tag));
      if (field != null && field.accepts(ProtobufReader.wire(tag))) {
        field.skip(in, ProtobufReader.wire(tag), depth);
      } else {
        in.skipValue(tag, depth);
      }
    }
  }

  /**
   * Takes one message over into the sink as the reader may see it.
   *
   * @param first whether no other part of the same message came before: readers merge them
   */
  void rewrite(Splice splice, int depth, boolean first) {
    var in = splice.in;
    in.enter(depth);
    var seen = slots.length == 0 ? Splice.NONE_SEEN : new boolean[slots.length];
    while (in.more()) {
      var begin = in.at;
      var tag = in.takeTag();
      var wire = ProtobufReader.wire(tag);
      var field = field(ProtobufReader.number(tag));
      if (field == null || !field.accepts(wire)) {
        in.skipValue(tag, depth);
        if (!isShown() || (field != null && !field.value.plain)) {
          splice.leaveOut(begin);
        }
        continue;
      }
      var again = field.slot >= 0 && seen[field.slot];
      if (field.slot >= 0) {
        seen[field.slot] = true;
      }
      var fresh = field.isMany() || field.isAlternative || (first && !again);
      splice.field(field, begin, wire, depth, fresh);
    }
    for (var field : slots) {
      if (field.isOwed()) {
        splice.add(field.neutral);
      } else if (first && !seen[field.slot] && field.isMaskedWhenMissing()) {
        splice.addMasked(field);
      } else if (first && !seen[field.slot] && field.isEmptyWhenMissing()) {
        splice.addEmpty(field, depth);
      }
    }
  }

  /** Unknown fields have the rule of what they are in. */
  @Override
  boolean isPlain() {
    return isShown() && Arrays.stream(fields).allMatch(field -> field.value.plain);
  }

  @Override
  boolean isHidden() {
    return isWithheld() && Arrays.stream(fields).allMatch(field -> field.value.hidden);
  }

  @Override
  boolean isFamiliar() {
    return Arrays.stream(fields).allMatch(field -> field.value.familiar);
  }
}
