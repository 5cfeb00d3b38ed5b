package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.UnknownFields;
import dev.weft.gateway.protobuf.FieldPlan.Presence;
import java.util.Arrays;

/**
 * One record on its way from the source into the sink. {@code copied} is how far the source has
 * been taken over, or skipped on purpose; as long as it has not moved and the sink is empty,
 * nothing was changed. For one thread; reused from record to record.
 */
final class Splice {
  static final boolean[] NONE_SEEN = new boolean[0];
  private static final int START_BYTES = 256;

  /** What is written for fields that are missing may be more than what there is. */
  private static final int ADDED_BYTES_MAX = 16 * 1024 * 1024;

  final ProtobufReader in = new ProtobufReader();
  private final RecordSink out;
  private final RecordSink text = new RecordSink(START_BYTES);
  private final String[] names = new String[2 * ProtobufReader.DEPTH_MAX + 4];
  private int named;
  private int from;
  private int to;
  private int copied;
  private int added;
  private UnknownFields unknown = UnknownFields.IGNORED;
  private boolean watching;
  private boolean nothingLeft;

  Splice(RecordSink out) {
    this.out = out;
  }

  /** Handles the message between {@code body} and {@code end}; returns whether it was changed. */
  boolean record(
      MessagePlan plan, byte[] source, int begin, int body, int end, UnknownFields fields) {
    out.clear();
    in.start(source, body, end);
    from = begin;
    to = end;
    copied = begin;
    named = 0;
    added = 0;
    unknown = fields;
    watching = fields.wanted();
    if (canPass(plan)) {
      plan.skip(in, 1);
      return false;
    }
    plan.rewrite(this, 1, true);
    if (copied == from && out.length() == 0) {
      return false;
    }
    flush(to);
    return true;
  }

  private boolean canPass(Plan plan) {
    return plan.plain && (plan.familiar || !watching);
  }

  /** Handles the field whose tag begins at {@code begin} and has been read. */
  void field(FieldPlan field, int begin, int wire, int depth, boolean first) {
    if (!field.isTransparent) {
      names[named++] = field.name;
    }
    var plan = field.value;
    if (plan.hidden) {
      hide(field, begin, wire, depth);
    } else if (canPass(plan)) {
      field.skip(in, wire, depth);
    } else if (plan instanceof ScalarPlan scalar) {
      if (field.isPacked(wire)) {
        packed(scalar);
      } else {
        scalar(field, scalar, begin, first);
      }
    } else {
      nested(field, begin, depth, first);
    }
    if (!field.isTransparent) {
      named--;
    }
  }

  /** Passes over a value that is not shown, looking at what nobody has looked at. */
  private void hide(FieldPlan field, int begin, int wire, int depth) {
    if (!watching || field.value.familiar) {
      field.skip(in, wire, depth);
    } else {
      watch(field, begin, wire, depth);
    }
    leaveOut(begin);
  }

  private void watch(FieldPlan field, int begin, int wire, int depth) {
    var mark = out.length();
    var copiedBefore = copied;
    if (!(field.value instanceof ScalarPlan scalar)) {
      nested(field, begin, depth, false);
    } else if (field.isPacked(wire)) {
      packed(scalar);
    } else {
      scalar(field, scalar, begin, false);
    }
    out.truncate(mark);
    copied = copiedBefore;
  }

  private void scalar(FieldPlan field, ScalarPlan plan, int begin, boolean first) {
    var valueAt = in.at;
    plan.type.skip(in);
    look(plan, valueAt);
    if (!plan.isMasked()) {
      return;
    }
    var value = plan.mask(jsonOf(plan, valueAt));
    var written = plan.written(value);
    // Zeros look like missing fields, lest the one be told from the other.
    var canBeMissing =
        field.presence == Presence.IMPLICIT
            ? ScalarType.isZero(written)
            : field.presence == Presence.EXPLICIT && value == null && !field.isTransparent;
    if (first && canBeMissing) {
      leaveOut(begin);
    } else if (value == null && field.isTransparent && field.presence == Presence.EXPLICIT) {
      replaceByNull(begin);
    } else {
      flush(valueAt);
      out.append(written.bytes(), 0, written.length());
      copied = in.at;
    }
  }

  /** In a google.protobuf.Value something must be set: its first field is null. */
  private void replaceByNull(int begin) {
    flush(begin);
    out.append((byte) (1 << 3));
    out.append((byte) 0);
    copied = in.at;
  }

  private void packed(ScalarPlan plan) {
    var lengthAt = in.at;
    var outer = in.begin(in.takeLength());
    if (plan.isMasked()) {
      flush(lengthAt);
    }
    var mark = out.length();
    while (in.more()) {
      var valueAt = in.at;
      plan.type.skip(in);
      look(plan, valueAt);
      if (plan.isMasked()) {
        var written = plan.written(plan.mask(jsonOf(plan, valueAt)));
        out.append(written.bytes(), 0, written.length());
      }
    }
    in.finish(outer);
    if (plan.isMasked()) {
      ProtobufBytes.prefixLength(mark, out);
      copied = in.at;
    }
  }

  /** A message, or an entry of a map, which is one. */
  private void nested(FieldPlan field, int begin, int depth, boolean first) {
    var lengthAt = in.at;
    var outer = in.begin(in.takeLength());
    var bodyAt = in.at;
    var mark = out.length();
    var copiedBefore = copied;
    var isNothing = false;
    if (field.value instanceof MapPlan map) {
      isNothing = entry(map, depth + 1);
    } else {
      ((MessagePlan) field.value).rewrite(this, depth + 1, first);
    }
    in.finish(outer);
    var bodyBytes = in.at - bodyAt;
    var isChanged = copied != copiedBefore || out.length() != mark;
    if (isChanged) {
      flush(in.at);
      bodyBytes = out.length() - mark - (bodyAt - copiedBefore);
    }
    isNothing |= bodyBytes == 0 && field.value.isWithheld() && field.presence != Presence.REQUIRED;
    nothingLeft = isNothing;
    if (isNothing) {
      out.truncate(mark);
      copied = copiedBefore;
      leaveOut(begin);
    } else if (isChanged) {
      ProtobufBytes.fitLength(mark + lengthAt - copiedBefore, mark + bodyAt - copiedBefore, out);
    }
  }

  /** Returns whether nothing of the entry is shown. */
  private boolean entry(MapPlan map, int depth) {
    var plan = map.entry(in);
    var isNamed = plan != map.others();
    if (isNamed) {
      names[named++] = map.key();
    }
    var value = MapPlan.value(plan);
    nothingLeft = false;
    if (canPass(value) && plan.plain) {
      plan.skip(in, depth);
    } else {
      plan.rewrite(this, depth, true);
    }
    if (isNamed) {
      named--;
    }
    return value.hidden || (value.isWithheld() && nothingLeft);
  }

  void leaveOut(int begin) {
    flush(begin);
    copied = in.at;
  }

  /** Puts something behind what was read until now. */
  void add(byte[] bytes) {
    flush(in.at);
    count(bytes.length);
    out.append(bytes, 0, bytes.length);
  }

  /** Puts in what a mask makes of zero. */
  void addMasked(FieldPlan field) {
    var plan = (ScalarPlan) field.value;
    text.clear();
    ProtobufJson.zero(plan.type, text);
    var written = plan.written(plan.mask(text));
    if (!ScalarType.isZero(written)) {
      flush(in.at);
      count(written.length());
      ProtobufBytes.writeTag(field.number, field.wire(), out);
      out.append(written.bytes(), 0, written.length());
    }
  }

  /** Puts in what is seen of an empty message, if that is anything. */
  void addEmpty(FieldPlan field, int depth) {
    var mark = out.length();
    var copiedBefore = copied;
    flush(in.at);
    ProtobufBytes.writeTag(field.number, field.wire(), out);
    var body = out.length();
    var outer = in.begin(0);
    ((MessagePlan) field.value).rewrite(this, depth + 1, true);
    in.finish(outer);
    ProtobufBytes.prefixLength(body, out);
    if (out.length() == body + 1) {
      out.truncate(mark);
      copied = copiedBefore;
      nothingLeft = field.value.isWithheld();
    }
  }

  private void count(int bytes) {
    added += bytes;
    if (added > ADDED_BYTES_MAX) {
      throw new BadProtobuf("too much is missing");
    }
  }

  private void flush(int upTo) {
    if (upTo > copied) {
      out.append(in.bytes, copied, upTo);
      copied = upTo;
    }
  }

  /** Shows a scalar from {@code begin} to where it is read to whoever looks out for new fields. */
  private void look(ScalarPlan plan, int begin) {
    if (!watching || plan.known) {
      return;
    }
    jsonOf(plan, begin);
    if (text.bytes()[0] != 'n') {
      unknown.saw(path(), text.bytes(), 0, text.length());
    }
  }

  /** The JSON scalar of the value from {@code begin} to where it is read; until the next call. */
  private RecordSink jsonOf(ScalarPlan plan, int begin) {
    text.clear();
    var end = in.at;
    in.at = begin;
    plan.type.json(in, text);
    in.at = end;
    return text;
  }

  private String path() {
    return String.join(".", Arrays.asList(names).subList(0, named));
  }
}
