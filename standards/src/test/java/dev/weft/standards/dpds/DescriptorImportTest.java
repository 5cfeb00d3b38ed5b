package dev.weft.standards.dpds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SpecificationVersion;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.model.format.SourceText;
import dev.weft.standards.PortFacts;
import dev.weft.standards.ProductFacts;
import dev.weft.standards.Samples;
import dev.weft.standards.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorImportTest {
  private static final String HEAD =
      """
      {"dataProductDescriptor": "1.0.0",
       "info": {"name": "a", "version": "1.0.0", "domain": "d", "owner": {"id": "o"}},
       "interfaceComponents": {"outputPorts": [%s]}, "components": {%s}}
      """;

  @Test
  void aDescriptorBecomesAProductAndItsContracts() {
    var read = trips();

    assertThat(read.product().path("id").asText()).isEqualTo("tripExecution");
    assertThat(read.product().path("name").asText()).isEqualTo("Trip execution");
    assertThat(read.product().at("/team/members/0/username").asText()).isEqualTo("olga");
    assertThat(read.product().path("outputPorts").findValuesAsText("name"))
        .contains("trip-status", "stops");
    assertThat(read.product().path("managementPorts").findValuesAsText("content"))
        .containsExactly("control", "discoverability");
    assertThat(read.product().at("/support/0/url").asText()).isEqualTo("https://example.org/trips");
    assertThat(Samples.isSound(read.trees().toArray(ObjectNode[]::new))).isTrue();
  }

  @Test
  void theApiOfAPortBecomesTheSchemaOfItsContract() {
    var contract = trips().contracts().get(1);

    assertThat(contract.path("id").asText()).isEqualTo("tripExecution-stops");
    assertThat(contract.at("/schema/0/properties"))
        .isEqualTo(
            Json.parse(
                """
                [{"name": "id", "logicalType": "integer", "logicalTypeOptions": {"minimum": 1}, "required": true},
                 {"name": "at", "logicalType": "timestamp"},
                 {"name": "place", "logicalType": "object", "properties": [
                   {"name": "city", "logicalType": "string", "logicalTypeOptions": {"maxLength": 80}}]},
                 {"name": "codes", "logicalType": "array", "items": {"logicalType": "string"}},
                 {"name": "other", "logicalType": "boolean"}]"""));
  }

  @Test
  void whateverItSaysIsInTheDescriptorThatIsWrittenAgain() throws IOException {
    var again = Descriptor.of(facts(trips()), Samples.MESH);

    var missing = new ArrayList<String>();
    missing(resolved(), again, "", missing);
    assertThat(missing).isEmpty();
    var schema = Schemas.of("dpds-1.0.0.schema.json", SpecificationVersion.DRAFT_2020_12);
    assertThat(Schemas.wrong(schema, again)).isEmpty();
  }

  @Test
  void writtenAndReadOverAndOverItStaysTheSame() {
    var first = trips();
    var text = Json.text(Descriptor.of(facts(first), Samples.MESH));

    var second = DescriptorImport.of(new SourceText("again.json", text), List.of());
    var third = Json.text(Descriptor.of(facts(second), Samples.MESH));

    assertThat(Json.parse(third)).isEqualTo(Json.parse(text));
  }

  @Test
  void whatAPersonHasToLookAtIsSaid() {
    var lines = trips().findings().stream().map(Finding::line).toList();

    assertThat(lines)
        .anyMatch(line -> line.startsWith("status: "))
        .anyMatch(line -> line.startsWith("info.owner: 'olga' has to be a user"))
        .anyMatch(line -> line.contains("'trip.status' cannot be part of a topic's name"))
        .anyMatch(line -> line.startsWith("inputPorts.tms: "))
        .anyMatch(line -> line.startsWith("outputPorts.stops.promises: kept"))
        .anyMatch(line -> line.startsWith("outputPorts.trip-status.promises.api: no fields"))
        .anyMatch(line -> line.startsWith("internalComponents.applicationComponents: kept"))
        .anyMatch(line -> line.startsWith("x-root: kept"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"$ref\": \"#/components/x\"} | \"x\": {\"$ref\": \"#/components/y\"}, \"y\": {\"$ref\": \"#/components/x\"} | reference-cycle",
        "{\"$ref\": \"#/components/x\"} | \"x\": {\"name\": \"a\", \"version\": \"1\", \"promises\": {\"x-a\": {\"$ref\": \"#/components/x\"}}} | reference-cycle",
        "{\"$ref\": \"#\"} | | reference-cycle",
        "{\"$ref\": \"#/nowhere\"} | | reference-not-found",
        "{\"$ref\": \"other.json#/a\"} | | reference-not-found",
        "{\"$ref\": \"../../etc/passwd\"} | | reference-not-found",
        "{\"$ref\": \"\\u0000\"} | | reference-not-found",
        "{\"$ref\": \"https://example.org/port.json\"} | | not-fetched",
        "{\"$ref\": \"file:///etc/passwd\"} | | not-fetched",
        "{\"$ref\": \"#/components/x\"} | \"x\": 17 | wrong-type",
        "{\"version\": \"1\"} | | missing-field",
        "17 | | wrong-type",
      })
  void badReferencesAreSaid(String port, String components, String code) {
    var text = HEAD.formatted(port, components == null ? "" : components);

    assertThatThrownBy(() -> DescriptorImport.of(new SourceText("a.json", text), List.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.first().code()).isEqualTo(code);
              assertThat(e.first().place().file()).isEqualTo("a.json");
            });
  }

  /** Twenty levels of ten references each: as many values as there are in no file. */
  @Test
  void referencesThatMultiplyAreRefused() {
    var components = new StringBuilder("\"l0\": {\"x\": 1}");
    for (var level = 1; level <= 20; level++) {
      var one = "{\"$ref\": \"#/components/l" + (level - 1) + "\"}";
      components.append(", \"l").append(level).append("\": {\"all\": [");
      components.append((one + ", ").repeat(9)).append(one).append("]}");
    }
    var port = "{\"name\": \"p\", \"version\": \"1\", \"x-a\": {\"$ref\": \"#/components/l20\"}}";
    var text = HEAD.formatted(port, components);

    assertThatThrownBy(() -> DescriptorImport.of(new SourceText("a.json", text), List.of()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("too-large"));
  }

  @Test
  void schemasThatReferToThemselvesAreRefusedWhenTheyMultiply() {
    var one = "\"p%d\": {\"$ref\": \"#/a\"}";
    var properties = new ArrayList<String>();
    for (var i = 0; i < 10; i++) {
      properties.add(one.formatted(i));
    }
    var schema = "{\"type\": \"object\", \"properties\": {" + String.join(", ", properties) + "}}";
    var port = api("{\"a\": " + schema + ", \"schema\": {\"$ref\": \"#/a\"}}");

    assertThatThrownBy(() -> read(HEAD.formatted(port, "")))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("too-large"));
  }

  @Test
  void aContractThatIsNoneIsSaidAndKept() {
    var port =
        api(
            "{\"kind\": \"DataContract\", \"apiVersion\": \"v3.1.0\", \"id\": \"x\", \"schema\": 5}");

    var read = read(HEAD.formatted(port, ""));

    assertThat(read.contracts().get(0).path("id").asText()).isEqualTo("a-p");
    assertThat(read.findings().stream().map(Finding::line))
        .anyMatch(line -> line.contains("its contract is not used"));
    var again = Descriptor.of(facts(read), Samples.MESH);
    assertThat(again.at("/interfaceComponents/outputPorts/0/promises/api/definition/schema"))
        .isEqualTo(Json.parse("5"));
  }

  private static String api(String definition) {
    return "{\"name\": \"p\", \"version\": \"1\", \"promises\": {\"api\": {\"name\": \"a\", \"version\": \"1\","
        + " \"specification\": \"x\", \"definition\": "
        + definition
        + "}}}";
  }

  private static DescriptorImport read(String text) {
    return DescriptorImport.of(new SourceText("a.json", text), List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"apiVersion\": \"v1.0.0\"} | not-dpds",
        "{\"dataProductDescriptor\": \"2.0.0\"} | not-dpds",
        "{\"dataProductDescriptor\": 1} | not-dpds",
        "{\"dataProductDescriptor\": \"1.0.0\"} | missing-field",
        "{\"dataProductDescriptor\": \"1.0.0\", \"info\": []} | wrong-type",
        "[1] | not-a-document",
        "'' | not-dpds",
        "{} {} | not-dpds",
      })
  void whatIsNoDescriptorIsSaid(String text, String code) {
    assertThatThrownBy(() -> DescriptorImport.of(new SourceText("a.json", text), List.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().stream().map(each -> each.code()).toList()).contains(code));
  }

  private static DescriptorImport trips() {
    return DescriptorImport.of(source("trips.json"), List.of(source("obligations.yaml")));
  }

  /** The original as a person would resolve it. */
  private static ObjectNode resolved() {
    var tree = Samples.read(source("trips.json"));
    var components = (ObjectNode) tree.get("components");
    var status = (ObjectNode) components.path("outputPorts").path("status");
    status.set("promises", components.at("/x-promises/p"));
    var ports = tree.withArray("/interfaceComponents/outputPorts");
    ports.set(0, status);
    var obligations = Samples.read(source("obligations.yaml"));
    var standard = (ObjectNode) obligations.get("standard");
    standard.set("sla", obligations.get("levels"));
    ((ObjectNode) ports.get(1)).set("obligations", standard);
    ((ObjectNode) components.get("outputPorts")).remove("status");
    components.remove("x-promises");
    return tree;
  }

  /** What stands in one and not in the other; parts of lists are looked for by their names. */
  private static void missing(JsonNode of, JsonNode in, String path, List<String> missing) {
    if (of.isObject()) {
      of.properties()
          .forEach(
              each ->
                  missing(
                      each.getValue(),
                      in.path(each.getKey()),
                      path + "/" + each.getKey(),
                      missing));
    } else if (of.isArray()) {
      for (var item : of) {
        var same =
            in.valueStream()
                .filter(
                    other ->
                        item.isObject()
                            ? other.path("name").equals(item.path("name"))
                            : other.equals(item))
                .findFirst();
        missing(item, same.orElse(Json.MAPPER.missingNode()), path + "/*", missing);
      }
    } else if (!of.equals(in)) {
      missing.add(path + ": " + of + " is " + in);
    }
  }

  private static ProductFacts facts(DescriptorImport read) {
    var product = Json.read(read.product(), DataProduct.class);
    var ports = new ArrayList<PortFacts>();
    for (var i = 0; i < product.outputPorts().size(); i++) {
      var port = product.outputPorts().get(i);
      ports.add(
          new PortFacts(
              product.portName(port),
              port,
              Optional.of(read.contracts().get(i)),
              0,
              Optional.empty()));
    }
    return new ProductFacts(
        read.product(), Optional.empty(), "", ports, List.of(), List.of(), List.of());
  }

  private static SourceText source(String file) {
    try (var in = DescriptorImportTest.class.getResourceAsStream(file)) {
      return new SourceText(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
