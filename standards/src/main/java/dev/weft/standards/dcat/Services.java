package dev.weft.standards.dcat;

/** The doors of a mesh as DCAT data services. */
final class Services {
  private Services() {}

  static void describe(Graph graph, Addresses addresses) {
    var mesh = addresses.mesh();
    graph
        .about(addresses.gateway())
        .a("dcat:DataService")
        .text("dct:title", "Gateway")
        .text("dct:description", "The Kafka protocol, with SASL: for any Kafka client with a key.")
        .to("dct:conformsTo", "https://kafka.apache.org/protocol")
        .to("dct:publisher", addresses.publisher())
        .to("dcat:endpointURL", "kafka://" + mesh.kafka());
    graph
        .about(addresses.rest())
        .a("dcat:DataService")
        .text("dct:title", "REST")
        .text("dct:description", "Records as JSON lines, server-sent events, CSV and WebSocket.")
        .to("dct:conformsTo", "https://spec.openapis.org/oas/v3.1.0")
        .to("dct:publisher", addresses.publisher())
        .to("dcat:endpointURL", mesh.url() + "/api/v1")
        .to("dcat:endpointDescription", mesh.url() + "/api/openapi.json");
    graph.about(addresses.publisher()).a("foaf:Agent").text("foaf:name", "Weft at " + mesh.url());
  }
}
