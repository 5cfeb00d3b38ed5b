package dev.weft.gateway.avro;

import dev.weft.gateway.json.JsonText;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree.Node;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of a record, one after the other. */
final class RecordPlan extends Plan {
  /** One field. */
  static final class FieldPlan {
    final String name;
    final Plan value;

    /** What stands in its place when it is withheld. */
    final byte[] neutral;

    FieldPlan(String name, Plan value, byte[] neutral) {
      this.name = name;
      this.value = value;
      this.neutral = neutral;
    }
  }

  private FieldPlan[] fields = new FieldPlan[0];

  RecordPlan(Node node, boolean known) {
    super(node, known);
  }

  void complete(FieldPlan[] all) {
    fields = all.clone();
  }

  @Override
  void skip(AvroReader in, int depth) {
    in.enter(depth);
    for (var field : fields) {
      field.value.skip(in, depth + 1);
    }
  }

  @Override
  void rewrite(Splice splice, int depth) {
    splice.in.enter(depth);
    for (var field : fields) {
      splice.enter(field.name, field.value);
      splice.value(field.value, field.neutral, depth + 1);
      splice.leave();
    }
  }

  @Override
  void json(AvroReader in, RecordSink out, Seeing seeing, int depth) {
    in.enter(depth);
    out.append((byte) '{');
    var any = false;
    for (var field : fields) {
      if (seeing == Seeing.MASKED && field.value.hidden) {
        field.value.skip(in, depth + 1);
        continue;
      }
      if (any) {
        out.append((byte) ',');
      }
      any = true;
      var name = field.name.getBytes(StandardCharsets.UTF_8);
      JsonText.write(name, 0, name.length, out);
      out.append((byte) ':');
      field.value.json(in, out, seeing, depth + 1);
    }
    out.append((byte) '}');
  }

  @Override
  Iterable<Plan> parts() {
    return Arrays.stream(fields).map(field -> field.value).toList();
  }
}
