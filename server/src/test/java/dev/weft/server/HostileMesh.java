package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import java.time.Instant;
import java.util.List;

/**
 * A mesh in which every text that somebody can enter is one that would run if it were taken for
 * markup: in documents, in requests and comments, in keys and wishes. Who looks at it may see all.
 */
final class HostileMesh {
  /** Who looks at it: owner, governor, auditor and administrator. */
  static final String VISITOR = "omar";

  /** Runs where it is markup, in an attribute, in a script, or where its end is written. */
  static final String TEXT =
      "<img src=x onerror=window.ran=1>\"' onload=window.ran=1 '\"></script><script>window.ran=1</script>"
          + "<svg onload=window.ran=1>";

  private static final String LINK = "javascript:window.ran=1";
  private static final String MESH =
      """
      apiVersion: weft.dev/v1
      kind: User
      name: omar
      title: '@'
      roles: [admin, auditor]
      attributes: {country: '@'}
      ---
      apiVersion: weft.dev/v1
      kind: Group
      name: hostile-group
      title: '@'
      members: [omar]
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: hostile
      title: 'domain @'
      description: '@'
      governance:
        body: [omar, dana, iris]
        stewards: [paula]
        regulations: ['@']
        purposes: [{name: other, title: '@', description: '@'}]
        requests: {routes: [{name: '@', when: "request.purpose == '%'", seats: [owner]}]}
        rules: [{name: r, expression: 'record.id != ""', message: '@'}]
      ---
      apiVersion: weft.dev/v1
      kind: Term
      name: hostile
      title: 'term @'
      abbreviation: '@'
      alsoCalled: ['@']
      definition: '@'
      examples: ['@']
      domain: hostile
      ---
      apiVersion: weft.dev/v1
      kind: BusinessMetadata
      name: hostile
      description: '@'
      domain: hostile
      appliesTo: [product, port, field]
      attributes: [{name: note, type: string, description: '@'}]
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: hostile-v1
      name: '@'
      version: 1.0.0
      status: active
      domain: hostile
      dataProduct: hostile
      description: {purpose: '@', limitations: '@', usage: '@'}
      schema:
        - name: one
          description: '@'
          properties:
            - {name: id, logicalType: integer, primaryKey: true, primaryKeyPosition: 1, description: '@'}
            - name: note
              logicalType: string
              businessName: '@'
              description: '@'
              authoritativeDefinitions:
                - {type: businessDefinition, url: 'weft:term/hostile'}
                - {type: documentation, url: '!'}
          quality:
            - {name: '@', description: '@', type: library, metric: rowCount, mustBeGreaterThan: 5}
      slaProperties: [{property: frequency, value: 1, unit: d, description: '@'}]
      support: [{channel: '@', url: '!', description: '@'}]
      customProperties:
        - property: weft.termsOfUse
          value: {version: '1', text: '@', url: 'https://terms.example/'}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: hostile
      name: 'product @'
      version: 1.0.0
      status: active
      domain: hostile
      tags: ['@']
      description: {purpose: '@', limitations: '@', usage: '@'}
      outputPorts: [{name: all, version: 1.0.0, contractId: hostile-v1, description: '@'}]
      support: [{channel: '@', url: '!'}]
      team: {name: '@', members: [{username: omar, role: owner, name: '@'}, {username: paula, role: steward}]}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: hostile
      type: row-filter
      description: '@'
      resources: {ports: [hostile.all]}
      rules: [{principals: {users: [nora]}, filter: "record.note != '%'"}]
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: hostile
      product: hostile
      description: '@'
      parameters: {note: {default: '@', description: '@'}}
      processors:
        - name: made
          type: GenerateRecords
          schedule: {every: 1h}
          settings: {count: 3, fields: {id: record.n, note: "'%'"}}
        - {name: out, type: PublishPort, settings: {port: hostile.all, key: id}}
      connections: [made.success -> out]
      """;

  private final Bank bank;
  private final Rest omar;

  private HostileMesh(Bank bank, Rest omar) {
    this.bank = bank;
    this.omar = omar;
  }

  /** Enters all of it; returns the addresses that only it has, such as of a wish. */
  static List<String> enter(Bank bank) {
    bank.apply(mesh());
    var hostile = new HostileMesh(bank, bank.rest(VISITOR));
    hostile.ask();
    hostile.govern();
    hostile.say();
    return List.of("/wishes/" + hostile.wish());
  }

  /** In YAML between single quotes, and within CEL's and JSON's texts without any quotes. */
  private static String mesh() {
    return MESH.replace("'!'", "'" + LINK + "'")
        .replace("@", TEXT.replace("'", "''"))
        .replace("%", TEXT.replace("\"", "").replace("'", ""));
  }

  /** Requests, with what is said of them. */
  private void ask() {
    for (var name : List.of("nora", "paula")) {
      var asked =
          bank.rest(name)
              .post(
                  "/api/v1/subscriptions",
                  Json.object()
                      .put("port", "hostile.all")
                      .put("purpose", "other")
                      .put("acceptTerms", "1")
                      .put("note", TEXT));
      assertThat(asked.status()).as(asked.text()).isEqualTo(200);
      if (name.equals("paula")) {
        var id = asked.body().path("id").asText();
        sent("/api/v1/subscriptions/" + id + "/reject", "why");
      }
    }
    var other = Json.object().put("port", "payments.transactions").put("purpose", TEXT);
    var asked = omar.post("/api/v1/subscriptions", other);
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
  }

  /** Steps of the domain, a source and an exception, each with a comment. */
  private void govern() {
    sent("/api/v1/domains/hostile/standing/designate", "comment");
    var source =
        Json.object()
            .put("port", "hostile.all")
            .put("comment", TEXT)
            .put("until", Instant.now().plusSeconds(90L * 86_400).toString());
    done(omar.post("/api/v1/domains/hostile/sources/hostile", source));
    done(
        bank.rest("nora")
            .post(
                "/api/v1/domains/hostile/exceptions",
                Json.object()
                    .put("term", "hostile")
                    .put("port", "payments.transactions")
                    .put("reason", TEXT)));
  }

  /** Names of keys and services, and values of metadata. */
  private void say() {
    done(omar.post("/api/v1/keys", Json.object().put("description", TEXT)));
    done(omar.post("/api/v1/services", Json.object().put("name", "hostile").put("title", TEXT)));
    var values = Json.object();
    values.putObject("values").put("hostile.note", TEXT);
    done(omar.send("PUT", "/api/v1/metadata/product/hostile", Json.text(values)));
  }

  private String wish() {
    var wish =
        bank.rest("nora")
            .post(
                "/api/v1/wishes",
                Json.object()
                    .put("title", TEXT)
                    .put("description", TEXT)
                    .put("purpose", TEXT)
                    .put("domain", "hostile"));
    done(wish);
    var id = wish.body().path("id").asText();
    done(omar.post("/api/v1/wishes/" + id + "/offers", Json.object().put("text", TEXT)));
    return id;
  }

  private void sent(String path, String key) {
    done(omar.post(path, Json.object().put(key, TEXT)));
  }

  private static void done(Rest.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isIn(200, 201, 204);
  }
}
