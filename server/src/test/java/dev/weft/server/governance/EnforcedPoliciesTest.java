package dev.weft.server.governance;

import static dev.weft.server.Fixture.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.SourceText;
import dev.weft.policy.CelExpressions;
import dev.weft.policy.PolicyEngine;
import dev.weft.server.Fixture;
import dev.weft.server.access.EnforcedPolicies;
import dev.weft.server.apply.Applier;
import dev.weft.server.apply.Deletions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By no change of policies or people does somebody new read elsewhere than at the source. */
class EnforcedPoliciesTest {
  private static final String ANALYSTS_READ_CRM =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: analysts
      type: access
      resources: {products: [crm]}
      rules: [{principals: {groups: [analysts]}, allow: [read]}]
      """;

  private final Fixture shop = new Fixture();
  private final PolicyEngine policy = new PolicyEngine(shop.clock, new byte[32]);
  private final Applier applier =
      new Applier(
          shop.mesh,
          shop.parameters,
          shop.contexts,
          (document, known) -> List.of(),
          (checked, known, state) -> Map.of(),
          new CelExpressions(),
          shop.clock);

  @BeforeEach
  void aSecondListOfCustomers() {
    shop.mesh.follow(policy);
    shop.mesh.put(ResourceKind.TERM, "customer", "{'kind':'Term','name':'customer'}");
    group("ada");
    contract("customers", "id");
    contract("crm", "mail");
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "crm",
        "{'id':'crm','status':'active','domain':'shop','outputPorts':[{'name':'people','contractId':'crm-v1'}],"
            + "'team':{'members':[{'username':'olga','role':'owner'}]}}");
    shop.mesh.put(
        ResourceKind.SOURCE_DESIGNATION,
        "shop/customer",
        "{'domain':'shop','term':'customer','port':'customers.customers','provisioner':'product:customers',"
            + "'stage':'VERIFIED','designatedBy':'sam','designatedAt':'2026-04-01T00:00:00Z',"
            + "'verifiedBy':'pia','verifiedAt':'2026-04-02T00:00:00Z','until':'2027-04-01T00:00:00Z'}");
  }

  private void group(String... members) {
    shop.mesh.put(
        ResourceKind.GROUP,
        "analysts",
        "{'kind':'Group','name':'analysts','members':['" + String.join("','", members) + "']}");
  }

  private void contract(String product, String termAt) {
    shop.mesh.put(
        ResourceKind.DATA_CONTRACT,
        product + "-v1",
        ("{'id':'%s-v1','status':'active','dataProduct':'%s','schema':[{'name':'c','properties':["
                + "{'name':'%s','authoritativeDefinitions':[{'type':'businessDefinition','url':'weft:term/customer'}]},"
                + "{'name':'note'}]}]}")
            .formatted(product, product, termAt));
  }

  private void enforce() {
    shop.mesh.put(
        ResourceKind.DOMAIN_STANDING, "shop", "{'domain':'shop','stage':'ENFORCED','steps':[]}");
  }

  private void apply(String text) {
    var request =
        new Applier.Request(List.of(new SourceText("p.yaml", text)), Map.of(), Map.of(), false);
    var unused = applier.apply(ADMIN, request);
  }

  private void refused(String text, String... words) {
    assertThatThrownBy(() -> apply(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> {
              assertThat(refusal.first().code()).isEqualTo("not-authoritative");
              assertThat(refusal.first().message()).contains(words);
              assertThat(refusal.first().place().toString()).contains("p.yaml");
            });
  }

  @Test
  void aPolicyThatLetsSomebodyNewReadElsewhereIsRefused() {
    enforce();

    refused(ANALYSTS_READ_CRM, "analysts", "ada", "crm.people", "customers.customers");
    assertThat(shop.mesh.state().get(new ResourceKey(ResourceKind.POLICY, "analysts"))).isEmpty();
    var onOneDay = "allow: [read], when: \"env.purpose == 'audit'\"";
    refused(ANALYSTS_READ_CRM.replace("allow: [read]", onOneDay), "ada");
  }

  @Test
  void whatDoesNotHoldTheTermOrIsTheSourceIsFree() {
    enforce();

    apply(ANALYSTS_READ_CRM.replace("products: [crm]", "products: [customers]"));
    apply(ANALYSTS_READ_CRM.replace("products: [crm]", "fields: [crm.people.note]"));
    apply(
        ANALYSTS_READ_CRM.replace(
            "products: [crm]", "domains: [shop], excludes: {ports: [crm.people]}"));
    refused(ANALYSTS_READ_CRM.replace("products: [crm]", "fields: [crm.people.mail]"), "ada");
  }

  @Test
  void whoReadsAlreadyGoesOnAndNobodyJoinsThem() {
    apply(ANALYSTS_READ_CRM);
    enforce();

    apply(ANALYSTS_READ_CRM + "description: The same for the same people.\n");
    refused(
        "{apiVersion: weft.dev/v1, kind: Group, name: analysts, members: [ada, admin]}", "admin");
    refused(
        """
        apiVersion: weft.dev/v1
        kind: User
        name: nora
        groups: [analysts]
        """,
        "nora");
    assertThat(openings()).singleElement().matches(one -> one.policies().contains("analysts"));
  }

  @Test
  void aDenyThatHoldsKeepsItClosedAndIsNotTakenAway() {
    enforce();
    var deny =
        """
        apiVersion: weft.dev/v1
        kind: Policy
        name: closed
        type: access
        resources: {ports: [crm.people]}
        rules: [{principals: {everyone: true}, deny: [read]}]
        """;
    apply(deny);
    apply(ANALYSTS_READ_CRM);
    assertThat(openings()).isEmpty();

    assertThatThrownBy(
            () ->
                new Deletions(shop.mesh)
                    .delete(ADMIN, new ResourceKey(ResourceKind.POLICY, "closed")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.first().code()).isEqualTo("not-authoritative"));
    refused(deny.replace("deny: [read]", "deny: [read], when: \"env.purpose == 'x'\""), "ada");
  }

  @Test
  void whoHasAnExceptionOrAnswersForThePortMayBeLetIn() {
    enforce();
    shop.mesh.put(
        ResourceKind.SOURCE_EXCEPTION,
        "x-1",
        "{'id':'x-1','domain':'shop','term':'customer','port':'crm.people','principal':'ada',"
            + "'reason':'migration','until':'2026-08-01T00:00:00Z','stage':'GRANTED',"
            + "'askedBy':'ada','askedAt':'2026-04-02T00:00:00Z'}");
    group("ada", "olga");

    assertThatCode(() -> apply(ANALYSTS_READ_CRM)).doesNotThrowAnyException();

    assertThat(openings())
        .singleElement()
        .matches(one -> one.excepted() && one.principal().equals(PrincipalId.user("ada")));
  }

  private List<EnforcedPolicies.Opening> openings() {
    return new EnforcedPolicies(shop.mesh.state(), shop.clock.instant()).openings(policy);
  }

  @Test
  void aProductsNewInputFromElsewhereIsRefused() {
    enforce();
    var product =
        """
        apiVersion: v1.0.0
        kind: DataProduct
        id: report
        version: 1.0.0
        status: active
        domain: shop
        inputPorts: [{name: in, version: 1.0.0, contractId: CONTRACT}]
        team: {members: [{username: olga, role: owner}]}
        """;

    refused(product.replace("CONTRACT", "crm-v1"), "crm.people", "customers.customers");
    assertThatCode(() -> apply(product.replace("CONTRACT", "customers-v1")))
        .doesNotThrowAnyException();
  }
}
