package dev.weft.server;

import static com.microsoft.playwright.options.WaitForSelectorState.ATTACHED;
import static com.microsoft.playwright.options.WaitForSelectorState.HIDDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main job as people do it, in a real browser: Nora finds payments and asks for them, Paula
 * approves and later revokes, Iris looks back. Skipped on a machine without Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PortalIT {
  private static final String PURPOSE = "How card spending in the North develops";
  private static final String DENIES_NORA =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: not-nora
      type: access
      resources: {ports: [payments.transactions]}
      rules:
        - {principals: {users: [nora]}, deny: [read]}
      """;
  private static final String HIDES_CURRENCY =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: currency-hidden
      description: In what somebody pays is nobody's business.
      type: mask
      resources: {fields: [payments.transactions.currency]}
      rules:
        - {principals: {everyone: true}, mask: hash}
      """;
  private static final Locator.WaitForOptions PATIENTLY =
      new Locator.WaitForOptions().setTimeout(120_000);
  private static final String FIELD_ROW = ".fields-table tbody tr";

  @TempDir static Path data;

  private static Bank bank;
  private static Playwright playwright;
  private static Browser browser;
  private static Visitor nora;
  private static Visitor paula;
  private static Visitor iris;
  private static Visitor dana;
  private static Visitor onThePhone;
  private static final List<Visitor> others = new ArrayList<>();
  private static GovernedMesh governed;
  private static List<Visitor> stewards;
  private static String erasure;
  private static String asked;

  @BeforeAll
  static void openTheBank() {
    var chromium = Visitor.chromium();
    assumeTrue(chromium.isPresent(), "skipped: there is no Chromium on this machine");
    bank = Bank.open(data);
    bank.letIn("nora", "paula", "iris");
    playwright = Visitor.playwright();
    browser = Visitor.browser(playwright, chromium.orElseThrow());
    nora = new Visitor(browser, bank.url(), 1360, 850);
    paula = new Visitor(browser, bank.url(), 1360, 850);
    iris = new Visitor(browser, bank.url(), 1360, 850);
    dana = new Visitor(browser, bank.url(), 1360, 850);
    onThePhone = new Visitor(browser, bank.url(), 390, 844);
  }

  @AfterAll
  static void close() {
    for (var part : new AutoCloseable[] {browser, playwright, bank}) {
      if (part != null) {
        try {
          part.close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Test
  @Order(10)
  void findsTheProductByKeyboardAlone() {
    nora.signIn("/", "nora");
    nora.sees("Hello");
    nora.picture("home");

    nora.page().keyboard().press("/");
    nora.page().keyboard().type("card spending");
    var first = nora.page().locator("[data-result]").first();
    first.getByText("Payments").first().waitFor();
    nora.manual("search");
    nora.page().keyboard().press("ArrowDown");
    nora.page().keyboard().press("Enter");

    nora.heading("Payments").waitFor();
    assertThat(nora.page().url()).contains("/products/payments");
  }

  @Test
  @Order(20)
  void showsTheFieldsWithTheirTagsButNoValueWithoutAccess() {
    var iban = nora.page().locator(FIELD_ROW).filter(has("counterparty_iban"));

    iban.getByText("pii.iban").first().waitFor();
    nora.sees("You may not read this yet");
    nora.manual("product");
    nora.tab("Sample").click();
    nora.sees("Without access you see no record.");
    nora.picture("sample-refused");
  }

  @Test
  @Order(30)
  void asksForAccessWithAPurpose() {
    nora.button("Ask for access").click();
    var dialog = nora.page().getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Purpose").fill(PURPOSE);
    dialog.getByText("3 months").click();
    nora.manual("ask");
    dialog.getByText("Send request").click();

    nora.sees("You have asked for this");
    nora.picture("product-asked");
  }

  @Test
  @Order(40)
  void bringsTheRequestToItsOwnerAndTheAnswerBackWithoutAReload() {
    nora.page().evaluate("() => { window.untouched = true; }");
    paula.signIn("/inbox", "paula");
    paula.sees("nora asks for payments.transactions");
    paula.picture("inbox");
    paula.page().navigate("/requests");
    paula.sees(PURPOSE);
    paula.manual("requests");

    paula.button("Approve nora for payments.transactions").click();

    nora.sees("You may read this");
    assertThat(nora.page().evaluate("() => window.untouched")).isEqualTo(true);
    paula.sees("Nothing waits for your decision.");
    nora.tab("Fields").click();
    nora.sees("How I see it");
    nora.sees("Allowed by a subscription until ");
    nora.picture("product-with-access");
  }

  @Test
  @Order(50)
  void showsHerOnlyTheNorthWithAccountNumbersMasked() {
    nora.tab("Sample").click();
    nora.button("Show a sample").click();
    nora.page().locator(".sample-table tbody tr").first().waitFor();
    nora.picture("sample");

    assertThat(column("region")).isNotEmpty().containsOnly("North");
    assertThat(column("iban")).isNotEmpty().allMatch(iban -> iban.matches("X+[0-9A-Z]{4}"));
    assertThat(column("amount")).allMatch(amount -> amount.matches("[-−]?[\\d.,\\s]+"));
  }

  @Test
  @Order(60)
  void makesAKeyAndShowsHowToConnectWithIt() {
    nora.tab("Connect").click();
    nora.button("Make a key").click();

    nora.sees("The secret is shown this once");
    nora.page().locator("pre").filter(has("bootstrap.servers=" + bank.gatewayAddress())).waitFor();
    nora.manual("connect");
  }

  @ParameterizedTest
  @Order(65)
  @ValueSource(strings = {"Java", "Python", "Node", "Go", "kcat", "Spark", "Flink SQL"})
  void readsWithTheExampleThatIsShown(String language) throws Exception {
    // Node looks for its libraries from there upwards.
    var folder = EveryPage.PORTAL.resolve("target/snippets/" + language.replace(' ', '-'));
    Files.createDirectories(folder);

    var line = Snippet.shown(nora, language).firstWith("North", folder);

    assertThat(line).contains("XXXX");
  }

  @Test
  @Order(70)
  void drawsTheLineageAlongTheDataFromLeftToRight() {
    nora.page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Lineage"))
        .last()
        .click();
    nora.page().locator(".react-flow__node").first().waitFor();
    nora.page().locator(".react-flow__edge").first().waitFor(in(ATTACHED));
    nora.manual("lineage");

    assertThat(x("GenerateBank generate")).isLessThan(x("payments-ingest"));
    assertThat(x("payments-ingest")).isLessThan(x("product · payments"));
    assertThat(x("product · payments")).isLessThan(x("payments.transactions"));
    assertThat(x("payments.transactions")).isLessThan(x("nora"));
  }

  @Test
  @Order(80)
  void showsTheAuditorWhoDidWhatAndThatNobodyHasAlteredIt() {
    iris.signIn("/audit", "iris");
    for (var action : List.of("subscription.request", "subscription.approve")) {
      iris.page().locator("table.audit").getByText(action).first().waitFor();
    }
    iris.page().getByLabel("Who", new Page.GetByLabelOptions().setExact(true)).fill("nora");
    iris.page().getByLabel("Action", new Page.GetByLabelOptions().setExact(true)).fill("read");
    iris.page().locator("table.audit tbody").getByText("iris").first().waitFor(in(HIDDEN));
    iris.page().locator("table.audit tbody").getByText(Bank.TRANSACTIONS).first().waitFor();
    iris.page().locator("table.audit tbody button").first().click();
    iris.page().locator(".audit-details").waitFor();
    iris.picture("audit-read");
    iris.page().navigate("/audit");
    iris.page().locator("table.audit tbody tr").first().waitFor();

    iris.button("Verify the chain").click();

    iris.sees("The chain is whole");
    iris.manual("audit");
  }

  @Test
  @Order(90)
  void saysForWhatAndOnWhichTermsSheReads() {
    nora.page().navigate("/products/payments");
    var access = nora.page().locator(".access");
    access.getByText(PURPOSE).waitFor();
    access.getByText("Until").first().waitFor();

    assertThat(nora.page().getByRole(AriaRole.TAB).allInnerTexts())
        .doesNotContain("Who has seen it", "Quarantine");
    nora.picture("product-terms");
  }

  @Test
  @Order(100)
  void showsTheAuditorWhoHasSeenAField() {
    iris.page().navigate("/products/payments?tab=seen");
    iris.page().getByPlaceholder("The whole port").fill("iban");
    iris.page().getByRole(AriaRole.OPTION).filter(has("iban")).first().click();
    iris.button("Who has seen it?").click();

    var row = iris.page().locator(".seen-table tbody tr").filter(has("nora")).first();
    row.getByText("Masked").first().waitFor();
    iris.manual("who-has-seen-it");
  }

  @Test
  @Order(110)
  void showsTheOwnerTheQuarantineAndWhoHasSeenIt() {
    paula.page().navigate("/products/payments?tab=quarantine");
    paula.button("Look into the quarantine").click();
    paula
        .page()
        .getByText("Nothing is in quarantine.")
        .or(paula.page().locator(".quarantine-table tbody tr"))
        .first()
        .waitFor();
    paula.picture("quarantine");

    paula.tab("Who has seen it").click();
    paula.button("Who has seen it?").click();
    paula.page().locator(".seen-table tbody tr").filter(has("nora")).first().waitFor();
  }

  @Test
  @Order(120)
  void changesAPolicyAfterSeeingWhomItTouchesAndHow() {
    dana.signIn("/policies", "dana");
    var ofDana = PolicyDesk.open(dana);
    ofDana.write(HIDES_CURRENCY);
    ofDana.lookAs("nora", Bank.TRANSACTIONS);
    dana.manual("policy-preview");
    var sights = ofDana.sights("currency");
    assertThat(sights).hasSize(3);
    assertThat(sights.get(1)).isEqualTo(sights.get(0));
    assertThat(sights.get(2)).isNotEqualTo(sights.get(1)).isNotBlank();

    var desk = PolicyDesk.open(paula);
    desk.write(DENIES_NORA);
    desk.tried("nora", "Loses access");
    paula.manual("policy-dry-run");
    desk.write(HIDES_CURRENCY);
    desk.tried("nora", "Sees it otherwise");
    paula.button("Review and apply").click();
    paula.page().getByRole(AriaRole.DIALOG).locator(".diff-new").first().waitFor();
    paula.button("Apply").click();

    paula.heading("currency-hidden").waitFor();
    nora.page().navigate("/products/payments");
    nora.sees("You may read this");
    nora.page().locator(".fields-table").getByText("currency-hidden").first().waitFor();
  }

  @Test
  @Order(130)
  void underlinesAWrongColumnAndSaysWhatIsMeant() {
    var desk = SqlDesk.open(nora);
    desk.write("SELECT region, ibann, amount FROM payments.transactions");

    assertThat(desk.underlined()).isEqualTo("ibann");
    nora.sees("Did you mean 'iban'?");
    nora.picture("sql-wrong");
  }

  @Test
  @Order(140)
  void givesHerRowsOfSqlAsSheMaySeeThem() {
    var desk = new SqlDesk(nora);
    desk.write("SELECT region, iban, amount, booked_at FROM payments.transactions");
    desk.isSound();
    desk.run();
    nora.manual("sql-rows");

    assertThat(desk.column("region")).isNotEmpty().containsOnly("North");
    assertThat(desk.column("iban")).isNotEmpty().allMatch(iban -> iban.matches("X+[0-9A-Z]{4}"));
    nora.page().getByText("Chart", new Page.GetByTextOptions().setExact(true)).click();
    nora.page().locator(".sql-chart svg path").first().waitFor(in(ATTACHED));
    nora.picture("sql-chart");
  }

  @Test
  @Order(150)
  void publishesAStatementAsAProductWhoseQueryRuns() {
    var desk = SqlDesk.open(paula);
    desk.write(
        """
        SELECT region, COUNT(*) AS bookings, SUM(amount) AS spent, MAX(iban) AS an_iban
        FROM payments.transactions
        WHERE amount < 0
        GROUP BY region""");
    desk.isSound();
    desk.publish("regions", "Regions", "Payments", "by_region", "spending-by-region");
    paula.manual("sql-publish");
    paula.button("Publish").click();

    paula.heading("spending-by-region").waitFor();
    paula.page().locator("h1 + .badge").filter(has("Running")).waitFor(PATIENTLY);
    var row = paula.page().locator(".output-table tbody tr").filter(has("an_iban"));
    row.getByText("payments.transactions.iban").waitFor();
    paula.picture("query-running");
    paula.page().navigate("/queries");
    paula.page().locator(".queries-table tbody tr").filter(has("regions.by_region")).waitFor();
    paula.picture("queries");
  }

  @Test
  @Order(155)
  void letsAnAgentReadUnderHerIdentityAndTheAuditNamesIt() throws Exception {
    var told =
        new Agent(bank.rest("nora"), true, "")
            .calls(
                new Agent.Call(
                    "read", Map.of("port", Bank.TRANSACTIONS, "purpose", PURPOSE, "max", 3)));

    var read = told.path("results").get(0);
    assertThat(read.at("/structuredContent/records")).as(told.toString()).hasSize(3);
    assertThat(read.path("content").toString()).contains("North").contains("XXXX");
    GovernedMesh.showsWhatAnAgentRead(iris);
  }

  @Test
  @Order(160)
  void revokesAndThePageSaysSoAtOnce() {
    nora.page().navigate("/products/payments");
    nora.sees("You may read this");
    paula.page().navigate("/requests");
    paula.tab("All").click();
    paula.button("Revoke payments.transactions of nora").click();
    var dialog = paula.page().getByRole(AriaRole.DIALOG);
    dialog.getByLabel("Reason (optional)").fill("The report is done.");
    paula.picture("revoke");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke")).click();

    nora.sees("Your access was revoked");
    nora.picture("product-revoked");
    paula.picture("requests-all");
  }

  @Test
  @Order(170)
  void pausesAProcessorLooksIntoItsQueueAndDropsIt() {
    new FlowDesk(paula, "payments-ingest").pausesLooksIntoTheQueueAndDropsIt("generate", "publish");
  }

  @Test
  @Order(180)
  void changesASettingOfARunningFlowAndShowsAtItsFieldWhatIsWrong() {
    new FlowDesk(paula, "payments-ingest").changesASetting("generate", "perSecond", "-4", "6");

    var document = bank.rest("paula").get("/api/v1/resources/flow/payments-ingest").body();
    assertThat(document.at("/document/processors/0/settings/perSecond").asInt()).isEqualTo(6);
    paula.page().getByText("Running").first().waitFor();
    paula.picture("flow");
  }

  @Test
  @Order(185)
  void givesAFlowFileToTheFlowAgainWhereItIsDrawn() {
    var desk = DrawingDesk.open(paula, "payments-ingest");
    desk.node("publish").click();
    desk.replaysOne();
  }

  @Test
  @Order(190)
  void drawsAFlowLetsItRunAndRepairsIt() {
    var desk = DrawingDesk.begin(paula, "drawn-by-hand", "payments");
    desk.take("GenerateBank", "generate-bank");
    desk.setting("entity").selectOption("transactions");
    desk.setting("count").fill("500");
    desk.take("UpdateRecord", "update-record");
    desk.connect("generate-bank", "update-record");
    desk.node("update-record").click();
    desk.setting("set").fill("{\"note\": \"'drawn'\"}");
    desk.isSound();
    paula.button("Add processor").click(); // Its list takes room from the picture.
    paula.manual("flow-drawn");
    desk.setting("set").fill("{\"note\": \"record.amount +\"}");
    desk.problem().waitFor();
    paula.manual("flow-drawn-wrong");
    // What no check before can know: the records have no such field.
    desk.setting("set").fill("{\"note\": \"record.nothing\"}");
    desk.isSound();
    desk.reviewAndApply("flow-review");

    paula.heading("drawn-by-hand").waitFor();
    paula.page().locator("h1 + .badge").filter(has("Failed")).waitFor();
    paula.sees("a field is missing");
    paula.manual("flow-fails");

    var again = DrawingDesk.open(paula, "drawn-by-hand");
    again.node("update-record").click();
    again.setting("set").fill("{\"note\": \"'drawn'\"}");
    again.node("generate-bank").click();
    again.setting("count").fill("600");
    paula.button("Undo").click();
    assertThat(again.setting("count").inputValue()).isEqualTo("500");
    paula.button("Redo").click();
    again.isSound();
    again.reviewAndApply("flow-review");

    paula.heading("drawn-by-hand").waitFor();
    paula.page().locator("h1 + .badge").filter(has("Running")).waitFor();
    var updates = paula.page().locator("tr").filter(has("update-record"));
    updates.filter(has("unconnected.success 600")).first().waitFor();
    paula.manual("flow-runs");
    var document = bank.rest("paula").get("/api/v1/resources/flow/drawn-by-hand").body();
    assertThat(document.at("/document/connections/0").asText())
        .isEqualTo("generate-bank.success -> update-record");
    assertThat(document.at("/document/processors/0/settings/count").asInt()).isEqualTo(600);
  }

  @Test
  @Order(200)
  void showsTheMeshBreatheAndWhatItIsWorth() {
    iris.page().navigate("/operations");
    iris.page().locator(".topics-table tr").filter(has(Bank.TRANSACTIONS)).first().waitFor();
    iris.page().locator(".spark-line").first().waitFor(in(ATTACHED));
    iris.manual("operations");
    var desk = new ValueDesk(iris);
    desk.givesOneRate();
    iris.page().locator(".reuse-table tr").filter(has("payments")).first().waitFor();
    iris.manual("value");
    desk.givesAllRates();
    desk.prints();

    paula.page().navigate("/operations");
    paula.sees("You see the topics, flows and queries of the products that you answer for.");
    paula.page().locator(".topics-table tr").filter(has(Bank.TRANSACTIONS)).first().waitFor();
    assertThat(paula.page().locator(".topics-table tr").filter(has("accounts.accounts")).count())
        .isZero();
  }

  @Test
  @Order(195)
  void writesDownWhatStewardsWantToKnowAndFindsItByThat() {
    MetadataDesk.define(bank.rest("dana"));
    var desk = new MetadataDesk(dana);
    desk.fillIn("payments", "high", "12");
    dana.picture("business-metadata");
    assertThat(desk.found("risk.criticality", "high")).contains("Payments");
    dana.picture("search-by-metadata");

    desk.fillInField("payments", "merchant_city", "high");
    desk.assign("payments", "merchant_city", "Merchant category");
    bank.letIn("stefan");
    var stefan = new Visitor(browser, bank.url(), 1360, 850);
    others.add(stefan);
    stefan.signIn("/products/payments", "stefan");
    new MetadataDesk(stefan).confirmUntil("counterparty_iban", "pii.iban", "2099-12-31");
    stefan.picture("field-metadata");

    desk.relate("counterparty", "See also", "Merchant category");
    dana.picture("related-terms");
    dana.page().navigate("/products/payments?tab=consumers");
    dana.sees("How far readers are");
    dana.picture("consumer-lag");
  }

  @Test
  @Order(201)
  void bringsBackWhatWasWrittenDownAfterALookAtWhatThatChanges() {
    new BackupDesk(dana).changesAndBringsBack("card-spending", "What people pay by card.");
  }

  @Test
  @Order(202)
  void bringsADomainOnItsWayEachStepBySomebodyElse() {
    governed = GovernedMesh.open(bank, browser);
    stewards = governed.bringsTheDomainOnItsWay(paula, dana, iris);
    others.addAll(stewards);
  }

  @Test
  @Order(203)
  void acceptsTermsForAnAgentThatWaitsAndWithdrawsItsToken() throws Exception {
    var desk = new AgentsDesk(nora, bank);
    var agent = desk.makes("helper", "a report");
    asked = desk.asks(agent, GovernedMesh.PORT);
    desk.acceptsTheTermsOf(GovernedMesh.PORT, "Do not publish a rate before noon.");
    desk.withdraws("helper", agent);
  }

  @Test
  @Order(204)
  void acceptsNewTermsAndAnOwnerConfirmsThatSheStillNeedsIt() {
    governed.acceptsNewTermsAndIsConfirmed(asked, nora, dana);
  }

  @Test
  @Order(205)
  void namesASourceAndListsWhoReadsElsewhereByAPolicy() {
    governed.namesTheSource(dana, stewards.get(0), stewards.get(1));
  }

  @Test
  @Order(206)
  void letsTwentyLookAtOnceAndTellsTheNextOneAndWhoComesWhenTheyAreGone() {
    try (var lookers = new Lookers(bank.rest("iris"))) {
      for (var i = 0; i < 20; i++) {
        lookers.one();
      }

      assertThat(lookers.one()).startsWith("503").contains("too-many-streams");
      lookers.goAway();
      Eventually.within(Duration.ofSeconds(60), "room for one more", () -> lookers.one().isEmpty());
    }
    var history = "/api/v1/operations/history";
    assertThat(bank.rest("iris").get(history).body().at("/steps/0/flows").isNumber()).isTrue();
    assertThat(bank.rest("nora").get(history).body().at("/steps/0/flows").isNumber()).isFalse();
    assertThat(bank.rest("nora").get(history).body().at("/steps/0/requests").isNumber()).isTrue();
  }

  @Test
  @Order(208)
  void erasesAPersonWhoAskedForIt() {
    var desk = ErasureDesk.open(bank, browser);
    erasure = desk.plans();
    desk.theDomainAgrees();
    desk.isApplied(erasure);
    others.addAll(desk.visitors());
  }

  @Test
  @Order(210)
  void fitsAPhone() {
    onThePhone.signIn("/", "dana");
    onThePhone.sees("Hello");
    for (var path :
        List.of(
            "/",
            "/search?q=card%20spending",
            "/products/payments",
            "/products/payments?tab=connect",
            "/inbox",
            "/requests?view=all",
            "/wishes",
            "/lineage?node=product%2Fpayments",
            "/flows",
            "/flows/payments-ingest",
            "/draw/payments-ingest",
            "/policies",
            "/policies/currency-hidden",
            "/operations",
            "/value",
            "/queries",
            "/queries/spending-by-region",
            "/sql",
            "/audit",
            "/keys",
            "/agents")) {
      onThePhone.page().navigate(path);
      onThePhone.page().locator("main h1").first().waitFor();
      onThePhone.page().waitForFunction("() => !document.querySelector('[aria-busy=true]')");
      onThePhone.picture("phone" + path.replaceAll("[^a-z]+", "-"));
      assertThat(onThePhone.scrollsSideways()).as(path).isFalse();
    }
    onThePhone.page().navigate("/products/payments?tab=sample");
    onThePhone.button("Show a sample").click();
    onThePhone.page().locator(".sample-table tbody tr").first().waitFor();
    onThePhone.picture("phone-sample");
    assertThat(onThePhone.scrollsSideways()).isFalse();
  }

  @Test
  @Order(220)
  void hasAnAddressInThisTestForEveryPageOfThePortal() {
    assertThat(EveryPage.forgotten()).isEmpty();
  }

  @Test
  @Order(230)
  void showsWhateverPeopleEnterAsTextOnEveryPageAndAxeFindsNothing() {
    var more = new ArrayList<>(HostileMesh.enter(bank));
    more.add(erasure);
    var omar = new Visitor(browser, bank.url(), 1360, 850);
    omar.signIn("/", HostileMesh.VISITOR);

    assertThat(new EveryPage(omar).faults(more)).isEmpty();
    omar.page().navigate("/products/hostile");
    omar.sees("product " + HostileMesh.TEXT);
  }

  @Test
  @Order(240)
  void asksNobodyElseAndBreaksNothing() {
    var faults = new ArrayList<String>();
    others.addAll(List.of(nora, paula, iris, dana, onThePhone));
    others.forEach(visitor -> faults.addAll(visitor.faults()));

    assertThat(faults).isEmpty();
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator.WaitForOptions in(WaitForSelectorState state) {
    return new Locator.WaitForOptions().setState(state);
  }

  /** What the sample shows in a column. */
  private static List<String> column(String name) {
    var table = nora.page().locator(".sample-table");
    var place = table.locator("thead th").allInnerTexts().indexOf(name) + 1;
    return table.locator("tbody td:nth-child(" + place + ")").allInnerTexts();
  }

  /** How far to the right a node of the lineage is drawn. */
  private static double x(String title) {
    var node = nora.page().locator(".react-flow__node").filter(has(title)).first();
    Eventually.within(
        Duration.ofSeconds(10), title + " is drawn", () -> node.boundingBox() != null);
    return node.boundingBox().x;
  }
}
