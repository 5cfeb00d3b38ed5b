package dev.weft.gateway.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.gateway.json.JsonText;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.protobuf.FieldPlan.Presence;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes whole messages as JSON: fields by their names in the schema, numbers as numbers, bytes as
 * Base64. Fields without presence are always there, since a missing one means zero; fields that the
 * schema does not have are not shown.
 *
 * <p>Protobuf's own library puts the message in order first: what came twice is merged, and what
 * belongs together stands together.
 */
final class ProtobufJson {
  private final ProtobufReader in = new ProtobufReader();
  private final RecordSink out;

  private ProtobufJson(RecordSink out) {
    this.out = out;
  }

  /** Throws {@link BadProtobuf} when the bytes are no such message. */
  static void write(Descriptor type, byte[] bytes, int from, int to, RecordSink out) {
    write(PlanCompiler.of(type, Everything.RULES), type, bytes, from, to, out);
  }

  /**
   * @param plan of the type, showing everything
   */
  static void write(
      MessagePlan plan, Descriptor type, byte[] bytes, int from, int to, RecordSink out) {
    byte[] ordered;
    try {
      ordered =
          DynamicMessage.newBuilder(type)
              .mergeFrom(bytes, from, to - from)
              .buildPartial()
              .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new BadProtobuf("it is no message of its type");
    }
    var json = new ProtobufJson(out);
    json.in.start(ordered, 0, ordered.length);
    json.message(plan, 1);
  }

  /** What stands for a missing scalar. */
  static void zero(ScalarType type, RecordSink out) {
    var zero = new RecordSink(Long.BYTES);
    type.put(null, zero);
    var again = new ProtobufReader();
    again.start(zero.bytes(), 0, zero.length());
    type.json(again, out);
  }

  private void message(MessagePlan plan, int depth) {
    in.enter(depth);
    switch (plan.shape) {
      case FIELDS -> fields(plan, depth);
      case INNER -> inner(plan, depth);
      case ONE_OF -> oneOf(plan, depth);
    }
  }

  private void fields(MessagePlan plan, int depth) {
    out.append((byte) '{');
    var next = 0;
    var any = false;
    while (in.more()) {
      var tag = in.takeTag();
      var field = plan.field(ProtobufReader.number(tag));
      if (field == null
          || !field.accepts(ProtobufReader.wire(tag))
          || (next > 0 && field.number <= plan.fields[next - 1].number)) {
        in.skipValue(tag, depth);
        continue;
      }
      while (plan.fields[next] != field) {
        any = missing(plan.fields[next++], any);
      }
      next++;
      name(field, any);
      any = true;
      value(field, tag, depth);
    }
    while (next < plan.fields.length) {
      any = missing(plan.fields[next++], any);
    }
    out.append((byte) '}');
  }

  private boolean missing(FieldPlan field, boolean any) {
    if (field.isMany()) {
      name(field, any);
      Numbers.write(field.value instanceof MapPlan ? "{}" : "[]", out);
      return true;
    }
    if (field.presence == Presence.IMPLICIT && field.value instanceof ScalarPlan scalar) {
      name(field, any);
      zero(scalar.type, out);
      return true;
    }
    return any;
  }

  private void name(FieldPlan field, boolean any) {
    Numbers.write((any ? ",\"" : "\"") + field.name + "\":", out);
  }

  /** A Struct or a ListValue. */
  private void inner(MessagePlan plan, int depth) {
    var mark = out.length();
    var only = plan.fields[0];
    while (in.more()) {
      var tag = in.takeTag();
      if (out.length() == mark
          && ProtobufReader.number(tag) == only.number
          && only.accepts(ProtobufReader.wire(tag))) {
        value(only, tag, depth);
      } else {
        in.skipValue(tag, depth);
      }
    }
    if (out.length() == mark) {
      Numbers.write(only.value instanceof MapPlan ? "{}" : "[]", out);
    }
  }

  private void oneOf(MessagePlan plan, int depth) {
    var mark = out.length();
    while (in.more()) {
      var tag = in.takeTag();
      var field = plan.field(ProtobufReader.number(tag));
      if (field != null && field.accepts(ProtobufReader.wire(tag))) {
        out.truncate(mark);
        value(field, tag, depth);
      } else {
        in.skipValue(tag, depth);
      }
    }
    if (out.length() == mark) {
      Numbers.write("null", out);
    }
  }

  private void value(FieldPlan field, int tag, int depth) {
    if (field.value instanceof MapPlan map) {
      map(field, map, depth);
    } else if (field.isMany()) {
      items(field, tag, depth);
    } else {
      single(field.value, depth);
    }
  }

  private void single(Plan plan, int depth) {
    if (plan instanceof ScalarPlan scalar) {
      scalar.type.json(in, out);
      return;
    }
    var outer = in.begin(in.takeLength());
    message((MessagePlan) plan, depth + 1);
    in.finish(outer);
  }

  private void items(FieldPlan field, int firstTag, int depth) {
    out.append((byte) '[');
    var any = false;
    var tag = firstTag;
    do {
      if (field.isPacked(ProtobufReader.wire(tag))) {
        var outer = in.begin(in.takeLength());
        while (in.more()) {
          any = comma(any);
          single(field.value, depth);
        }
        in.finish(outer);
      } else {
        any = comma(any);
        single(field.value, depth);
      }
      tag = nextOf(field);
    } while (tag != 0);
    out.append((byte) ']');
  }

  private boolean comma(boolean any) {
    if (any) {
      out.append((byte) ',');
    }
    return true;
  }

  /** The tag of the next value if it is of this field too; else 0, and nothing is read. */
  private int nextOf(FieldPlan field) {
    if (!in.more()) {
      return 0;
    }
    var begin = in.at;
    var tag = in.takeTag();
    if (ProtobufReader.number(tag) == field.number && field.accepts(ProtobufReader.wire(tag))) {
      return tag;
    }
    in.at = begin;
    return 0;
  }

  /** Of several entries of one key the last counts. */
  private void map(FieldPlan field, MapPlan map, int depth) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    do {
      entry(map, depth, entries);
    } while (nextOf(field) != 0);
    out.append((byte) '{');
    var any = false;
    for (var entry : entries.entrySet()) {
      any = comma(any);
      var key = entry.getKey().getBytes(StandardCharsets.UTF_8);
      JsonText.write(key, 0, key.length, out);
      out.append((byte) ':');
      out.append(entry.getValue(), 0, entry.getValue().length);
    }
    out.append((byte) '}');
  }

  private void entry(MapPlan map, int depth, Map<String, byte[]> entries) {
    var outer = in.begin(in.takeLength());
    var text = new RecordSink(64);
    var inside = new ProtobufJson(text);
    var key = map.keyText(in);
    inside.in.start(in.bytes, in.at, in.end());
    inside.entryValue(map.values(), depth + 1);
    in.at = in.end();
    in.finish(outer);
    entries.put(key, text.toByteArray());
  }

  private void entryValue(Plan value, int depth) {
    in.enter(depth);
    var wire = value instanceof ScalarPlan scalar ? scalar.type.wire() : ProtobufReader.LENGTH;
    var mark = out.length();
    while (in.more()) {
      var tag = in.takeTag();
      if (tag == (MapPlan.VALUE << 3 | wire)) {
        out.truncate(mark);
        single(value, depth);
      } else {
        in.skipValue(tag, depth);
      }
    }
    if (out.length() > mark) {
      return;
    }
    if (value instanceof ScalarPlan scalar) {
      zero(scalar.type, out);
    } else {
      message((MessagePlan) value, depth + 1);
    }
  }
}
