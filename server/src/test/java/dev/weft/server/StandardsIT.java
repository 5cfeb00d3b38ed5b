package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Editions;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products in open standards, through the door: as they were applied, and for whom. */
class StandardsIT {
  private static final Path FILES = Path.of("../model/src/test/resources/dev/weft/model/format");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String MESH =
      """
      {apiVersion: weft.dev/v1, kind: User, name: olga}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: sam}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: ada}
      ---
      {apiVersion: weft.dev/v1, kind: Domain, name: sales, title: Sales and more}
      ---
      {apiVersion: weft.dev/v1, kind: Environment, name: local}
      ---
      {apiVersion: v3.1.0, kind: DataContract, id: customers-v1, version: 1.0.0, status: active, dataProduct: customers}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: customers
      version: 1.0.0
      status: active
      domain: sales
      customProperties: [{property: weft.visibility, value: hidden}]
      outputPorts: [{name: all, version: 1.0.0, contractId: customers-v1}]
      team: {members: [{username: olga, role: owner}]}
      ---
      {apiVersion: v3.1.0, kind: DataContract, id: asked-v1, version: 1.0.0, status: active, dataProduct: asked}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: asked
      name: To be asked for
      version: 1.0.0
      status: active
      domain: sales
      tags: [secret-tag]
      customProperties: [{property: weft.visibility, value: ask}]
      outputPorts: [{name: all, version: 1.0.0, contractId: asked-v1}]
      team: {members: [{username: olga, role: owner}]}
      """;

  @TempDir static Path data;

  private static OwnServer server;
  private static Rest olga;
  private static Rest ada;

  @BeforeAll
  static void start() throws IOException {
    server = OwnServer.start(data, MESH);
    var old = document("full-1.0.odps.yaml");
    old.put("apiVersion", "v0.9.0").put("version", "0.9.0");
    apply(document("full-3.1.odcs.yaml"), document("full-3.0.odcs.yaml"), old);
    apply(product());
    olga = server.login("olga");
    ada = server.login("ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatWasAppliedComesBackEqual() throws IOException {
    var kept = ada.get("/api/v1/resources/contract/orders-v1").body().path("document");
    assertThat(kept).isEqualTo(document("full-3.0.odcs.yaml"));

    assertThat(exported("products/orders/export?as=odps&format=json")).isEqualTo(product());
    assertThat(exported("products/orders/export?as=odcs&format=json"))
        .isEqualTo(document("full-3.1.odcs.yaml"));
    assertThat(exported("contracts/orders-v1/export?format=json"))
        .isEqualTo(Editions.newest(document("full-3.0.odcs.yaml")));
    assertThat(yaml(ada.get("/api/v1/products/orders/export?as=odps").text())).isEqualTo(product());
  }

  @Test
  void aProductOfAnOldEditionIsWrittenInTheNewOneAndItsVersionsAreASeries() {
    var graph = ada.get("/dcat/products/orders").body().path("@graph");

    var orders = subject(graph, "/dcat/products/orders");
    assertThat(orders.path("dcat:previousVersion").path(0).path("@id").asText())
        .endsWith("/dcat/products/orders#version-0.9.0");
    assertThat(orders.path("dcat:theme").path(0).path("@id").asText())
        .endsWith("/dcat/domains/sales");
    assertThat(subject(graph, "/dcat/domains/sales").at("/skos:prefLabel/0/@value").asText())
        .isEqualTo("Sales and more");
  }

  @Test
  void asyncApiKnowsTheGatewayAndTheTopic() {
    var document = exported("products/orders/export?as=asyncapi&format=json");

    assertThat(document.at("/servers/gateway/host").asText())
        .isEqualTo(server.weft().gatewayAddress());
    assertThat(document.at("/channels/orders/bindings/kafka/partitions").asInt()).isEqualTo(3);
    assertThat(exported("products/orders/export?as=dpds").at("/info/name").asText())
        .isEqualTo("orders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "as=odps | | application/odps+yaml;version=1.0.0; charset=utf-8",
        "as=odps | application/json | application/json; charset=utf-8",
        "as=asyncapi | application/vnd.aai.asyncapi+json | application/vnd.aai.asyncapi+json;version=3.1.0; charset=utf-8",
        "as=asyncapi | text/html, */*;q=0.1 | application/vnd.aai.asyncapi+yaml;version=3.1.0; charset=utf-8",
        "as=dcat | text/turtle;q=0.9, application/ld+json;q=0.5 | text/turtle; charset=utf-8",
        "as=dcat | | application/ld+json; charset=utf-8",
        "as=dcat | application/rdf+xml | application/problem+json; charset=utf-8",
        "as=nonsense | | application/problem+json; charset=utf-8",
        "as=dpds&format=turtle | | application/problem+json; charset=utf-8",
      })
  void theFormIsTheOneThatIsAskedFor(String query, String accept, String type)
      throws IOException, InterruptedException {
    var answer = accepting("/api/v1/products/orders/export?" + query, accept);

    assertThat(answer.headers().firstValue("Content-Type").orElse("").replace(" ", ""))
        .isEqualToIgnoringCase(type.replace(" ", ""));
  }

  @Test
  void theCatalogHasAddressesForBothForms() {
    assertThat(ada.get("/dcat.ttl").text()).contains("a dcat:Catalog ;");
    assertThat(ada.get("/dcat.jsonld").body().has("@graph")).isTrue();
    assertThat(ada.get("/dcat?page=2").status()).isEqualTo(404);
    assertThat(ada.get("/dcat?page=-1").status()).isEqualTo(400);
  }

  @Test
  void aHiddenProductIsWrittenForItsInsidersOnly() {
    for (var path :
        List.of(
            "/api/v1/products/customers/export?as=odps",
            "/api/v1/products/customers/export?as=dcat",
            "/api/v1/contracts/customers-v1/export",
            "/dcat/products/customers")) {
      assertThat(ada.get(path).status()).as(path).isEqualTo(404);
      assertThat(olga.get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(olga.get("/dcat").text()).contains("/dcat/products/customers\"");
    assertThat(ada.get("/dcat").text()).doesNotContain("customers");
    assertThat(ada.get("/dcat.ttl").text()).doesNotContain("customers");
    // The product orders reads it, and says so to those who may know.
    assertThat(olga.get("/dcat/products/orders").text()).contains("prov:wasDerivedFrom");
    assertThat(ada.get("/dcat/products/orders").text()).doesNotContain("prov:wasDerivedFrom\"");
  }

  @Test
  void ofAProductThatHasToBeAskedForOthersLearnThatItExists() {
    assertThat(ada.get("/api/v1/products/asked/export?as=asyncapi").code())
        .isEqualTo("ask-the-owners");
    assertThat(ada.get("/api/v1/contracts/asked-v1/export").status()).isEqualTo(404);
    assertThat(ada.get("/dcat").text())
        .contains("To be asked for")
        .doesNotContain("secret-tag")
        .doesNotContain("asked-v1");
  }

  @Test
  void nobodyGetsAnythingWithoutALogin() {
    var nobody = new Rest(server.weft().url(), "");
    for (var path :
        List.of("/dcat", "/dcat.ttl", "/dcat.jsonld", "/api/v1/products/orders/export?as=odps")) {
      assertThat(nobody.get(path).status()).as(path).isEqualTo(401);
    }
  }

  private static JsonNode exported(String path) {
    var answer = ada.get("/api/v1/" + path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return tree(answer.text());
  }

  private static JsonNode subject(JsonNode graph, String path) {
    return graph
        .valueStream()
        .filter(each -> each.path("@id").asText().endsWith(path))
        .findFirst()
        .orElseThrow();
  }

  private static void apply(ObjectNode... trees) {
    var text = new StringBuilder();
    for (var tree : trees) {
      text.append(new Documents().write(tree)).append("---\n");
    }
    server.apply(text.toString());
  }

  /** The newest version of the product, which reads a hidden one. */
  private static ObjectNode product() throws IOException {
    return document("full-1.0.odps.yaml");
  }

  private static ObjectNode document(String file) throws IOException {
    return yaml(Files.readString(FILES.resolve(file)));
  }

  private static ObjectNode yaml(String text) {
    return read("a.yaml", text);
  }

  /** Numbers as Weft reads them: however they are written. */
  private static ObjectNode tree(String json) {
    return read("a.json", json);
  }

  private static ObjectNode read(String file, String text) {
    var problems = new Problems();
    var read = new Documents().read(new SourceText(file, text), problems);
    assertThat(problems.all()).isEmpty();
    return read.get(0).tree();
  }

  private static HttpResponse<String> accepting(String path, String accept)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.weft().url() + path))
            .header("Authorization", "Bearer " + ada.token());
    if (accept != null) {
      request.header("Accept", accept);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
