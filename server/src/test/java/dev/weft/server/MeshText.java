package dev.weft.server;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The documents that the meshes of many tests have in common, as people write them. */
final class MeshText {
  /** A field that is the key. */
  static final String KEY =
      "{name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}";

  private MeshText() {}

  /** Documents one after the other. */
  static String of(String... documents) {
    return Arrays.stream(documents).map(String::strip).collect(Collectors.joining("\n---\n"))
        + "\n";
  }

  /** People, and the domain {@code shop} that olga governs. */
  static String shop(String... people) {
    return of(
        Arrays.stream(people).map(MeshText::user).collect(Collectors.joining("---\n")),
        """
        apiVersion: weft.dev/v1
        kind: Domain
        name: shop
        governance: {body: [olga]}
        """);
  }

  static String user(String name) {
    return "apiVersion: weft.dev/v1\nkind: User\nname: " + name + "\n";
  }

  /** The contract {@code orders-v1} of {@code order} records; fields as mappings in one line. */
  static String contract(String id, String... fields) {
    return contract(id, "", Arrays.asList(fields));
  }

  /** The same of records in Avro, Protobuf or JSON on the mesh. */
  static String contractIn(String format, String id, String... fields) {
    var servers =
        "servers: [{server: mesh, type: kafka, host: \"localhost:9092\", format: %s}]\n"
            .formatted(format);
    return contract(id, servers, Arrays.asList(fields));
  }

  private static String contract(String id, String servers, Iterable<String> fields) {
    var text = new StringBuilder();
    text.append("apiVersion: v3.1.0\nkind: DataContract\nid: ").append(id).append("-v1\n");
    text.append("version: 1.0.0\nstatus: active\n").append(servers);
    var one = id.replaceAll("s$", "");
    text.append("schema:\n  - name: ").append(one).append("\n    properties:\n");
    fields.forEach(field -> text.append("      - ").append(field).append('\n'));
    return text.toString();
  }

  /** An active product of olga's with one port of its own name and contract. */
  static String product(String id) {
    return """
        apiVersion: v1.0.0
        kind: DataProduct
        id: %1$s
        status: active
        domain: shop
        outputPorts: [{name: %1$s, version: 1.0.0, contractId: %1$s-v1}]
        team: {members: [{username: olga, role: owner}]}
        """
        .formatted(id);
  }

  /** People who may read these ports. */
  static String readers(String user, String... ports) {
    return """
        apiVersion: weft.dev/v1
        kind: Policy
        name: %1$s-reads
        type: access
        resources: {ports: [%2$s]}
        rules: [{principals: {users: [%1$s]}, allow: [read]}]
        """
        .formatted(user, String.join(", ", ports));
  }
}
