package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * A source whose shape changes, the flow that reads it, and its port: a field that comes is in the
 * catalog, the draft of the contract and the lineage; a value of another type goes to quarantine.
 */
record ChangingSource(OwnServer server, Behind behind, Rest owner, String name) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PRODUCT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: %1$s-v1
      version: 1.0.0
      status: active
      schema:
        - name: person
          properties:
            - {name: id, logicalType: integer, required: true, primaryKey: true}
            - {name: name, logicalType: string}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: %1$s
      status: active
      domain: town
      outputPorts: [{name: out, version: 1.0.0, contractId: %1$s-v1}]
      team: {members: [{username: %2$s, role: owner}]}
      """;
  private static final String FILES =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: %1$s
      product: %1$s
      processors:
        - name: list
          type: ListDirectory
          schedule: {every: 200ms}
          settings: {directory: '%2$s', pattern: "*.txt", minAge: 0s}
        - {name: fetch, type: FetchFile, settings: {directory: '%2$s', reader: %3$s}}
        - {name: publish, type: PublishPort, settings: {port: %1$s.out}}
      connections: [list.success -> fetch, fetch.success -> publish]
      """;

  static ChangingSource of(OwnServer server, Behind behind, String owner, String name) {
    server.apply(PRODUCT.formatted(name, owner));
    return new ChangingSource(server, behind, server.login(owner), name);
  }

  private String port() {
    return name + ".out";
  }

  void readsFiles(Path folder, String reader) {
    server.apply(FILES.formatted(name, folder, reader));
  }

  /** Each file appears at once, as those who hand over files do it. */
  static void file(Path folder, String name, String text) {
    try {
      var part = Files.writeString(folder.resolve(name + ".part"), text);
      Files.move(part, folder.resolve(name + ".txt"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a secret that only the flow has. */
  void reads(String flow, String secret, String value) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "flow.yaml").put("text", flow);
    body.set("secrets", Json.tree(Map.of(secret, value)));
    var applied = server.admin().post("/api/v1/apply", body);
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
  }

  /** In the port, apart from what is in quarantine. */
  void has(int records) {
    Eventually.within(
        PATIENCE,
        () -> records + " records: " + owner.get("/api/v1/flows/" + name).text(),
        () -> behind.all(port()).size() == records);
  }

  /** Without anybody's work. */
  void hasGrownBy(String field, String tag) {
    Eventually.within(
        PATIENCE, () -> field + " in the catalog: " + about(), () -> tags(field).contains(tag));
    assertThat(owner.get("/api/v1/search?q=field:" + field).body().toString()).contains(port());
    var draft = owner.get("/api/v1/ports/" + port() + "/contract-draft").body();
    assertThat(draft.path("added").asInt()).isEqualTo(1);
    var properties = draft.at("/document/schema/0/properties");
    assertThat(properties.findValuesAsText("name")).contains(field);
    assertThat(properties.toString()).contains(tag);
    var origin = origin(field);
    assertThat(origin.at("/from/0/flow").asText()).as(origin.toString()).isEqualTo(name);
  }

  /** So many records in quarantine by now, each with a sentence about this field. */
  void stops(String field, int records) {
    Eventually.within(
        PATIENCE,
        () -> field + " in quarantine: " + quarantine(),
        () -> quarantine().size() == records);
    for (var one : quarantine()) {
      var broken = one.path("violations").path(0);
      assertThat(broken.path("field").asText()).as(one.toString()).isEqualTo(field);
      assertThat(broken.path("message").asText()).contains("'" + field + "'");
    }
  }

  private JsonNode quarantine() {
    return owner.get("/api/v1/ports/" + port() + "/quarantine").body().path("items");
  }

  private JsonNode origin(String field) {
    return owner
        .get("/api/v1/lineage/port%2F" + port() + "/columns")
        .body()
        .path("items")
        .valueStream()
        .filter(one -> one.path("field").asText().equals(field))
        .findFirst()
        .orElse(Json.object());
  }

  private String tags(String field) {
    return about()
        .path("fields")
        .valueStream()
        .filter(one -> one.path("path").asText().equals(field))
        .map(one -> one.path("tags").toString())
        .findFirst()
        .orElse("");
  }

  private JsonNode about() {
    return owner.get("/api/v1/ports/" + port()).body();
  }
}
