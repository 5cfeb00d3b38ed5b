package dev.weft.model.format;

import static dev.weft.model.format.Shapes.integer;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a contract's data can be had. Each type of server needs other keys. */
final class ServerShape {
  private static final String KEYS_OF_TYPES =
      """
      api location
      athena stagingDir schema catalog? regionName?
      azure location format delimiter?
      bigquery project dataset
      clickhouse host port database
      cloudsql host port database schema
      databricks catalog schema host?
      db2 host port database schema?
      denodo host port database?
      dremio host port schema?
      duckdb database schema?
      glue account database location? format?
      hive host database port?
      impala host database port?
      informix host database port?
      kafka host format?
      kinesis region? format?
      local path format
      mysql host port database
      oracle host port serviceName
      postgres host port database schema
      postgresql host port database schema
      presto host catalog? schema?
      pubsub project
      redshift database schema host? region? account?
      s3 location endpointUrl? format? delimiter?
      sftp location format? delimiter?
      snowflake account database schema host? port? warehouse?
      sqlserver host database schema port?
      synapse host port database
      trino host port catalog schema
      vertica host port database schema
      zen host database port?
      custom account? catalog? database? dataset? delimiter? endpointUrl? format? host? location? \
      path? port? project? region? regionName? schema? serviceName? stagingDir? stream? warehouse?
      """;

  private final Edition edition;
  private final Shape custom;
  private final ObjectShape role;

  ServerShape(Edition edition, Shape custom, ObjectShape role) {
    this.edition = edition;
    this.custom = custom;
    this.role = role;
  }

  ObjectShape shape() {
    var keys = keysOfTypes();
    var shape =
        object("a server")
            .required("server", text())
            .required("type", oneOf(keys.keySet().toArray(String[]::new)))
            .optional(text(), "description", "environment")
            .optional("roles", listOf(role))
            .optional("customProperties", custom);
    if (edition == Edition.V3_1) {
      shape = shape.optional("id", CommonShapes.stableId());
    }
    for (var type : keys.entrySet()) {
      shape =
          shape.when(
              node -> node.path("type").asText().equals(type.getKey()),
              more(type.getKey(), type.getValue()));
    }
    var unknownType = object("a server").open();
    return edition.closedSince31(
        shape.when(node -> !keys.containsKey(node.path("type").asText()), unknownType));
  }

  private static ObjectShape more(String type, List<String> keys) {
    var shape = object("a server");
    for (var key : keys) {
      shape =
          key.endsWith("?")
              ? shape.optional(key.substring(0, key.length() - 1), value(type, key))
              : shape.required(key, value(type, key));
    }
    return shape;
  }

  private static Shape value(String type, String key) {
    if (key.startsWith("port")) {
      return integer();
    }
    return type.equals("sftp") && key.equals("location")
        ? Shapes.text(
            text -> text.startsWith("sftp://"), "bad-location", "is no address", "sftp://HOST/PATH")
        : text();
  }

  private static Map<String, List<String>> keysOfTypes() {
    var keys = new LinkedHashMap<String, List<String>>();
    for (var line : KEYS_OF_TYPES.lines().toList()) {
      var words = List.of(line.strip().split(" +"));
      keys.put(words.get(0), words.subList(1, words.size()));
    }
    return keys;
  }
}
