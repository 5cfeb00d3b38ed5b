package dev.weft.model.format;

import static dev.weft.model.format.Shapes.any;
import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.integer;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The schema of a contract: tables (for a port, its records) with fields within fields. */
final class FieldShape {
  private static final List<String> TYPES_3_0 =
      List.of("string", "date", "number", "integer", "object", "array", "boolean");
  private static final List<String> TYPES_3_1 =
      List.of(
          "string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean");

  private final Edition edition;
  private final Shape custom;
  private final Shape definitions;
  private final Shape quality;
  private final ObjectShape field;
  private final ObjectShape item;

  FieldShape(Edition edition, Shape custom, Shape definitions, Shape quality) {
    this.edition = edition;
    this.custom = custom;
    this.definitions = definitions;
    this.quality = quality;
    this.field = anyField().required("name", text());
    this.item = anyField().optional("properties", fields());
  }

  ObjectShape table() {
    var table =
        element("a schema object")
            .required("name", text())
            .optional("logicalType", oneOf("object"))
            .optional(text(), "physicalName", "dataGranularityDescription")
            .optional("properties", fields())
            .optional("quality", quality)
            .rule(FieldShape::namesDiffer);
    return edition == Edition.V3_1
        ? table.optional("relationships", listOf(RelationshipShape.ofTable(custom)))
        : table;
  }

  private Shape fields() {
    return listOf(Shape.lazy(() -> field));
  }

  private ObjectShape anyField() {
    var types = types().toArray(String[]::new);
    var shape =
        element("a field")
            .optional("logicalType", oneOf(types))
            .optional(flag(), "primaryKey", "required", "unique", "partitioned")
            .optional("criticalDataElement", flag())
            .optional(integer(), "primaryKeyPosition", "partitionKeyPosition")
            .optional(text(), "physicalName", "classification", "encryptedName")
            .optional(text(), "transformLogic", "transformDescription")
            .optional("transformSourceObjects", listOf(text()))
            .optional("examples", listOf(any()))
            .optional("quality", quality)
            .rule(FieldShape::namesDiffer);
    if (edition == Edition.V3_1) {
      shape = shape.optional("relationships", listOf(RelationshipShape.ofField(custom)));
    }
    return withTypes(shape);
  }

  /** What a field may say more depends on its logical type. */
  private ObjectShape withTypes(ObjectShape base) {
    var shape = base;
    var options = new TypeOptionsShape(edition);
    for (var type : types()) {
      var more = object("a field").optional("logicalTypeOptions", options.of(type));
      if (type.equals("object")) {
        more = more.optional("properties", fields());
      } else if (type.equals("array")) {
        more = more.optional("items", items());
      }
      shape = shape.when(is(type), more);
    }
    var untyped =
        object("a field")
            .optional("logicalTypeOptions", TypeOptionsShape.ofNoType())
            .optional("properties", fields())
            .optional("items", items());
    return shape.when(node -> !types().contains(node.path("logicalType").asText()), untyped);
  }

  /** The element of an array is a field that needs no name. */
  private Shape items() {
    return Shape.lazy(() -> item);
  }

  private ObjectShape element(String noun) {
    var element =
        object(noun)
            .optional(text(), "name", "physicalType", "description", "businessName")
            .optional("authoritativeDefinitions", definitions)
            .optional("tags", CommonShapes.tags())
            .optional("customProperties", custom);
    return edition == Edition.V3_1 ? element.optional("id", CommonShapes.stableId()) : element;
  }

  private List<String> types() {
    return edition == Edition.V3_1 ? TYPES_3_1 : TYPES_3_0;
  }

  private static Predicate<ObjectNode> is(String type) {
    return node -> node.path("logicalType").asText().equals(type);
  }

  private static void namesDiffer(ObjectNode parent, At at) {
    Map<String, Integer> first = new HashMap<>();
    var fields = parent.path("properties");
    for (var i = 0; i < fields.size(); i++) {
      var name = fields.get(i).path("name").asText();
      if (!name.isEmpty() && first.putIfAbsent(name, i) != null) {
        at.key("properties")
            .item(i)
            .key("name")
            .value("duplicate-field", "There is another field called '" + name + "' here.", "");
      }
    }
  }
}
