package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;

/**
 * A domain of the bank that is on its way to be authoritative, and a product of it whose terms of
 * use change and whose grants have to be confirmed: the parts of a steward's and an owner's work.
 */
record GovernedMesh(Bank bank, Browser browser) {
  static final String PORT = "rates.daily";
  private static final String MESH =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: treasury
      title: Treasury
      description: What money costs.
      governance:
        body: [paula, dana, iris]
        stewards: [stefan, clara]
        requests: {recertifyEvery: 30d, recertifyNotice: 30d}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: rates-v1
      version: 1.0.0
      status: active
      domain: treasury
      dataProduct: rates
      schema: [{name: rate, properties: [{name: id, logicalType: integer, primaryKey: true}]}]
      customProperties:
        - property: weft.termsOfUse
          value: {version: '%s', text: Do not publish a rate before noon.}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: rates
      name: Rates
      version: 1.0.0
      status: active
      domain: treasury
      description: {purpose: What money costs on each day.}
      outputPorts: [{name: daily, version: 1.0.0, contractId: rates-v1}]
      team: {members: [{username: dana, role: owner}]}
      ---
      apiVersion: weft.dev/v1
      kind: Term
      name: rate
      title: Rate
      definition: What money costs on a day.
      domain: treasury
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: feed-v1
      version: 1.0.0
      status: active
      domain: treasury
      dataProduct: feed
      schema:
        - name: rate
          properties:
            - name: id
              logicalType: integer
              primaryKey: true
              authoritativeDefinitions: [{type: businessDefinition, url: "weft:term/rate"}]
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: feed
      name: Feed of rates
      version: 1.0.0
      status: active
      domain: treasury
      description: {purpose: What money costs as a newspaper says it.}
      outputPorts: [{name: daily, version: 1.0.0, contractId: feed-v1}]
      team: {members: [{username: dana, role: owner}]}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: feed-for-nora
      type: access
      resources: {ports: [feed.daily]}
      rules:
        - {principals: {users: [nora]}, allow: [read]}
      """;

  static GovernedMesh open(Bank bank, Browser browser) {
    bank.letIn("stefan", "clara");
    bank.apply(MESH.formatted("1"));
    return new GovernedMesh(bank, browser);
  }

  private Visitor visitor(String name, String path) {
    var visitor = new Visitor(browser, bank.url(), 1360, 850);
    visitor.signIn(path, name);
    return visitor;
  }

  /** Each step by somebody else, and the last one seen by all who have the page open. */
  List<Visitor> bringsTheDomainOnItsWay(Visitor paula, Visitor dana, Visitor iris) {
    var stefan = visitor("stefan", "/domains/treasury");
    var clara = visitor("clara", "/domains/treasury");
    act(paula, "Designate", "Rates are decided here.", "Designate");
    stefan.button("Verify").waitFor();
    stefan.manual("domain-designated");
    act(stefan, "Verify", "All of it has owners.", "Verify");
    act(dana, "Vote", "", "Vote yes");
    iris.page().navigate("/domains/treasury");
    iris.button("Vote").waitFor();
    iris.manual("domain-vote");
    act(iris, "Vote", "High time.", "Vote yes");
    act(clara, "Enforce", "", "Enforce");

    stefan.page().locator(".panel .badge").filter(has("enforced")).first().waitFor();
    stefan.manual("domain-enforced");
    assertThat(bank.rest("nora").get("/api/v1/domains/treasury/standing").text())
        .contains("ENFORCED", "Rates are decided here.");
    return List.of(stefan, clara);
  }

  private static void act(Visitor who, String act, String comment, String button) {
    who.page().navigate("/domains/treasury");
    who.button(act).click();
    var dialog = who.page().getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Comment").fill(comment);
    dialog
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true))
        .click();
    dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }

  /** What she accepted is not what is wanted any more. */
  void acceptsNewTermsAndIsConfirmed(String id, Visitor nora, Visitor dana) {
    var approved = bank.rest("dana").post("/api/v1/subscriptions/" + id + "/approve");
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    bank.apply(MESH.formatted("2"));
    nora.page().navigate("/inbox");
    nora.page().locator(".inbox-item").filter(has(PORT)).filter(has("erms")).first().waitFor();
    nora.page().navigate("/requests?view=mine");
    nora.button("Read and accept").click();
    nora.sees("Do not publish a rate before noon.");
    nora.manual("terms");
    nora.button("I accept these terms of use.").click();
    nora.page()
        .getByText("Do not publish a rate before noon.")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));

    dana.page().navigate("/requests?view=to-confirm");
    dana.button("nora still needs " + PORT).waitFor();
    dana.manual("confirm");
    dana.button("nora still needs " + PORT).click();
    dana.button("nora still needs " + PORT)
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));

    var review = bank.rest("nora").get("/api/v1/subscriptions/" + id).body().path("review");
    assertThat(review.at("/terms/version").asText()).isEqualTo("2");
    assertThat(review.at("/certified/by").asText()).isEqualTo("dana");
  }

  /** Who owns it says what a field means; one names the source, another verifies it. */
  void namesTheSource(Visitor dana, Visitor stefan, Visitor clara) {
    dana.page().navigate("/products/rates");
    dana.button("Say what id means").click();
    choose(dana, "Term", "Rate");
    dana.page().getByRole(AriaRole.DIALOG).getByText("Assign", exactly()).click();
    dana.page().locator(".fields-table").getByText("Rate").first().waitFor();
    dana.picture("term-assigned");

    stefan.page().navigate("/domains/treasury");
    stefan.button("Designate a source").click();
    choose(stefan, "Term", "Rate");
    choose(stefan, "Port", PORT);
    stefan.page().getByRole(AriaRole.DIALOG).getByText("Designate", exactly()).click();
    stefan.sees("waits for verification");

    clara.page().navigate("/domains/treasury");
    clara.button("Verify").click();
    clara.page().getByRole(AriaRole.DIALOG).getByText("Verify", exactly()).click();
    clara.sees("authoritative");
    dana.page().navigate("/domains/treasury");
    var elsewhere = dana.page().getByRole(AriaRole.ROW).filter(has("feed.daily"));
    elsewhere.filter(has("by policy feed-for-nora")).first().waitFor();
    dana.manual("domain-source", elsewhere.first());
  }

  private static void choose(Visitor who, String label, String option) {
    var form = who.page().getByRole(AriaRole.DIALOG);
    form.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName(label))
        .or(form.getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName(label)))
        .first()
        .click();
    who.page().getByRole(AriaRole.OPTION).filter(has(option)).first().click();
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** How the auditor sees what an agent has read for its person. */
  static void showsWhatAnAgentRead(Visitor iris) {
    iris.page().navigate("/audit");
    iris.page()
        .getByLabel("Action", new Page.GetByLabelOptions().setExact(true))
        .fill("agent.call");
    iris.page().locator("table.audit tbody tr").filter(has("nora")).first().waitFor();
    iris.page().locator("table.audit tbody button").first().click();
    iris.page().locator(".audit-details").waitFor();
    iris.manual("agent-read");
  }
}
