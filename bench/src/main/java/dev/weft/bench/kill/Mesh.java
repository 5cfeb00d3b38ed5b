package dev.weft.bench.kill;

import java.util.ArrayList;
import java.util.List;

/** The documents of a product with a port and a flow for each feed. */
final class Mesh {
  private static final String PRODUCT = "kills";
  private static final String SECRET = "%s: {sensitive: true}";

  private Mesh() {}

  static String topic(Feed feed) {
    return PRODUCT + "." + feed.name();
  }

  static List<String> documents(List<Feed> feeds) {
    var documents = new ArrayList<String>();
    documents.add(
        """
        apiVersion: weft.dev/v1
        kind: Domain
        name: bench
        governance: {body: [admin]}
        """);
    var ports = new StringBuilder();
    for (var feed : feeds) {
      ports
          .append("  - {name: ")
          .append(feed.name())
          .append(", version: 1.0.0, contractId: numbers-")
          .append(feed.name())
          .append("}\n");
      documents.add(contract(feed));
      documents.add(flow(feed));
    }
    documents.add(
        """
        apiVersion: v1.0.0
        kind: DataProduct
        id: kills
        version: 1.0.0
        status: active
        domain: bench
        description: {purpose: Numbers that must all arrive once.}
        outputPorts:
        %steam:
          members: [{username: admin, role: owner}]
        """
            .formatted(ports));
    return documents;
  }

  private static String contract(Feed feed) {
    return """
        apiVersion: v3.1.0
        kind: DataContract
        id: numbers-%s
        version: 1.0.0
        status: active
        domain: bench
        dataProduct: kills
        schema:
          - name: number
            logicalType: object
            physicalType: topic
            properties:
              - {name: n, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
        """
        .formatted(feed.name());
  }

  private static String flow(Feed feed) {
    var secrets = new StringBuilder();
    feed.secrets().keySet().forEach(name -> secrets.append(SECRET.formatted(name)));
    return """
        apiVersion: weft.dev/v1
        kind: Flow
        name: kills-%1$s
        product: kills
        parameters: {%2$s}
        processors:
          - {name: publish, type: PublishPort, settings: {port: kills.%1$s, key: n}}
        """
            .formatted(feed.name(), secrets)
        + feed.flow();
  }
}
