package dev.weft.server.openlineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.PortName;
import dev.weft.sql.CheckedQuery;
import dev.weft.sql.CheckedQuery.As;
import dev.weft.sql.CheckedQuery.How;

/**
 * The fields that the columns of a query come from, as OpenLineage's facet of column lineage has
 * them: what values are made of by column, what only decides about rows for the dataset.
 */
final class QueryColumns {
  private final String namespace;

  QueryColumns(String namespace) {
    this.namespace = namespace;
  }

  void add(CheckedQuery.Output output, ObjectNode facet) {
    var fields = facet.putObject("fields");
    for (var field : output.fields()) {
      var inputs = fields.putObject(field.name()).putArray("inputFields");
      field.from().forEach(from -> direct(from, inputs));
    }
    if (!output.uses().isEmpty()) {
      var dataset = facet.putArray("dataset");
      output.uses().forEach(use -> indirect(use, dataset));
    }
  }

  private void direct(CheckedQuery.Origin from, ArrayNode into) {
    var subtype =
        switch (from.how()) {
          case IDENTITY -> "IDENTITY";
          case TRANSFORMED, HIDDEN -> "TRANSFORMATION";
          case AGGREGATED -> "AGGREGATION";
        };
    input(from.port(), from.field(), into)
        .put("type", "DIRECT")
        .put("subtype", subtype)
        .put("masking", from.how() == How.HIDDEN);
  }

  private void indirect(CheckedQuery.Use use, ArrayNode into) {
    input(use.port(), use.field(), into)
        .put("type", "INDIRECT")
        .put("subtype", subtype(use.as()))
        .put("masking", false);
  }

  private static String subtype(As as) {
    return switch (as) {
      case FILTER, PATTERN -> "FILTER";
      case JOIN -> "JOIN";
      case GROUP -> "GROUP_BY";
      case SORT -> "SORT";
      case WINDOW -> "WINDOW";
    };
  }

  private ObjectNode input(PortName port, String field, ArrayNode into) {
    return into.addObject()
        .put("namespace", namespace)
        .put("name", port.topic())
        .put("field", field)
        .putArray("transformations")
        .addObject();
  }
}
