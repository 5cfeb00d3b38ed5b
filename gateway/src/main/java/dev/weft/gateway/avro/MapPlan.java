package dev.weft.gateway.avro;

import dev.weft.gateway.json.JsonText;
import dev.weft.gateway.json.JsonValues;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree.Action;
import dev.weft.gateway.json.RuleTree.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.function.Function;

/**
 * Entries in blocks. A key that a rule or a filter names is a field's name; every other key is data
 * and is masked with the values. Entries that are withheld are left out.
 */
final class MapPlan extends Plan {
  private static final byte ONE = 2;
  private static final byte[] END = {0};
  private static final byte[] NOTHING = new byte[0];

  private final IdentityHashMap<Node, Plan> named = new IdentityHashMap<>();
  private final RecordSink text = new RecordSink(64);
  private final RecordSink masked = new RecordSink(64);
  private Plan others;
  private Function<Node, Plan> compile;

  MapPlan(Node node, boolean known) {
    super(node, known);
  }

  void complete(Plan unnamed, Function<Node, Plan> compiler) {
    others = unnamed;
    compile = compiler;
    for (var child : node.children()) {
      named.put(child, compile.apply(child));
    }
  }

  private Plan entry(AvroReader in, int keyFrom, int keyTo) {
    var child = node.child(in.bytes, keyFrom, keyTo);
    return isStranger(child) ? others : named.computeIfAbsent(child, compile);
  }

  private static boolean isStranger(Node child) {
    return child.name.length == 0;
  }

  @Override
  void skip(AvroReader in, int depth) {
    in.enter(depth);
    for (var block = in.block(); block.count != 0; block = in.block()) {
      for (long i = block.count; i > 0; i--) {
        in.skip(in.takeLength());
        others.skip(in, depth + 1);
      }
      block.end();
    }
  }

  /** Each entry becomes a block of its own, so that others can be left out behind it. */
  @Override
  void rewrite(Splice splice, int depth) {
    var in = splice.in;
    in.enter(depth);
    var blockAt = in.at;
    for (var block = in.block(); block.count != 0; block = in.block()) {
      splice.leaveOut(blockAt);
      for (long i = block.count; i > 0; i--) {
        entry(splice, depth);
      }
      block.end();
      blockAt = in.at;
    }
    splice.replace(blockAt, END);
  }

  private void entry(Splice splice, int depth) {
    var in = splice.in;
    var begin = in.at;
    var length = in.takeLength();
    var keyFrom = in.at;
    in.skip(length);
    var plan = entry(in, keyFrom, in.at);
    if (plan == others) {
      stranger(splice, begin, keyFrom, depth);
      return;
    }
    splice.enter(new String(in.bytes, keyFrom, length, StandardCharsets.UTF_8), plan);
    if (plan.hidden) {
      splice.hide(plan, depth + 1);
      splice.leaveOut(begin);
    } else {
      splice.replacing(begin).append(ONE);
      splice.value(plan, NOTHING, depth + 1);
    }
    splice.leave();
  }

  private void stranger(Splice splice, int begin, int keyFrom, int depth) {
    var in = splice.in;
    if (others.hidden) {
      splice.hide(others, depth + 1);
      splice.leaveOut(begin);
      return;
    }
    var sink = splice.replacing(begin);
    sink.append(ONE);
    if (node.action == Action.MASK) {
      AvroBytes.writeBytes(maskedKey(in.bytes, keyFrom, in.at), sink);
      splice.replaced();
    }
    splice.value(others, NOTHING, depth + 1);
  }

  private byte[] maskedKey(byte[] bytes, int from, int to) {
    text.clear();
    if (!JsonText.write(bytes, from, to, text)) {
      throw new BadAvro("a key that is no text");
    }
    masked.clear();
    node.mask.mask(text.bytes(), 0, text.length(), masked);
    var key = JsonValues.read(masked);
    return (key == null ? "" : key.toString()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  void json(AvroReader in, RecordSink out, Seeing seeing, int depth) {
    in.enter(depth);
    out.append((byte) '{');
    var any = false;
    for (var block = in.block(); block.count != 0; block = in.block()) {
      for (long i = block.count; i > 0; i--) {
        any |= json(in, out, seeing, depth, any);
      }
      block.end();
    }
    out.append((byte) '}');
  }

  private boolean json(AvroReader in, RecordSink out, Seeing seeing, int depth, boolean more) {
    var length = in.takeLength();
    var keyFrom = in.at;
    in.skip(length);
    var plan = entry(in, keyFrom, in.at);
    if (seeing == Seeing.MASKED && plan.hidden) {
      plan.skip(in, depth + 1);
      return false;
    }
    if (more) {
      out.append((byte) ',');
    }
    var key =
        seeing == Seeing.MASKED && plan == others && node.action == Action.MASK
            ? maskedKey(in.bytes, keyFrom, in.at)
            : java.util.Arrays.copyOfRange(in.bytes, keyFrom, in.at);
    if (!JsonText.write(key, 0, key.length, out)) {
      throw new BadAvro("a key that is no text");
    }
    out.append((byte) ':');
    plan.json(in, out, seeing, depth + 1);
    return true;
  }

  @Override
  Iterable<Plan> parts() {
    var all = new ArrayList<>(named.values());
    all.add(others);
    return all;
  }

  /** Keys may spell paths, so what is below the named ones counts too. */
  @Override
  boolean isPlain() {
    return node.uniform && node.action == Action.SHOW;
  }

  @Override
  boolean isHidden() {
    return node.uniform && node.action == Action.WITHHOLD;
  }
}
