package dev.weft.server.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.QuerySpec;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import dev.weft.sql.PortTables;
import dev.weft.sql.QueryFunction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A name for all that a query's job is made of: its text, how it is to run, and the shape of the
 * records of its ports. What else a contract says may change without a new job. Behind it, after a
 * point, stand the schemas of ports that are not JSON: with others the job begins anew by the same
 * plan.
 */
final class QueryEdition {
  private static final int BYTES = 12;

  private QueryEdition() {}

  /** Of the query alone, whatever its ports are like. */
  static String ofText(QuerySpec query) {
    return hash(text(query));
  }

  /**
   * Of the plan alone.
   *
   * @param called the functions that it calls; one that may be called no more does not make another
   *     plan
   */
  static String of(
      QuerySpec query,
      Collection<PortName> ports,
      PortTables tables,
      Collection<QueryFunction> called) {
    var all = text(query);
    for (var port : new TreeSet<>(ports)) {
      tables.contract(port).ifPresent(contract -> all.put("port " + port, shape(contract)));
    }
    for (var function : called) {
      var now =
          tables.functions().stream()
              .filter(each -> each.call().equals(function.call()))
              .findFirst()
              .orElse(function);
      all.put("function " + function.call(), List.of(now.className(), now.sha256()));
    }
    return hash(all);
  }

  /** The same with the schemas of ports that are not JSON. */
  static String withSchemas(String plan, Collection<PortName> ports, Schemas schemas) {
    var known = new TreeMap<String, Object>();
    for (var port : ports) {
      if (schemas.format(port) != RecordFormat.JSON) {
        known.put(
            port.toString(),
            List.of(
                schemas.newest(port).map(WriterSchema::id).orElse(0),
                schemas.registered(port).stream().map(WriterSchema::id).toList()));
      }
    }
    return known.isEmpty() ? plan : plan + "." + hash(known);
  }

  /** Whether two editions differ by schemas only. */
  static boolean isOfSamePlan(String one, String other) {
    return one.split("\\.")[0].equals(other.split("\\.")[0]);
  }

  private static Map<String, Object> text(QuerySpec query) {
    var all = new TreeMap<String, Object>();
    all.put("sql", query.sql());
    all.put("into", query.into());
    all.put("parameters", new TreeMap<>(query.parameters()));
    all.put("eventTime", new TreeMap<>(query.eventTime()));
    all.put("execution", query.execution());
    return all;
  }

  private static String hash(Map<String, Object> all) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Json.bytes(all)), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonNode shape(Contract contract) {
    var shape = Json.object().put("format", contract.messageFormat());
    contract.customProperty("weft.eventTime").ifPresent(it -> shape.set("eventTime", it));
    contract.customProperty("weft.outOfOrder").ifPresent(it -> shape.set("outOfOrder", it));
    shape.set("fields", fields(contract.fields()));
    return shape;
  }

  private static ArrayNode fields(List<Contract.Field> fields) {
    var all = Json.MAPPER.createArrayNode();
    for (var field : fields) {
      all.add(field(field));
    }
    return all;
  }

  private static JsonNode field(Contract.Field field) {
    var one =
        Json.object()
            .put("name", field.name())
            .put("type", field.logicalType())
            .put("physical", field.physicalType())
            .put("key", field.primaryKey() ? field.primaryKeyPosition() : -1);
    one.set("options", Json.tree(new TreeMap<>(field.logicalTypeOptions())));
    one.set("properties", fields(field.properties()));
    if (field.items() != null) {
      one.set("items", field(field.items()));
    }
    return one;
  }
}
