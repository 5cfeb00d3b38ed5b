package dev.weft.server.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.model.format.SourceText;
import dev.weft.server.Fixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractLifeTest {
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: customers-v1
      version: 1.0.0
      status: active
      dataProduct: customers
      schema:
        - name: customer
          properties:
            - {name: id, logicalType: integer, primaryKey: true}
            - {name: email, logicalType: string}
      """;
  private static final String WITHOUT_EMAIL =
      CONTRACT.replace("      - {name: email, logicalType: string}\n", "");
  private static final String PRODUCT =
      Json.text(Json.parse(Fixture.product("olga").replace('\'', '"')));

  private final Fixture shop = new Fixture();
  private final Applier applier =
      new Applier(
          shop.mesh, shop.parameters, shop.contexts, (document, known) -> List.of(), shop.clock);

  private void adaReads() {
    var port = new PortName("customers", "customers");
    var by = Fixture.OLGA.id();
    var now = shop.clock.instant();
    var end = Optional.of(now.plus(Duration.ofDays(30)));
    var subscription =
        Subscription.request("s-1", Fixture.ADA.id(), port, "why", List.of(), end, by, now)
            .approve(by, now);
    shop.mesh.put(ResourceKind.SUBSCRIPTION, "s-1", Json.tree(subscription));
  }

  private Applier.Applied apply(String text, String force) {
    var files = List.of(new SourceText("contract.yaml", text));
    return applier.apply(
        Fixture.OLGA, new Applier.Request(files, Map.of(), Map.of(), false, force));
  }

  private void refused(String text, String code, String... says) {
    assertThatThrownBy(() -> apply(text, ""))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.first().code()).isEqualTo(code);
              for (var words : says) {
                assertThat(problem.first().message()).contains(words);
              }
            });
  }

  private Subscription.Status adasStatus() {
    return shop.mesh
        .state()
        .find(ResourceKind.SUBSCRIPTION, "s-1", Subscription.class)
        .orElseThrow()
        .status();
  }

  @Test
  void whatBreaksNeedsANewMajorVersion() {
    refused(WITHOUT_EMAIL, "breaking-change", "Field 'email' is gone.");
    refused(WITHOUT_EMAIL.replace("1.0.0", "1.9.0"), "breaking-change");

    assertThat(apply(WITHOUT_EMAIL.replace("1.0.0", "2.0.0"), "").changes().get(0).notes())
        .containsExactly("Breaks readers: Field 'email' is gone.");
  }

  @Test
  void aDraftPromisesNothing() {
    apply(CONTRACT.replace("active", "draft"), "");

    apply(WITHOUT_EMAIL.replace("active", "draft"), "");
  }

  @Test
  void whatGivesMoreIsTakenAndTold() {
    adaReads();

    var applied = apply(CONTRACT + "      - {name: country, logicalType: string}\n", "");

    assertThat(applied.changes().get(0).notes())
        .containsExactly("Field 'country' is new.", "One subscriber reads it.");
  }

  @Test
  void nothingBreaksUnderWhoReadsUnlessSomebodySaysWhy() {
    adaReads();
    var next = WITHOUT_EMAIL.replace("1.0.0", "2.0.0");
    refused(next, "still-subscribed", "ada (customers.customers)");

    apply(next, "the law wants it");

    assertThat(adasStatus()).isEqualTo(Subscription.Status.APPROVED);
    var last = shop.mesh.audit().get(shop.mesh.audit().size() - 1);
    assertThat(last.details().path("force").asText()).isEqualTo("the law wants it");
  }

  @Test
  void aDeprecatedContractSaysUntilWhen() {
    var deprecated = CONTRACT.replace("active", "deprecated");
    refused(deprecated, "no-end");

    apply(deprecated + "slaProperties: [{property: endOfLife, value: 2026-12-31}]\n", "");
  }

  @Test
  void nothingIsRetiredUnderWhoReadsUnlessForcedAndThenTheirGrantsEnd() {
    adaReads();
    refused(CONTRACT.replace("active", "retired"), "still-subscribed");
    refused(PRODUCT.replace("active", "retired"), "still-subscribed");
    refused(
        PRODUCT.replaceFirst("\"outputPorts\":\\[[^]]*]", "\"outputPorts\":[]"),
        "still-subscribed");

    apply(PRODUCT.replace("active", "retired"), "the shop closes");

    assertThat(adasStatus()).isEqualTo(Subscription.Status.REVOKED);
    assertThat(shop.mesh.audit())
        .anyMatch(
            event ->
                event.action().equals("subscription.revoke")
                    && event
                        .details()
                        .path("after")
                        .path("why")
                        .asText()
                        .equals("the shop closes"));
  }

  @Test
  void whoseGrantHasEndedKeepsNothingAlive() {
    adaReads();
    shop.clock.advance(Duration.ofDays(31));

    apply(PRODUCT.replace("active", "retired"), "");
  }

  @Test
  void versionsAreReadByTheirFirstNumber() {
    assertThat(ContractLife.major("12.3.4")).isEqualTo(12);
    assertThat(ContractLife.major("v2")).isEqualTo(2);
    assertThat(ContractLife.major("2026-05")).isEqualTo(2026);
    assertThat(ContractLife.major("latest")).isZero();
  }

  @Test
  void aContractIsHeldAgainstTheRegisteredSchema() {
    var schema =
        Json.object()
            .put("id", 1)
            .put("type", "JSON")
            .put(
                "text",
                "{\"type\": \"object\", \"properties\": {\"id\": {\"type\": \"integer\"}, \"email\": {\"type\":"
                    + " \"string\"}}, \"required\": [\"id\"]}");
    shop.mesh.put(ResourceKind.SCHEMA, "1", schema);
    shop.mesh.put(
        ResourceKind.SUBJECT,
        "customers.customers-value",
        "{'name':'customers.customers-value','schemas':[{'number':1,'schema':1,'registered':1}]}");
    var asNumber =
        CONTRACT.replace("version: 1.0.0", "version: 2.0.0").replace("integer", "string");
    var requiresMore = CONTRACT + "      - {name: phone, logicalType: string, required: true}\n";

    refused(asNumber, "schema-mismatch", "customers.customers-value", "'id' is a string");
    refused(requiresMore, "schema-mismatch", "the contract requires 'phone'");
    apply(CONTRACT + "      - {name: phone, logicalType: string}\n", "");
    apply(asNumber, "The schema follows.");
    // What disagreed before does not keep anybody from another change.
    apply(asNumber + "      - {name: fax, logicalType: string}\n", "");
  }
}
