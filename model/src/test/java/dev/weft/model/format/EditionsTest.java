package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A contract of 3.0 becomes one of 3.1 that is right, and nothing that it says is lost. */
class EditionsTest {
  private final Documents documents = new Documents();

  @Test
  void everySoundContractOfTheOldEditionIsSoundInTheNewOne() throws IOException {
    var wrong = new ArrayList<String>();
    var sound = 0;
    for (var mutant : Mutations.of(document("full-3.0.odcs.yaml"))) {
      if (check(mutant.tree()).isEmpty()) {
        sound++;
        var problems = check(Editions.newest(mutant.tree()));
        if (!problems.isEmpty()) {
          wrong.add(mutant.what() + ": " + problems.all());
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(sound).isGreaterThan(300);
  }

  @Test
  void theSchemaOfTheNewEditionAgrees() throws IOException {
    var schema = schema("odcs-3.1.0.schema.json");
    var all = Mutations.of(document("full-3.0.odcs.yaml"));

    var wrong = new ArrayList<String>();
    for (var i = 0; i < all.size(); i += 7) {
      if (check(all.get(i).tree()).isEmpty()) {
        var newest = Json.text(Editions.newest(all.get(i).tree()));
        var messages = schema.validate(newest, InputFormat.JSON);
        if (!messages.isEmpty()) {
          wrong.add(all.get(i).what() + ": " + messages);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyValueIsStillThere() throws IOException {
    var old = document("full-3.0.odcs.yaml");

    var texts = values(Editions.newest(old)).stream().map(JsonNode::asText).toList();

    assertThat(values(old).stream().map(JsonNode::asText).collect(Collectors.toSet()))
        // The edition itself, flags that have become bounds, and rules under their new names.
        .allMatch(
            text ->
                List.of("v3.0.2", "true", "false", "nullCheck").contains(text)
                    || texts.contains(text));
  }

  @Test
  void exclusiveFlagsBecomeBounds() throws IOException {
    var fields = Editions.newest(document("full-3.0.odcs.yaml")).at("/schema/0/properties");

    assertThat(fields.at("/0/logicalTypeOptions"))
        .isEqualTo(Json.parse("{\"format\": \"i32\", \"exclusiveMinimum\": 1}"));
    assertThat(fields.at("/1/logicalTypeOptions"))
        .isEqualTo(Json.parse("{\"exclusiveMinimum\": \"2019-01-01\"}"));
    assertThat(fields.at("/2/logicalTypeOptions"))
        .isEqualTo(Json.parse("{\"minimum\": 0, \"multipleOf\": 0.01}"));
  }

  @Test
  void aListOfPeopleBecomesATeamAndItsKeysCustomProperties() throws IOException {
    var newest = Editions.newest(document("full-3.0.odcs.yaml"));

    assertThat(newest.path("team"))
        .isEqualTo(
            Json.parse(
                """
                {"members": [{"username": "olga", "role": "owner", "dateIn": "2024-01-31",
                  "customProperties": [{"property": "furtherKey", "value": 1}]}]}"""));
    assertThat(newest.path("customProperties").findValuesAsText("property"))
        .contains("price.furtherKey", "slaProperties.furtherKey", "a.furtherKey");
  }

  @Test
  void rulesOfTheLibraryAreCalledByTheirNewNamesAndCompareOnce() throws IOException {
    var rules =
        Editions.newest(document("full-3.0.odcs.yaml")).at("/schema/0/properties/2/quality");

    assertThat(rules.findValuesAsText("metric"))
        .containsExactly("nullValues", "rowCount", "rowCount");
    assertThat(rules.get(1))
        .isEqualTo(
            Json.parse("{\"type\": \"library\", \"mustBeLessThan\": 7, \"metric\": \"rowCount\"}"));
    assertThat(rules.get(3).path("implementation").path("query").asText()).isEqualTo("SELECT 1");
  }

  @Test
  void theNewestStaysAsItIs() throws IOException {
    for (var file : List.of("full-3.1.odcs.yaml", "full-1.0.odps.yaml")) {
      var tree = document(file);

      assertThat(Editions.newest(tree)).isEqualTo(tree).isNotSameAs(tree);
    }
  }

  @Test
  void aProductOfTheOldEditionIsCalledByTheNewOne() throws IOException {
    var old = document("full-1.0.odps.yaml");
    old.put("apiVersion", "v0.9.0");

    assertThat(Editions.newest(old)).isEqualTo(document("full-1.0.odps.yaml"));
  }

  private static List<JsonNode> values(JsonNode tree) {
    return tree.isValueNode()
        ? List.of(tree)
        : tree.valueStream().flatMap(each -> values(each).stream()).toList();
  }

  private Problems check(ObjectNode tree) {
    var problems = new Problems();
    documents.check(List.of(new Document("m.yaml", 0, tree, new Places("m.yaml"))), problems);
    return problems;
  }

  private ObjectNode document(String file) throws IOException {
    var problems = new Problems();
    try (var in = getClass().getResourceAsStream(file)) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var read = documents.read(new SourceText(file, text), problems);
      assertThat(problems.all()).isEmpty();
      return read.get(0).tree();
    }
  }

  private static Schema schema(String file) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
        .getSchema(Files.readString(SharedFiles.path("standards/" + file)));
  }
}
