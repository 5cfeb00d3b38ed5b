package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.catalog.lineage.FlowDatasets;
import dev.weft.flow.FieldLineage;
import dev.weft.model.PortName;
import dev.weft.spi.MeshState;
import dev.weft.spi.flow.FieldMap;
import java.util.List;

/**
 * The fields that a field of a port comes from, as the standard's facet has them. Where a flow says
 * that it may be any, all that are known are named.
 */
record ColumnInput(MeshState state, String kafka, List<FlowDatasets.Outside> outside) {
  private static final int FIELDS_MAX = 200;

  void add(FieldLineage.Origin origin, ArrayNode into) {
    if (origin.port().isPresent()) {
      for (var field : fields(origin.port().get(), origin.field())) {
        add(kafka, origin.port().get().topic(), field, origin.how(), into);
      }
    } else if (!origin.field().equals(FieldMap.ANY)) {
      outside.stream()
          .filter(place -> place.processor().equals(origin.processor()))
          .forEach(
              place -> add(place.namespace(), place.name(), origin.field(), origin.how(), into));
    }
  }

  private List<String> fields(PortName port, String field) {
    return field.equals(FieldMap.ANY)
        ? PortFacets.fields(state, port).stream().limit(FIELDS_MAX).toList()
        : List.of(field);
  }

  private static void add(
      String namespace, String name, String field, FieldMap.How how, ArrayNode into) {
    var transformation =
        into.addObject()
            .put("namespace", namespace)
            .put("name", name)
            .put("field", field)
            .putArray("transformations")
            .addObject()
            .put("type", "DIRECT")
            .put("subtype", how == FieldMap.How.COPIED ? "IDENTITY" : "TRANSFORMATION")
            .put("masking", how == FieldMap.How.HIDDEN);
    if (how == FieldMap.How.UNKNOWN) {
      transformation.put("description", "The processor does not say which fields it uses.");
    }
  }
}
