package dev.weft.server.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.QuerySpec;
import dev.weft.sql.PortTables;
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
 * records of its ports. What else a contract says may change without a new job.
 */
final class QueryEdition {
  private static final int BYTES = 12;

  private QueryEdition() {}

  /** Of the query alone, whatever its ports are like. */
  static String ofText(QuerySpec query) {
    return hash(text(query));
  }

  static String of(QuerySpec query, Collection<PortName> ports, PortTables tables) {
    var all = text(query);
    for (var port : new TreeSet<>(ports)) {
      tables.contract(port).ifPresent(contract -> all.put("port " + port, shape(contract)));
    }
    return hash(all);
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
