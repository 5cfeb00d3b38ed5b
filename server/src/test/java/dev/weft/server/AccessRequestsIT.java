package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.weft.model.Json;
import dev.weft.server.notices.HookReceiver;
import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From asking to reading and to the end of it, by REST and the command line, with mail. */
class AccessRequestsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MESH =
      """
      {apiVersion: weft.dev/v1, kind: User, name: olga, title: Olga, email: olga@example.org}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: oskar}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: priya}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: gus}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: ada}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: bo}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: sam}
      ---
      {apiVersion: weft.dev/v1, kind: Group, name: privacy-office, members: [priya]}
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: sales
      governance:
        body: [gus]
        purposes:
          - {name: fraud-detection, title: Fraud detection, description: To find fraud.}
          - {name: statistics}
        requests:
          longestPeriod: 365d
          remindAfter: 3d
          escalateAfter: 7d
          routes:
            - {name: personal data, tags: [pii.*], seats: [owner, "group:privacy-office"]}
            - name: plain statistics
              when: request.purpose == 'statistics' && request.tags.size() == 0
              automatic: true
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
            - {name: email, logicalType: string, tags: [pii.email]}
      customProperties:
        - property: weft.termsOfUse
          value: {version: "1", text: Do not show it to anybody else.}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: orders
      version: 1.0.0
      status: active
      domain: sales
      outputPorts: [{name: placed, version: 1.0.0, contractId: orders-v1}]
      team: {members: [{username: olga, role: owner}]}
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: short
      governance:
        body: [gus]
        requests: {recertifyEvery: 1s, recertifyNotice: 1s}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: brief-v1
      version: 1.0.0
      status: active
      dataProduct: brief
      schema: [{name: one, properties: [{name: id, logicalType: integer}]}]
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: brief
      version: 1.0.0
      status: active
      domain: short
      outputPorts: [{name: all, version: 1.0.0, contractId: brief-v1}]
      team: {members: [{username: oskar, role: owner}]}
      """;

  @TempDir static Path data;

  private static final GreenMail MAIL =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private static final HookReceiver HOOK = new HookReceiver();
  private static OwnServer server;
  private static Rest olga;
  private static Rest oskar;
  private static Rest priya;
  private static Rest gus;
  private static Rest ada;
  private static Rest bo;
  private static Rest sam;

  @BeforeAll
  static void start() throws IOException {
    MAIL.start();
    server =
        OwnServer.start(
            data,
            MESH,
            List.of(
                "mail.host = 127.0.0.1",
                "mail.port = " + MAIL.getSmtp().getPort(),
                "mail.from = weft@example.org",
                "notices.every = 1s",
                "notices.webhook.hosts = 127.0.0.1:" + HOOK.port()));
    olga = server.login("olga");
    oskar = server.login("oskar");
    priya = server.login("priya");
    gus = server.login("gus");
    ada = server.login("ada");
    bo = server.login("bo");
    sam = server.login("sam");
  }

  @AfterAll
  static void stop() {
    server.close();
    MAIL.stop();
    HOOK.close();
  }

  @Test
  void personalDataIsReadWhenOwnerAndPrivacyOfficeHaveApproved() throws MessagingException {
    var asking = ada.get("/api/v1/ports/orders.placed/asking").body();
    assertThat(asking.at("/purposes/0/name").asText()).isEqualTo("fraud-detection");
    assertThat(asking.at("/terms/version").asText()).isEqualTo("1");
    assertThat(asking.at("/approvers/1/people/0").asText()).isEqualTo("priya");
    assertThat(ask(ada, "curiosity", "").text())
        .contains("unknown-purpose", "terms-not-accepted", "too-long");

    var id = asked(ada, "fraud-detection");
    assertThat(inbox(olga)).contains("decide ada asks for orders.placed");
    Eventually.within(PATIENCE, "a mail to olga", () -> MAIL.getReceivedMessages().length > 0);
    var mail = MAIL.getReceivedMessages()[0];
    assertThat(mail.getAllRecipients()[0].toString()).isEqualTo("olga@example.org");
    assertThat(mail.getSubject()).startsWith("Weft: ");
    assertThat(approve(olga, id).path("status").asText()).isEqualTo("REQUESTED");
    assertThat(ada.get("/api/v1/ports/orders.placed/sample").status()).isEqualTo(403);
    assertThat(olga.post("/api/v1/subscriptions/" + id + "/approve").code()).isEqualTo("four-eyes");
    assertThat(sam.get("/api/v1/subscriptions/" + id).status()).isEqualTo(404);

    assertThat(approve(priya, id).path("status").asText()).isEqualTo("APPROVED");

    assertThat(ada.get("/api/v1/ports/orders.placed/sample").status()).isEqualTo(200);
    assertThat(inbox(ada)).contains("approved Your request for orders.placed is approved by priya");
    var seen = ada.get("/api/v1/subscriptions/" + id).body();
    assertThat(seen.at("/review/terms/version").asText()).isEqualTo("1");
    assertThat(seen.at("/seats/1/by").asText()).isEqualTo("priya");
  }

  @Test
  void aRuleGrantsByItselfAndTheAuditSaysSo() {
    var answer =
        gus.post(
            "/api/v1/subscriptions",
            (ObjectNode) request("orders.placed", "statistics", "1").set("fields", array("id")));

    assertThat(answer.body().path("status").asText()).as(answer.text()).isEqualTo("APPROVED");
    var event =
        server
            .admin()
            .get(
                "/api/v1/audit?action=subscription.approve&subject=Subscription/"
                    + answer.body().path("id").asText())
            .body()
            .at("/items/0");
    assertThat(event.path("actor").asText()).isEqualTo("weft");
    assertThat(event.at("/details/after/review/route").asText()).isEqualTo("plain statistics");
  }

  @Test
  void whatItTakesToTheFirstRecordIsMeasuredFromWhatHasHappened() {
    var written = olga.send("POST", "/api/v1/ports/orders.placed/records", "{\"id\": 7}\n");
    assertThat(written.status()).as(written.text()).isEqualTo(200);
    var asks = (ObjectNode) request("orders.placed", "statistics", "1").set("fields", array("id"));
    var granted = sam.post("/api/v1/subscriptions", asks);
    assertThat(granted.body().path("status").asText()).as(granted.text()).isEqualTo("APPROVED");
    var sample = sam.get("/api/v1/ports/orders.placed/sample").body().path("items");
    assertThat(sample).isNotEmpty();

    // Each number of days is looked at anew; else the page is kept for a minute.
    var days = new AtomicInteger();
    Eventually.within(
        PATIENCE,
        () -> value(days.get()).toString(),
        () -> value(days.incrementAndGet()).at("/measured/served").asInt() > 0);

    var value = value(days.get());
    assertThat(value.at("/measured/firstRecord/median").asDouble()).isPositive();
    assertThat(value.at("/measured/steps/median").asDouble()).isPositive();
    assertThat(value.at("/measured/reuse/0/product").asText()).isEqualTo("orders");
    assertThat(value.at("/measured/reuse/0/delivered").asLong()).isPositive();
    assertThat(value.at("/calculation/inputs"))
        .filteredOn(input -> input.path("name").asText().equals("steps"))
        .singleElement()
        .matches(input -> input.path("from").asText().equals("measured"));
  }

  private static JsonNode value(int days) {
    return server.admin().get("/api/v1/value?days=" + days).body();
  }

  @Test
  void aDeputyDecidesOnBehalfOfWhoIsAwayAndManyInOneAct() {
    var absence =
        Json.object()
            .put("deputy", "sam")
            .put("from", Instant.now().minusSeconds(1).toString())
            .put("until", Instant.now().plusSeconds(3600).toString());
    assertThat(sam.send("PUT", "/api/v1/users/oskar/absence", Json.text(absence)).code())
        .isEqualTo("not-yours");
    assertThat(oskar.send("PUT", "/api/v1/users/oskar/absence", Json.text(absence)).status())
        .isEqualTo(200);
    var ids = List.of(brief(bo), brief(gus));

    var body = Json.object();
    body.set("ids", array(ids.toArray(String[]::new)));
    var answer = sam.post("/api/v1/access/approve", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.body().at("/items/1/review/approvals/0/onBehalfOf").asText())
        .isEqualTo("oskar");
    assertThat(oskar.send("DELETE", "/api/v1/users/oskar/absence", "").status()).isEqualTo(204);
    assertThat(oskar.get("/api/v1/users/oskar/absence").status()).isEqualTo(204);
  }

  @Test
  void aGrantThatNobodyConfirmsEndsAtTheDoor() {
    var id = brief(ada);
    approve(oskar, id);

    Eventually.within(
        PATIENCE,
        () -> "an end of " + ada.get("/api/v1/subscriptions/" + id).text(),
        () ->
            ada.get("/api/v1/subscriptions/" + id)
                .body()
                .path("status")
                .asText()
                .equals("EXPIRED"));

    assertThat(ada.get("/api/v1/ports/brief.all/sample").status()).isEqualTo(403);
    assertThat(inbox(ada)).contains("expired Your access to brief.all has ended");
  }

  @Test
  void rulesThatCannotHoldAreRefusedWithTheirPlace() {
    var answer =
        server
            .admin()
            .post(
                "/api/v1/apply",
                MeshFiles.of(
                    """
                    apiVersion: weft.dev/v1
                    kind: Domain
                    name: wrong
                    governance:
                      requests:
                        routes:
                          - {when: request.purpose ==, seats: [owner]}
                          - {seats: ["group:nobody"]}
                          - {automatic: true}
                    """));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("problems").valueStream().map(AccessRequestsIT::placed))
        .contains("missing-field 9");
    assertThat(
            server
                .admin()
                .post(
                    "/api/v1/apply",
                    MeshFiles.of(
                        """
                        apiVersion: weft.dev/v1
                        kind: Domain
                        name: wrong
                        governance:
                          requests:
                            routes:
                              - {when: request.purpose ==, seats: [owner]}
                              - {seats: ["group:privacy"]}
                        """))
                .body()
                .path("problems")
                .valueStream()
                .map(AccessRequestsIT::placed))
        .containsExactlyInAnyOrder("bad-expression 7", "group-not-found 8");
  }

  @Test
  void newsGoToAWebhookSignedAndOnlyWhereTheOperatorAllows() {
    var elsewhere = Json.text(Json.object().put("url", "https://evil.example/hook"));
    assertThat(gus.send("PUT", "/api/v1/inbox/webhook", elsewhere).code())
        .isEqualTo("host-not-allowed");
    var chosen = Json.text(Json.object().put("url", HOOK.url()));
    var secret = gus.send("PUT", "/api/v1/inbox/webhook", chosen).body().path("secret").asText();
    assertThat(sam.send("PUT", "/api/v1/groups/privacy-office/webhook", chosen).code())
        .isEqualTo("not-yours");

    var wish = weft(bo, "wish", "add", "Returns by store", "--purpose", "x", "--domain", "sales");

    Eventually.within(
        PATIENCE,
        "news of the wish",
        () -> HOOK.deliveries().stream().anyMatch(one -> one.text().contains(wish.strip())));
    assertThat(HOOK.deliveries()).allMatch(one -> one.isSignedWith(secret));
    assertThat(gus.get("/api/v1/inbox/notices").text()).doesNotContain(secret);
    assertThat(gus.get("/api/v1/resources/noticechoice").status()).isEqualTo(404);
  }

  @Test
  void theCommandLineTellsTheSame() {
    assertThat(weft(bo, "asking", "orders.placed"))
        .contains("fraud-detection", "Do not show it to anybody else.", "group:privacy-office");
    var id =
        weft(
                bo,
                "subscribe",
                "orders.placed",
                "--purpose",
                "fraud-detection",
                "--until",
                inDays(90),
                "--accept-terms",
                "1",
                "--note",
                "for the spring")
            .strip();

    assertThat(weft(olga, "inbox")).contains("bo asks for orders.placed");
    assertThat(weft(olga, "inbox", "read")).contains("0 unread");
    assertThat(weft(olga, "approve", id)).contains(id + " is requested");
    assertThat(weft(bo, "requests", "--id", id)).contains("for the spring", "olga", "priya");
    assertThat(weft(priya, "reject", id, "--why", "no basis")).contains(id + " is rejected");
    assertThat(weft(bo, "away", "--deputy", "ada", "--until", inDays(3))).contains("ada decides");
    assertThat(weft(bo, "away", "--back")).contains("bo is back");
  }

  private static Rest.Answer ask(Rest person, String purpose, String terms) {
    var request = Json.object().put("port", "orders.placed").put("purpose", purpose);
    if (!terms.isEmpty()) {
      request.put("acceptTerms", terms);
    }
    return person.post("/api/v1/subscriptions", request);
  }

  private static ObjectNode request(String port, String purpose, String terms) {
    return Json.object()
        .put("port", port)
        .put("purpose", purpose)
        .put("until", inDays(90))
        .put("acceptTerms", terms);
  }

  private static String asked(Rest person, String purpose) {
    var answer = person.post("/api/v1/subscriptions", request("orders.placed", purpose, "1"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body().path("id").asText();
  }

  private static String brief(Rest person) {
    var answer =
        person.post(
            "/api/v1/subscriptions", Json.object().put("port", "brief.all").put("purpose", "test"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body().path("id").asText();
  }

  private static JsonNode approve(Rest person, String id) {
    var answer = person.post("/api/v1/subscriptions/" + id + "/approve");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body();
  }

  private static List<String> inbox(Rest person) {
    return person
        .get("/api/v1/inbox")
        .body()
        .path("items")
        .valueStream()
        .map(item -> item.path("kind").asText() + " " + item.path("title").asText())
        .toList();
  }

  private static String placed(JsonNode problem) {
    return problem.path("code").asText() + " " + problem.at("/place/line").asText();
  }

  private static JsonNode array(String... texts) {
    return Json.MAPPER.valueToTree(Arrays.asList(texts));
  }

  private static String inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days)).toString().substring(0, 10);
  }

  private static String weft(Rest person, String... arguments) {
    var out = new ByteArrayOutputStream();
    var printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    var code =
        dev.weft.cli.Main.run(
            new ByteArrayInputStream(new byte[0]),
            printed,
            printed,
            Map.of("WEFT_URL", person.url(), "WEFT_TOKEN", person.token()),
            arguments);
    var text = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(text).isZero();
    return text;
  }
}
