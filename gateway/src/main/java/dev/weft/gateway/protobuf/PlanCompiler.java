package dev.weft.gateway.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.RuleTree.Node;
import dev.weft.gateway.protobuf.FieldPlan.Presence;
import dev.weft.gateway.protobuf.MessagePlan.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins a message's type and a reader's view to a plan. A type may contain itself: there is one
 * plan for a type at a place of the view, and far below the view's last name all places are the
 * same.
 */
final class PlanCompiler {
  private static final int PLANS_MAX = 100_000;
  private static final int DEPTH_MAX = 300;
  private static final String TOO_LARGE = "the schema is too large";
  private static final byte[] NOTHING = new byte[0];

  private record Place(Descriptor type, Node node, boolean known) {}

  private final Map<Place, MessagePlan> plans = new HashMap<>();
  private final List<Plan> fresh = new ArrayList<>();
  private int count;
  private int depth;

  /** It stopped half-way: what it has begun must not be used. */
  private boolean isBroken;

  private PlanCompiler() {}

  /**
   * The plan for whole records.
   *
   * @throws BadProtobuf when the type is too large, or has groups
   */
  static MessagePlan of(Descriptor type, RuleTree rules) {
    var compiler = new PlanCompiler();
    var plan = compiler.message(type, rules.root(), false);
    compiler.settle();
    return plan;
  }

  private MessagePlan message(Descriptor type, Node node, boolean known) {
    var place = new Place(type, node, known);
    var existing = plans.get(place);
    if (existing != null) {
      return existing;
    }
    var plan = kept(new MessagePlan(node, known, shape(type)));
    plans.put(place, plan);
    depth++;
    plan.complete(
        type.getFields().stream()
            .sorted(Comparator.comparingInt(FieldDescriptor::getNumber))
            .map(field -> field(field, plan))
            .toArray(FieldPlan[]::new));
    depth--;
    return plan;
  }

  private <P extends Plan> P kept(P plan) {
    if (++count > PLANS_MAX || depth > DEPTH_MAX) {
      isBroken = true;
      throw new BadProtobuf(TOO_LARGE);
    }
    fresh.add(plan);
    return plan;
  }

  /** In these a field's name is no part of the path: they are values of JSON. */
  private static Shape shape(Descriptor type) {
    if (!ScalarTypes.isWellKnown(type)) {
      return Shape.FIELDS;
    }
    return switch (type.getName()) {
      case "Struct", "ListValue" -> Shape.INNER;
      case "Value" -> Shape.ONE_OF;
      default -> Shape.FIELDS;
    };
  }

  private FieldPlan field(FieldDescriptor field, MessagePlan around) {
    var isTransparent = around.shape != Shape.FIELDS;
    var name = field.getName().getBytes(StandardCharsets.UTF_8);
    var node = isTransparent ? around.node : around.node.child(name, 0, name.length);
    var known = isTransparent ? around.known : node.known;
    var value = value(field, node, known);
    var isOwed = field.isRequired() && value.isWithheld();
    return new FieldPlan(
        field.getName(),
        field.getNumber(),
        value,
        presence(field),
        isTransparent,
        field.getRealContainingOneof() != null,
        isOwed ? Neutral.of(field) : NOTHING);
  }

  private Plan value(FieldDescriptor field, Node node, boolean known) {
    if (field.isMapField()) {
      return map(field.getMessageType(), node, known);
    }
    var scalar = ScalarTypes.of(field);
    // Where rules name the parts of a well-known type, it is a message like others.
    if (scalar.isPresent()
        && (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || node.uniform)) {
      return kept(new ScalarPlan(node, known, scalar.get()));
    }
    return message(field.getMessageType(), node, known);
  }

  private MapPlan map(Descriptor entry, Node node, boolean known) {
    var key = entry.findFieldByNumber(MapPlan.KEY);
    var keys = ScalarTypes.of(key).orElseThrow();
    var plan = kept(new MapPlan(node, known, keys));
    plan.complete(entry(entry, node, node.stranger(), known), child -> named(entry, child));
    return plan;
  }

  /** A key that is a name is shown, if anything of the entry is. */
  private MessagePlan named(Descriptor entry, Node child) {
    if (isBroken) {
      throw new BadProtobuf(TOO_LARGE);
    }
    var plan = entry(entry, Everything.RULES.root(), child, child.known);
    if (depth == 0) {
      settle();
    }
    return plan;
  }

  private MessagePlan entry(Descriptor entry, Node keys, Node values, boolean known) {
    var key = entry.findFieldByNumber(MapPlan.KEY);
    var value = entry.findFieldByNumber(MapPlan.VALUE);
    var plan = kept(new MessagePlan(values, known, Shape.FIELDS));
    depth++;
    var keyPlan = kept(new ScalarPlan(keys, true, ScalarTypes.of(key).orElseThrow()));
    plan.complete(new FieldPlan[] {part(key, keyPlan), part(value, value(value, values, known))});
    depth--;
    return plan;
  }

  /** A key or value that is missing in an entry is zero, or an empty message. */
  private static FieldPlan part(FieldDescriptor field, Plan plan) {
    return new FieldPlan(
        field.getName(), field.getNumber(), plan, Presence.IMPLICIT, true, false, NOTHING);
  }

  private static Presence presence(FieldDescriptor field) {
    if (field.isRepeated()) {
      return Presence.MANY;
    }
    if (field.isRequired()) {
      return Presence.REQUIRED;
    }
    return field.hasPresence() ? Presence.EXPLICIT : Presence.IMPLICIT;
  }

  /** What holds of all parts holds of the whole: assumed first, and taken back until it is true. */
  private void settle() {
    for (var changed = true; changed; ) {
      changed = false;
      for (var plan : fresh) {
        var plain = plan.plain && plan.isPlain();
        var hidden = plan.hidden && plan.isHidden();
        var familiar = plan.familiar && plan.isFamiliar();
        changed |= plain != plan.plain || hidden != plan.hidden || familiar != plan.familiar;
        plan.plain = plain;
        plan.hidden = hidden;
        plan.familiar = familiar;
      }
    }
    for (var plan : fresh) {
      if (plan instanceof MessagePlan message) {
        message.settle();
      }
    }
    fresh.clear();
  }
}
