package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.RuleTree.Node;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.function.Function;

/**
 * One entry of a map: a message of a key and a value. A key that a rule or a filter names is a
 * field's name; every other key is data and is masked with the values. Entries that are withheld
 * are left out.
 */
final class MapPlan extends Plan {
  static final int KEY = 1;
  static final int VALUE = 2;

  private final ScalarType keys;
  private final IdentityHashMap<Node, MessagePlan> named = new IdentityHashMap<>();
  private final RecordSink text = new RecordSink(64);
  private MessagePlan others;
  private Function<Node, MessagePlan> compile;

  MapPlan(Node node, boolean known, ScalarType keys) {
    super(node, known);
    this.keys = keys;
  }

  /**
   * @param unnamed the plan of entries whose keys are data
   */
  void complete(MessagePlan unnamed, Function<Node, MessagePlan> compiler) {
    others = unnamed;
    compile = compiler;
    for (var child : node.children()) {
      named.put(child, compile.apply(child));
    }
  }

  /** The plan of values whose keys are data. */
  Plan values() {
    return value(others);
  }

  static Plan value(MessagePlan entry) {
    return entry.field(VALUE).value;
  }

  MessagePlan others() {
    return others;
  }

  @Override
  void skip(ProtobufReader in, int depth) {
    others.skip(in, depth);
  }

  /** The plan for the entry that is read next, by its last key; reads nothing. */
  MessagePlan entry(ProtobufReader in) {
    key(in, text);
    var child = node.child(text.bytes(), 0, text.length());
    return child.name.length == 0 ? others : named.computeIfAbsent(child, compile);
  }

  /** The key that {@link #entry} has found. */
  String key() {
    return text(text);
  }

  /** The key of the entry that is read next; reads nothing. */
  String keyText(ProtobufReader in) {
    var key = new RecordSink(64);
    key(in, key);
    return text(key);
  }

  private static String text(RecordSink key) {
    return new String(key.bytes(), 0, key.length(), StandardCharsets.UTF_8);
  }

  private void key(ProtobufReader in, RecordSink out) {
    var begin = in.at;
    out.clear();
    var keyTag = KEY << 3 | keys.wire();
    var found = false;
    while (in.more()) {
      var tag = in.takeTag();
      if (tag == keyTag) {
        found = true;
        out.clear();
        take(in, out);
      } else {
        in.skipValue(tag, 1);
      }
    }
    if (!found && !(keys instanceof Texts.StringType)) {
      ProtobufJson.zero(keys, out);
    }
    in.at = begin;
  }

  private void take(ProtobufReader in, RecordSink out) {
    if (keys instanceof Texts.StringType) {
      var length = in.takeLength();
      out.append(in.bytes, in.at, in.at + length);
      in.at += length;
    } else {
      keys.json(in, out);
    }
  }

  /** Keys may spell paths, so what is below the named ones counts too. */
  @Override
  boolean isPlain() {
    return node.uniform && isShown();
  }

  @Override
  boolean isHidden() {
    return node.uniform && isWithheld();
  }

  @Override
  boolean isFamiliar() {
    return values().familiar && named.values().stream().allMatch(entry -> value(entry).familiar);
  }
}
