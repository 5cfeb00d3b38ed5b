package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;

/**
 * A guest of the bank's lounge asks to be forgotten: one privacy officer plans, the domain has its
 * say, another applies, and the first sees it end without a reload.
 */
record ErasureDesk(Bank bank, Visitor pia, Visitor petra, Visitor dana) {
  private static final String GUEST = "G-1";
  private static final String MESH =
      """
      {apiVersion: weft.dev/v1, kind: User, name: pia, roles: [privacy]}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: petra, roles: [privacy]}
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: lounge
      title: Lounge
      governance: {body: [dana]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: visits-v1
      version: 1.0.0
      status: active
      dataProduct: lounge
      customProperties: [{property: weft.cleanup, value: compact}]
      schema:
        - name: visit
          properties:
            - {name: visit, logicalType: integer, required: true, primaryKey: true}
            - {name: guest, logicalType: string, required: true, tags: [subject.guest]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: counts-v1
      version: 1.0.0
      status: active
      dataProduct: counts
      customProperties: [{property: weft.cleanup, value: compact}]
      schema:
        - name: count
          properties:
            - {name: visit, logicalType: integer, required: true, primaryKey: true}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: lounge
      status: active
      domain: lounge
      outputPorts: [{name: visits, version: 1.0.0, contractId: visits-v1}]
      team: {members: [{username: paula, role: owner}]}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: counts
      status: active
      domain: lounge
      inputPorts: [{name: visits, version: 1.0.0, contractId: visits-v1}]
      outputPorts: [{name: visits, version: 1.0.0, contractId: counts-v1}]
      team: {members: [{username: paula, role: owner}]}
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: counts
      product: counts
      processors:
        - {name: read, type: ConsumePort, settings: {port: lounge.visits}}
        - {name: drop, type: UpdateRecord, settings: {remove: [guest]}}
        - {name: publish, type: PublishPort, settings: {port: counts.visits}}
      connections: [read.success -> drop, drop.success -> publish]
      """;

  static ErasureDesk open(Bank bank, Browser browser) {
    bank.apply(MESH);
    bank.letIn("pia", "petra", "dana", "paula");
    var written =
        bank.rest("paula")
            .send(
                "POST",
                "/api/v1/ports/lounge.visits/records",
                "{\"visit\": 1, \"guest\": \"G-1\"}\n{\"visit\": 2, \"guest\": \"G-2\"}\n");
    assertThat(written.status()).as(written.text()).isEqualTo(200);
    var paula = bank.rest("paula");
    Eventually.within(
        Duration.ofSeconds(60),
        "both are counted",
        () -> paula.get("/api/v1/flows/counts").body().at("/processors/2/out").asInt() == 2);
    return new ErasureDesk(
        bank,
        new Visitor(browser, bank.url(), 1360, 850),
        new Visitor(browser, bank.url(), 1360, 850),
        new Visitor(browser, bank.url(), 1360, 850));
  }

  List<Visitor> visitors() {
    return List.of(pia, petra, dana);
  }

  /** Where the guest's records are and what was made of them; returns the page's address. */
  String plans() {
    pia.signIn("/erasures", "pia");
    pia.sees("There is no erasure that you may see.");
    pia.button("Plan").click();
    var form = pia.page().getByRole(AriaRole.DIALOG);
    form.getByLabel("The person’s key").fill(GUEST);
    form.getByLabel("Also records that were made").check();
    form.getByText("Plan", new Locator.GetByTextOptions().setExact(true)).click();
    pia.heading("Erasure of a guest").waitFor();
    place(pia, "lounge.visits").getByText("tombstones under 1 key").waitFor();
    place(pia, "counts.visits").getByText("tombstones under 1 key").waitFor();
    pia.manual("erasure-plan");
    assertThat(pia.button("Apply").count()).as("who planned it does not apply it").isZero();
    return pia.page().url().substring(bank.url().length());
  }

  /** From the inbox of one who speaks for the domain. */
  void theDomainAgrees() {
    dana.signIn("/inbox", "dana");
    dana.page().locator(".inbox-item").filter(has("asks the domain lounge")).first().waitFor();
    dana.page().getByText("asks the domain lounge").first().click();
    dana.page().getByLabel("What lounge says").fill("One line a visit, no totals.");
    dana.button("Agree").click();
    dana.page().locator(".badge").filter(has("agrees")).waitFor();
    pia.page().locator(".badge").filter(has("agrees")).waitFor();
  }

  /** By another; whoever has the page open sees it, with the certificate. */
  void isApplied(String address) {
    petra.signIn(address, "petra");
    petra.button("Apply").click();
    var form = petra.page().getByRole(AriaRole.DIALOG);
    form.getByLabel("The person’s key").fill(GUEST);
    form.getByLabel("Why").fill("Request 17.");
    form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Apply")).click();
    for (var who : List.of(pia, petra)) {
      who.page().locator("h1 + .badge").filter(has("applied")).waitFor();
      who.sees("as it was written");
      place(who, "lounge.visits").getByText("1 tombstone written").waitFor();
    }
    petra.manual("erasure-applied");
    assertThat(petra.page().content()).doesNotContain(GUEST);
  }

  private static Locator place(Visitor who, String name) {
    return who.page().locator(".places-table tbody tr").filter(has(name)).first();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
