package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in's life in a server that runs: it comes, is replaced, goes; and a flow's versions. */
class PluginIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String MESH =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: shop
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: marks-v1
      version: 1.0.0
      status: active
      schema:
        - name: mark
          properties:
            - {name: n, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: by, logicalType: string}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: shop
      status: active
      domain: shop
      outputPorts: [{name: marks, version: 1.0.0, contractId: marks-v1}]
      """;
  private static final String FLOW =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: marks
      product: shop
      processors:
        - {name: make, type: GenerateRecords, schedule: {every: 200ms}, settings: {fields: {n: "record.n"}, perPoll: 1}}
        - {name: mark, type: Mark}
        - {name: publish, type: PublishPort, settings: {port: shop.marks}}
      connections: [make.success -> mark, mark.success -> publish]
      """;

  @TempDir static Path data;

  private static OwnServer server;
  private static Rest admin;

  @BeforeAll
  static void start() throws IOException {
    server = OwnServer.start(data);
    admin = server.admin();
    Files.createDirectory(data.resolve("plugins"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aPluginComesIsReplacedAndGoesWhileTheServerRuns() throws Exception {
    var jar = data.resolve("plugins/mark.jar");
    assertThat(apply(MESH).status()).isEqualTo(200);
    assertThat(apply(FLOW).text()).contains("'Mark' is not a type of processor");

    PluginJar.processor("Mark", "1").writeTo(jar);
    Files.writeString(data.resolve("plugins/broken.jar"), "no jar");
    eventually("both are seen", () -> plugins().size() == 2);
    assertThat(plugins().get(0).path("message").asText()).startsWith("It is not a jar");
    assertThat(plugins().get(1).path("types").get(0).asText()).isEqualTo("Mark");

    assertThat(apply(FLOW).status()).isEqualTo(200);
    eventually("it publishes", () -> published() > 0);

    PluginJar.processor("Mark", "2").writeTo(jar);
    var before = plugins().get(1).path("sha256").asText();
    eventually("the new jar", () -> !plugins().get(1).path("sha256").asText().equals(before));
    eventually("it publishes with it", () -> published() > 0);

    Files.delete(jar);
    eventually(
        "the flow has failed", () -> flow().path("status").asText().equalsIgnoreCase("failed"));
    assertThat(flow().path("message").asText())
        .contains("'mark' is a Mark, which the plug-in mark.jar gave");

    PluginJar.processor("Mark", "3").writeTo(jar);
    eventually("it runs again", () -> published() > 0);

    assertThat(apply(FLOW.replace("200ms", "100ms")).status()).isEqualTo(200);
    var versions = admin.get("/api/v1/flows/marks/versions").body().path("items");
    assertThat(versions.get(0).path("version").asInt()).isEqualTo(2);
    assertThat(versions.get(0).path("changes").get(0).asText()).contains("200ms").contains("100ms");
    var back = admin.post("/api/v1/flows/marks/rollback", Json.object().put("version", 1));
    assertThat(back.body().at("/changes/0/action").asText()).isEqualTo("change");
    var diff = admin.post("/api/v1/flows/marks/diff", Json.object().put("version", 1));
    assertThat(diff.body().path("changes")).isEmpty();
  }

  private static Rest.Answer apply(String text) {
    return server.tryToApply(text);
  }

  private static JsonNode plugins() {
    return admin.get("/api/v1/plugins").body().path("items");
  }

  private static JsonNode flow() {
    return admin.get("/api/v1/flows/marks").body();
  }

  /** Since the flow was started last. */
  private static long published() {
    for (var processor : flow().path("processors")) {
      if (processor.path("name").asText().equals("publish")) {
        return processor.path("out").asLong();
      }
    }
    return 0;
  }

  private static void eventually(String what, BooleanSupplier condition) {
    Eventually.within(LIMIT, () -> what + ": " + flow() + " " + plugins(), condition);
  }
}
