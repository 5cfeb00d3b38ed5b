package dev.weft.gateway.protobuf;

/** One field of a message. */
final class FieldPlan {
  /** What it means when a field is not there. */
  enum Presence {
    /**
     * It has the value zero, or is a message without fields: readers cannot tell the one from the
     * other.
     */
    IMPLICIT,
    /** It has no value. */
    EXPLICIT,
    /** The message is invalid. */
    REQUIRED,
    /** There are no items. */
    MANY
  }

  private static final byte[] NOTHING = new byte[0];
  private static final int NONE = -1;

  final String name;
  final int number;
  final Plan value;
  final Presence presence;

  /** What is within has the path of what is around: the field's name is no part of it. */
  final boolean isTransparent;

  /** Belongs to a oneof: when another of it was set in between, it begins anew. */
  final boolean isAlternative;

  /** What stands in the place of a required field if it is withheld, with its tag. */
  final byte[] neutral;

  /** Number among the fields of which the message's plan must know whether they were there. */
  int slot = NONE;

  FieldPlan(
      String name,
      int number,
      Plan value,
      Presence presence,
      boolean isTransparent,
      boolean isAlternative,
      byte[] neutral) {
    this.name = name;
    this.number = number;
    this.value = value;
    this.presence = presence;
    this.isTransparent = isTransparent;
    this.isAlternative = isAlternative;
    this.neutral = neutral.length == 0 ? NOTHING : neutral.clone();
  }

  boolean isMany() {
    return presence == Presence.MANY;
  }

  /** Whether a value that is written so is one of this field; else readers do not know it. */
  boolean accepts(int wire) {
    return wire == wire() || (isMany() && wire == ProtobufReader.LENGTH && isPackable());
  }

  int wire() {
    return value instanceof ScalarPlan scalar ? scalar.type.wire() : ProtobufReader.LENGTH;
  }

  private boolean isPackable() {
    return value instanceof ScalarPlan;
  }

  /** Whether many items stand in one value. */
  boolean isPacked(int wire) {
    return wire != wire();
  }

  void skip(ProtobufReader in, int wire, int depth) {
    if (value instanceof ScalarPlan scalar && !isPacked(wire)) {
      scalar.type.skip(in);
      return;
    }
    var outer = in.begin(in.takeLength());
    if (value instanceof ScalarPlan scalar) {
      while (in.more()) {
        scalar.type.skip(in);
      }
    } else {
      value.skip(in, depth + 1);
    }
    in.finish(outer);
  }

  /** Whether something must be known of it, or done about it, where it is missing. */
  boolean hasSlot() {
    if (isOwed() || isMany()) {
      return isOwed();
    }
    return value instanceof ScalarPlan scalar ? scalar.isMasked() : !value.plain && !value.hidden;
  }

  /** Whether readers require it and do not see it. */
  boolean isOwed() {
    return neutral.length > 0 && value.hidden;
  }

  /** A field that is not there has the value zero: a mask must hide that, too. */
  boolean isMaskedWhenMissing() {
    return presence == Presence.IMPLICIT && value.isMasked() && value instanceof ScalarPlan;
  }

  /** An empty message stands for the value of a map's entry that is not there. */
  boolean isEmptyWhenMissing() {
    return presence == Presence.IMPLICIT && value instanceof MessagePlan;
  }
}
