package dev.weft.server.apply;

import static dev.weft.server.Fixture.ADMIN;
import static dev.weft.server.Fixture.OLGA;
import static dev.weft.server.Fixture.PIA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.SourceText;
import dev.weft.model.governance.DomainStanding;
import dev.weft.model.governance.ProductLife;
import dev.weft.policy.CelExpressions;
import dev.weft.policy.PolicyEngine;
import dev.weft.server.Fixture;
import dev.weft.server.governance.Governance;
import dev.weft.server.governance.ProductLives;
import dev.weft.server.governance.ProductLives.Act;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private static final String DOMAIN =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: shop
      governance:
        body: [olga, pia]
        stewards: [ada]
      """;
  private static final String RULES =
      """
        rules:
          - name: says-what-for
            expression: size(record.description.purpose) >= 20
            message: A product says in a sentence what it is for
          - name: keys
            applies: contract
            expression: record.schema[0].properties.exists(field, has(field.primaryKey))
            message: A contract has a primary key.
      """;
  private static final String BARE =
      """
      apiVersion: v1.0.0
      kind: DataProduct
      id: orders
      status: active
      domain: shop
      outputPorts: [{name: out, version: 1.0.0}]
      """;
  private static final String WHOLE =
      """
      apiVersion: v1.0.0
      kind: DataProduct
      id: orders
      version: 1.0.0
      status: active
      domain: shop
      description: {purpose: What our customers have ordered since 2020.}
      outputPorts: [{name: out, version: 1.0.0, contractId: orders-v1}]
      customProperties:
        - {property: weft.environment, value: local}
        - {property: weft.logic, value: The shop system writes it.}
      team: {members: [{username: olga, role: owner}]}
      """;
  private static final String CONTRACT =
      """
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: orders-v1
      version: 1.0.0
      status: active
      dataProduct: orders
      schema:
        - name: order
          properties:
            - {name: id, logicalType: integer, primaryKey: true}
      """;

  private final Fixture shop = new Fixture();
  private final Applier applier =
      new Applier(
          shop.mesh,
          shop.parameters,
          shop.contexts,
          (document, known) -> List.of(),
          (checked, known, state) -> Map.of(),
          new CelExpressions(),
          shop.clock);
  private final Governance governance =
      Governance.of(
          shop.mesh,
          applier,
          new PolicyEngine(shop.clock, new byte[32]),
          new CelExpressions(),
          new SecureRandom(),
          shop.clock);

  private Applier.Applied apply(Caller caller, String text) {
    var files = List.of(new SourceText("shop.yaml", text));
    return applier.apply(caller, new Applier.Request(files, Map.of(), Map.of(), false));
  }

  private void act(Caller caller, Act act) {
    governance.lives().act(caller, "orders", act, new ProductLives.Wanted("because", ""));
  }

  private ProductLife.Stage stage() {
    return governance.pages().life(OLGA, "orders").stage();
  }

  private static List<Problem> problems(ThrowingCallable act) {
    var problems = new ArrayList<Problem>();
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(ProblemException.class, found -> problems.addAll(found.problems()));
    return problems;
  }

  private static void refused(String code, ThrowingCallable act) {
    assertThat(problems(act).get(0).code()).isEqualTo(code);
  }

  @Test
  void aFileIsEnoughUnlessItsDomainAsksForMore() {
    var applied = apply(OLGA, BARE);

    assertThat(applied.changes().get(0).notes())
        .singleElement()
        .asString()
        .contains("Nothing fills the port orders.out.", "It does not say where it runs.");
  }

  @Test
  void everyGapIsNamedAtOnce() {
    apply(ADMIN, DOMAIN + "  publishing: complete\n");

    var problems = problems(() -> apply(OLGA, BARE));

    assertThat(problems).extracting(Problem::code).containsOnly("incomplete-product");
    assertThat(problems)
        .extracting(Problem::message)
        .containsExactly(
            "Nothing fills the port orders.out.",
            "It does not say what it is for.",
            "It has no version.",
            "The port orders.out has no contract that names its fields.",
            "It does not say where it runs.",
            "Nobody owns it.");
    assertThat(problems.get(0).place().line()).isEqualTo(4);
    apply(OLGA, WHOLE + CONTRACT);
    assertThat(stage()).isEqualTo(ProductLife.Stage.ACTIVE);
  }

  @Test
  void whereADomainApprovesAProductGoesStepByStep() {
    apply(ADMIN, DOMAIN + "  publishing: approval\n");
    refused("not-approved", () -> apply(OLGA, WHOLE + CONTRACT));
    var draft = WHOLE.replace("status: active", "status: draft");
    apply(OLGA, draft + CONTRACT);

    refused("not-yours", () -> act(PIA, Act.PROPOSE));
    refused("not-approved", () -> act(OLGA, Act.ACTIVATE));
    act(OLGA, Act.PROPOSE);
    refused("four-eyes", () -> act(OLGA, Act.APPROVE));
    refused("not-yours", () -> act(ADMIN, Act.APPROVE));
    act(PIA, Act.APPROVE);
    assertThat(stage()).isEqualTo(ProductLife.Stage.APPROVED);

    apply(OLGA, draft.replace("1.0.0\nstatus", "1.1.0\nstatus"));
    assertThat(stage()).as("what was approved is another").isEqualTo(ProductLife.Stage.DRAFT);
    act(OLGA, Act.PROPOSE);
    act(PIA, Act.APPROVE);
    act(OLGA, Act.ACTIVATE);

    assertThat(stage()).isEqualTo(ProductLife.Stage.ACTIVE);
    assertThat(shop.mesh.state().find(ResourceKind.DATA_PRODUCT, "orders", DataProduct.class))
        .get()
        .matches(product -> product.status().equals("active"));
    refused("life-backwards", () -> apply(OLGA, draft));
    act(OLGA, Act.DEPRECATE);
    act(OLGA, Act.RETIRE);
    assertThat(stage()).isEqualTo(ProductLife.Stage.RETIRED);
    assertThat(shop.mesh.audit())
        .filteredOn(event -> event.action().startsWith("product."))
        .extracting(AuditEvent::action)
        .containsExactly(
            "product.propose",
            "product.approve",
            "product.propose",
            "product.approve",
            "product.activate",
            "product.deprecate",
            "product.retire");
  }

  @Test
  void anActIsCompleteWhateverTheDomainAsksFor() {
    apply(ADMIN, DOMAIN);
    apply(
        OLGA,
        BARE.replace(
            "status: active", "status: draft\nteam: {members: [{username: olga, role: owner}]}"));

    assertThat(problems(() -> act(OLGA, Act.PROPOSE)))
        .extracting(Problem::code)
        .containsOnly("incomplete-product");
    assertThat(problems(() -> act(OLGA, Act.ACTIVATE)))
        .extracting(Problem::code)
        .containsOnly("incomplete-product");
  }

  @Test
  void aRuleThatIsBrokenSaysWhatItHasSeen() {
    apply(ADMIN, DOMAIN + RULES);
    var vague = WHOLE.replace("What our customers have ordered since 2020.", "Orders.");

    var problems = problems(() -> apply(OLGA, vague + CONTRACT.replace(", primaryKey: true", "")));

    assertThat(problems).extracting(Problem::code).containsOnly("rule-broken");
    assertThat(problems.get(0).message())
        .isEqualTo(
            "DataProduct/orders breaks the rule 'says-what-for' of the domain 'shop': A product says in"
                + " a sentence what it is for. (description.purpose is 'Orders.')");
    assertThat(problems.get(0).place().file()).isEqualTo("shop.yaml");
    assertThat(problems.get(1).message()).contains("'keys'", "A contract has a primary key.");
    apply(
        OLGA,
        (vague + CONTRACT.replace(", primaryKey: true", ""))
            .replace("status: active\ndomain", "status: draft\ndomain"));
    assertThat(problems(() -> apply(OLGA, WHOLE)))
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .contains("DataContract/orders-v1 breaks the rule 'keys'");
  }

  @Test
  void whatStaysAsItIsBreaksNoNewRule() {
    apply(OLGA, BARE);
    apply(ADMIN, DOMAIN + RULES);

    assertThat(apply(OLGA, BARE).changes().get(0).action()).isEqualTo("unchanged");
    assertThat(governance.pages().breaches(OLGA, "shop"))
        .extracting(RuleBreaches.Breach::document)
        .contains("DataProduct/orders");
    assertThat(problems(() -> apply(ADMIN, BARE + "version: 2.0.0\n")).get(0).message())
        .contains("It could not be told");
  }

  @Test
  void whoDecidesOnAStandingIsNotForOneOfThemToChange() {
    apply(ADMIN, DOMAIN);
    var standing =
        DomainStanding.none("shop")
            .designate(OLGA.id(), shop.clock.instant(), "", shop.clock.instant());
    shop.mesh.put(ResourceKind.DOMAIN_STANDING, "shop", Json.tree(standing));

    refused("governed-domain", () -> apply(OLGA, DOMAIN + "  quorum: 1\n"));
    refused("governed-domain", () -> apply(OLGA, DOMAIN.replace("pia", "ada")));
    apply(OLGA, DOMAIN + "  regulations: [GDPR]\n");
    apply(ADMIN, DOMAIN + "  quorum: 1\n");
    assertThat(shop.mesh.state().get(DomainStanding.key("shop"))).isPresent();
  }
}
