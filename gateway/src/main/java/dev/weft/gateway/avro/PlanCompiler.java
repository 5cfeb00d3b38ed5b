package dev.weft.gateway.avro;

import dev.weft.gateway.avro.RecordPlan.FieldPlan;
import dev.weft.gateway.json.RuleTree;
import dev.weft.gateway.json.RuleTree.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Joins a schema and a reader's view to a plan. A schema may contain itself: there is one plan for
 * a schema at a place of the view, and far below the view's last name all places are the same.
 */
final class PlanCompiler {
  private static final int PLANS_MAX = 100_000;
  private static final int DEPTH_MAX = 300;
  private static final byte[] NOTHING = new byte[0];

  private record Place(Node node, boolean known) {}

  private static final String TOO_LARGE = "the schema is too large";

  private final IdentityHashMap<Schema, Map<Place, Plan>> plans = new IdentityHashMap<>();
  private final List<Plan> fresh = new ArrayList<>();
  private int count;
  private int depth;

  /** It stopped half-way: what it has begun must not be used. */
  private boolean isBroken;

  /**
   * The plan for whole records.
   *
   * @throws BadAvro when the schema's values are not records, or the schema is too large
   */
  static Plan of(Schema schema, RuleTree rules) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new BadAvro("the schema is that of no record");
    }
    return new PlanCompiler().complete(schema, rules.root(), false);
  }

  private Plan complete(Schema schema, Node node, boolean known) {
    if (isBroken) {
      throw new BadAvro(TOO_LARGE);
    }
    var plan = plan(schema, node, known);
    if (depth == 0) {
      settle();
    }
    return plan;
  }

  private Plan plan(Schema schema, Node node, boolean known) {
    var places = plans.computeIfAbsent(schema, any -> new HashMap<>());
    var place = new Place(node, known);
    var existing = places.get(place);
    if (existing != null) {
      return existing;
    }
    if (++count > PLANS_MAX || depth > DEPTH_MAX) {
      isBroken = true;
      throw new BadAvro(TOO_LARGE);
    }
    var plan = begin(schema, place);
    places.put(place, plan);
    fresh.add(plan);
    depth++;
    fill(plan, schema);
    depth--;
    return plan;
  }

  private static Plan begin(Schema schema, Place place) {
    return switch (schema.getType()) {
      case RECORD -> new RecordPlan(place.node, place.known);
      case ARRAY -> new ArrayPlan(place.node, place.known);
      case MAP -> new MapPlan(place.node, place.known);
      case UNION -> new UnionPlan(place.node, place.known);
      default -> new ScalarPlan(place.node, place.known, ScalarTypes.of(schema));
    };
  }

  private void fill(Plan plan, Schema schema) {
    if (plan instanceof RecordPlan record) {
      record.complete(
          schema.getFields().stream()
              .map(field -> field(field, plan.node))
              .toArray(FieldPlan[]::new));
    } else if (plan instanceof ArrayPlan array) {
      var items = plan(schema.getElementType(), plan.node, plan.known);
      array.complete(items, neutral(items, schema.getElementType()));
    } else if (plan instanceof MapPlan map) {
      var values = schema.getValueType();
      map.complete(
          plan(values, plan.node.stranger(), plan.known),
          child -> complete(values, child, child.known));
    } else if (plan instanceof UnionPlan union) {
      var branches =
          schema.getTypes().stream()
              .map(branch -> plan(branch, plan.node, plan.known))
              .toArray(Plan[]::new);
      union.complete(branches, plan.isWithheld() ? Neutral.of(schema) : NOTHING);
    }
  }

  private FieldPlan field(Schema.Field field, Node above) {
    var name = field.name().getBytes(StandardCharsets.UTF_8);
    var node = above.child(name, 0, name.length);
    var plan = plan(field.schema(), node, node.known);
    return new FieldPlan(field.name(), plan, plan.isWithheld() ? Neutral.of(field) : NOTHING);
  }

  private static byte[] neutral(Plan plan, Schema schema) {
    return plan.isWithheld() ? Neutral.of(schema) : NOTHING;
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
    fresh.clear();
  }
}
