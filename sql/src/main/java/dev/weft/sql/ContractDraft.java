package dev.weft.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/** A contract (ODCS 3.1) for the result of a query, for its author to complete. */
final class ContractDraft {
  private ContractDraft() {}

  static JsonNode of(CheckedQuery.Output output, String product) {
    var name = output.port() == null ? "result" : output.port().port();
    var contract = Json.object();
    contract.put("apiVersion", "v3.1.0");
    contract.put("kind", "DataContract");
    contract.put("id", product + "-" + name + "-v1");
    contract.put("name", name);
    contract.put("version", "1.0.0");
    contract.put("status", "draft");
    contract.put("dataProduct", product);
    var table = contract.putArray("schema").addObject();
    table.put("name", name);
    table.put("logicalType", "object");
    table.put("physicalType", "topic");
    fields(output, table.putArray("properties"));
    // No server: who makes the draft does not know the gateway's address, and JSON is what is meant
    // where none is named.
    return contract;
  }

  private static void fields(CheckedQuery.Output output, ArrayNode properties) {
    for (var column : output.fields()) {
      var field = properties.addObject();
      field.put("name", column.name());
      var position = output.key().indexOf(column.name());
      type(LogicalTypeParser.parse(column.type(), ContractDraft.class.getClassLoader()), field);
      if (!column.nullable() || position >= 0) {
        field.put("required", true);
      }
      if (position >= 0) {
        field.put("primaryKey", true);
        field.put("primaryKeyPosition", position + 1);
      }
    }
  }

  private static void type(LogicalType type, ObjectNode field) {
    switch (type.getTypeRoot()) {
      case TINYINT, SMALLINT, INTEGER -> {
        field.put("logicalType", "integer");
        field.putObject("logicalTypeOptions").put("format", "i32");
      }
      case BIGINT -> field.put("logicalType", "integer");
      case FLOAT, DOUBLE -> {
        field.put("logicalType", "number");
        field.putObject("logicalTypeOptions").put("format", "f64");
      }
      case DECIMAL -> field.put("logicalType", "number");
      case BOOLEAN -> field.put("logicalType", "boolean");
      case DATE -> field.put("logicalType", "date");
      case TIME_WITHOUT_TIME_ZONE -> field.put("logicalType", "time");
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          field.put("logicalType", "timestamp");
      case ARRAY -> {
        field.put("logicalType", "array");
        type(((ArrayType) type).getElementType(), field.putObject("items"));
      }
      case ROW -> {
        field.put("logicalType", "object");
        var inner = field.putArray("properties");
        for (var each : ((RowType) type).getFields()) {
          type(each.getType(), inner.addObject().put("name", each.getName()));
        }
      }
      default -> field.put("logicalType", "string");
    }
  }
}
