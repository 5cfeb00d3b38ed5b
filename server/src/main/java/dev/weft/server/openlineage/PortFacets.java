package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.PortFields;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.server.observe.Declared;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What the mesh knows of a port as facets of a dataset: schema, tags, ownership, documentation.
 *
 * @param facet an empty facet of an edition and name
 * @param clock says which tags hold
 */
record PortFacets(BiFunction<String, String, ObjectNode> facet, Clock clock) {
  private static final int FIELDS_MAX = 2_000;

  /** The dotted paths of its fields, by name. */
  static List<String> fields(MeshState state, PortName port) {
    return Ports.fieldNames(state, port).stream().limit(FIELDS_MAX).toList();
  }

  void add(MeshState state, PortName port, ObjectNode into) {
    var known =
        state
            .find(ResourceKind.PORT_FIELDS, port.topic(), PortFields.class)
            .orElse(new PortFields(port.topic(), Map.of()));
    var names = fields(state, port);
    if (!names.isEmpty()) {
      into.set("schema", schema(Ports.contract(state, port), known, names));
    }
    tags(known).ifPresent(tags -> into.set("tags", tags));
    var product = state.find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class);
    product.ifPresent(it -> into.set("ownership", owners(it, "OwnershipDatasetFacet")));
    Ports.find(state, port)
        .map(DataProduct.OutputPort::description)
        .filter(text -> text != null && !text.isBlank())
        .ifPresent(
            text ->
                into.set(
                    "documentation",
                    facet.apply("1-1-0", "DocumentationDatasetFacet").put("description", text)));
  }

  /** Who answers for a product, as of a job or a dataset. */
  ObjectNode owners(DataProduct product, String name) {
    var made = facet.apply("1-0-1", name);
    var owners = made.putArray("owners");
    product
        .owners()
        .forEach(owner -> owners.addObject().put("name", "user:" + owner).put("type", "OWNER"));
    product
        .stewards()
        .forEach(owner -> owners.addObject().put("name", "user:" + owner).put("type", "STEWARD"));
    return made;
  }

  private ObjectNode schema(Optional<Contract> contract, PortFields known, List<String> names) {
    var made = facet.apply("1-2-0", "SchemaDatasetFacet");
    var fields = made.putArray("fields");
    for (var name : names) {
      var field = fields.addObject().put("name", name);
      var declared = contract.flatMap(it -> Declared.find(it.fields(), name));
      declared
          .map(Contract.Field::logicalType)
          .or(() -> known.field(name).map(PortFields.KnownField::type))
          .filter(type -> type != null && !type.isEmpty())
          .ifPresent(type -> field.put("type", type));
      declared
          .map(Contract.Field::description)
          .filter(text -> text != null && !text.isEmpty())
          .ifPresent(text -> field.put("description", text));
    }
    return made;
  }

  private Optional<ObjectNode> tags(PortFields known) {
    var tags = Json.MAPPER.createArrayNode();
    var now = clock.instant();
    known
        .fields()
        .forEach(
            (path, field) ->
                field
                    .tagsAt(now)
                    .forEach(
                        tag ->
                            tags.addObject()
                                .put("key", tag)
                                .put("value", "true")
                                .put("source", "WEFT")
                                .put("field", path)));
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    var made = facet.apply("1-0-0", "TagsDatasetFacet");
    made.set("tags", tags);
    return Optional.of(made);
  }
}
