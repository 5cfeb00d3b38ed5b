package dev.weft.server.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.BusinessMetadata;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import dev.weft.server.Fixture;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values have the types that stewards defined, wherever they come from. */
class BusinessMetadataTest {
  private static final String RISK =
      """
      {'name': 'risk', 'appliesTo': ['product', 'field', 'contract'], 'attributes': [
        {'name': 'level', 'type': 'enum', 'values': ['low', 'high'], 'required': true},
        {'name': 'users', 'type': 'integer', 'minimum': 1},
        {'name': 'share', 'type': 'number', 'maximum': 1},
        {'name': 'reviewed', 'type': 'date'},
        {'name': 'at', 'type': 'timestamp'},
        {'name': 'open', 'type': 'boolean'},
        {'name': 'topics', 'type': 'string', 'many': true}]}
      """;

  private final Fixture shop = new Fixture();
  private final BusinessEdits edits = new BusinessEdits(shop.mesh);
  private final BusinessPages pages = new BusinessPages(shop.mesh);

  BusinessMetadataTest() {
    shop.mesh.put(ResourceKind.BUSINESS_METADATA, "risk", RISK);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "level    | 'high'       | 'medium'",
        "users    | 1            | 0",
        "users    | 7            | 7.5",
        "share    | 0.5          | 1.5",
        "reviewed | '2026-11-28' | '28.11.2026'",
        "at       | '2026-11-28T10:00:00Z' | '2026-11-28'",
        "open     | true         | 'true'",
        "topics   | ['a', 'b']   | ['a', 1]",
        "level    | 'low'        | ['low']",
      })
  void aValueIsOfItsType(String attribute, String right, String wrong) {
    set("risk." + attribute, right);
    assertThat(value(attribute)).isEqualTo(json(right));
    refused("bad-value", () -> set("risk." + attribute, wrong));
    assertThat(value(attribute)).isEqualTo(json(right));
  }

  @Test
  void whoAnswersForSomethingSaysWhatItIsAndTakesItBack() {
    assertThat(page("").missing()).containsExactly("risk.level");
    set("risk.level", "'high'");
    assertThat(page("").missing()).isEmpty();
    assertThat(page("").sets().get(0).attributes())
        .filteredOn(one -> one.name().equals("level"))
        .extracting(BusinessPages.Value::from, BusinessPages.Value::by)
        .containsExactly(tuple("hand", "olga"));
    refused("not-yours", () -> edits.set(Fixture.ADA, "product", "customers", "", one("'low'")));
    assertThat(shop.mesh.audit())
        .last()
        .satisfies(it -> assertThat(it.action()).isEqualTo("metadata.set"));

    set("risk.level", "null");
    assertThat(value("level")).isNull();
    assertThat(shop.mesh.state().all(ResourceKind.BUSINESS_VALUES)).isEmpty();
  }

  @Test
  void fieldsHaveValuesAndThingsThatAreNotThereHaveNone() {
    edits.set(Fixture.OLGA, "port", "customers.customers", "email", one("'high'"));
    assertThat(
            pages
                .of(Fixture.ADA, "port", "customers.customers", "email")
                .sets()
                .get(0)
                .attributes())
        .anyMatch(it -> it.value().filter(json("'high'")::equals).isPresent());
    refused(
        "not-for-this",
        () -> edits.set(Fixture.OLGA, "port", "customers.customers", "", one("'low'")));
    refused("no-such-field", () -> pages.of(Fixture.OLGA, "port", "customers.customers", "emial"));
    refused("no-such-asset", () -> pages.of(Fixture.OLGA, "product", "nothing", ""));
    refused("bad-kind", () -> pages.of(Fixture.OLGA, "user", "olga", ""));
    refused(
        "no-such-set",
        () ->
            edits.set(
                Fixture.OLGA, "product", "customers", "", Map.of("riks.level", json("'low'"))));
    refused(
        "no-such-attribute",
        () ->
            edits.set(
                Fixture.OLGA, "product", "customers", "", Map.of("risk.levle", json("'low'"))));
    refused("bad-values", () -> edits.set(Fixture.OLGA, "product", "customers", "", Map.of()));
  }

  @Test
  void whatIsHiddenIsNotThereForOthers() {
    var hidden = "'customProperties':[{'property':'weft.visibility','value':'hidden'}],";
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "customers",
        Fixture.product("olga").replace("'status'", hidden + "'status'"));
    refused("no-such-asset", () -> pages.of(Fixture.ADA, "product", "customers", ""));
    refused("no-such-asset", () -> pages.of(Fixture.ADA, "port", "customers.customers", "email"));
    assertThat(page("").sets()).hasSize(1);
  }

  @Test
  void documentsAreHeldToTheTypesToo() {
    var checks = new BusinessChecks(known(Map.of()));
    var product =
        Json.read(
            json(
                """
                {'id': 'p', 'customProperties': [{'property': 'risk.level', 'value': 'medium'},
                  {'property': 'other.level', 'value': 'medium'}, {'property': 'weft.x', 'value': 1}],
                 'outputPorts': [{'name': 'o', 'customProperties': [{'property': 'risk.users', 'value': 2}]}]}
                """),
            DataProduct.class);
    assertThat(checks.of(product))
        .extracting(Problem::code, problem -> problem.place().path())
        .containsExactly(
            tuple("bad-value", "customProperties[0].value"),
            tuple("not-for-this", "outputPorts[0].customProperties[0].value"));
    var contract =
        Json.read(
            json(
                """
                {'id': 'c', 'schema': [{'name': 't', 'properties': [{'name': 'a', 'logicalType': 'object',
                  'properties': [{'name': 'b', 'customProperties': [{'property': 'risk.user', 'value': 1}]}]}]}]}
                """),
            Contract.class);
    assertThat(checks.of(contract))
        .extracting(Problem::code, problem -> problem.place().path())
        .containsExactly(
            tuple(
                "no-such-attribute",
                "schema[0].properties[0].properties[0].customProperties[0].value"));
  }

  @Test
  void aSetIsNotChangedUnderWhatPeopleHaveGiven() {
    set("risk.level", "'high'");
    var values =
        Map.of(
            new ResourceKey(ResourceKind.BUSINESS_VALUES, "product:customers"),
            shop.mesh.state().all(ResourceKind.BUSINESS_VALUES).get(0).document());
    var checks = new BusinessChecks(known(values));
    assertThat(checks.of(Json.read(json(RISK), BusinessMetadata.class))).isEmpty();
    var narrower = Json.read(json(RISK.replace("'low', 'high'", "'low'")), BusinessMetadata.class);
    assertThat(checks.of(narrower))
        .extracting(Problem::code, Problem::message)
        .containsExactly(
            tuple(
                "still-in-use",
                "What has been given would no longer fit: risk.level of product/customers."));
    assertThat(BusinessChecks.user(known(values), "risk")).contains("product:customers");
    assertThat(BusinessChecks.user(known(values), "other")).isEmpty();
  }

  private Known known(Map<ResourceKey, ObjectNode> more) {
    var all = new HashMap<>(more);
    all.put(new ResourceKey(ResourceKind.BUSINESS_METADATA, "risk"), (ObjectNode) json(RISK));
    return Known.of(all);
  }

  private void set(String name, String value) {
    edits.set(Fixture.OLGA, "product", "customers", "", Map.of(name, json(value)));
  }

  private static Map<String, JsonNode> one(String value) {
    return Map.of("risk.level", json(value));
  }

  private BusinessPages.Page page(String field) {
    return pages.of(Fixture.OLGA, "product", "customers", field);
  }

  private JsonNode value(String attribute) {
    return page("").sets().get(0).attributes().stream()
        .filter(one -> one.name().equals(attribute))
        .findFirst()
        .flatMap(BusinessPages.Value::value)
        .orElse(null);
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static void refused(String code, Runnable act) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting(Problem::code).contains(code));
  }
}
