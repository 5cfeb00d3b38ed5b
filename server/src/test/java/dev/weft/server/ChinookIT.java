package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.testing.PostgresServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on a real database: files that nobody here wrote, a real PostgreSQL, an ordinary
 * Kafka client. Skipped where the example mesh is not beside the project.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChinookIT {
  private static final Path SHARED =
      Path.of("").toAbsolutePath().getParent().getParent().resolve("shared");
  private static final String PORT = "customers.customers";

  @TempDir static Path data;

  private static PostgresServer database;
  private static Weft weft;
  private static Rest admin;
  private static final Map<String, Rest> people = new HashMap<>();

  @BeforeAll
  static void publishTheShop() throws Exception {
    assumeTrue(
        Files.isDirectory(SHARED.resolve("mesh-chinook")),
        "skipped: the Chinook mesh is not beside the project");
    database = PostgresServer.startOrSkip();
    database.run(SHARED.resolve("data/chinook-postgres.sql"));
    weft =
        Weft.start(
            Settings.parse(
                "data",
                List.of(
                    "--data",
                    data.toString(),
                    "--http",
                    "0",
                    "--gateway",
                    "0",
                    "--search-vectors",
                    "off")),
            broken -> broken.printStackTrace());
    admin = new Rest(weft.url(), Files.readString(data.resolve("admin.token")).strip());
    var applied = admin.post("/api/v1/apply", mesh());
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    for (var name : List.of("olga", "sam", "ada", "bo", "pia", "ines")) {
      admin.send(
          "PUT",
          "/api/v1/users/" + name + "/password",
          "{\"password\": \"a long password of " + name + "\"}");
      people.put(name, admin.login(name, "a long password of " + name));
    }
    Eventually.within(
        Duration.ofSeconds(60), "59 customers", () -> count("customers.customers") >= 59);
  }

  @AfterAll
  static void stop() {
    if (weft != null) {
      weft.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @Test
  @Order(1)
  void everyRowArrivesOnce() {
    var all = read("pia", PORT, 59);
    assertThat(all).hasSize(59);
    assertThat(new HashSet<>(all.stream().map(one -> one.path("customer_id").asInt()).toList()))
        .hasSize(59);
    assertThat(read("pia", "sales.invoices", 412)).hasSize(412);
  }

  @Test
  @Order(2)
  void whoHasNoGrantIsRefusedAndTheAuditSaysSo() {
    assertThat(refusal("ada")).isPresent();
    Eventually.within(
        Duration.ofSeconds(5),
        "an audit line",
        () ->
            !admin
                .get("/api/v1/audit?action=read.refused&actor=ada")
                .body()
                .path("items")
                .isEmpty());
  }

  @Test
  @Order(3)
  void anAnalystSeesTheirCountryMaskedAsSoonAsTheOwnerApproves() {
    grant("ada");
    grant("bo");

    var canadians = read("ada", PORT, 8);

    assertThat(canadians)
        .hasSize(8)
        .allSatisfy(one -> assertThat(one.path("country").asText()).isEqualTo("Canada"));
    assertThat(canadians)
        .allSatisfy(
            one -> {
              assertThat(one.path("email").asText()).doesNotContain("@").startsWith("X");
              assertThat(one.path("phone").asText()).startsWith("X");
              assertThat(one.path("address").asText()).contains("X");
            });
    assertThat(read("bo", PORT, 5))
        .hasSize(5)
        .allSatisfy(one -> assertThat(one.path("country").asText()).isEqualTo("Brazil"));
    assertThat(read("pia", PORT, 59))
        .anySatisfy(one -> assertThat(one.path("email").asText()).contains("@"));
  }

  @Test
  @Order(4)
  void theTraceNamesTheTableTheKeyRangeAndTheReaders() {
    var record = anyRecord();
    // A record may be read a moment before its hop is in the index.
    Eventually.within(
        Duration.ofSeconds(10),
        "the table and its key",
        () -> {
          var step = trace(record).path("steps").path(0);
          return step.path("source").asText().contains("chinook")
              && step.path("source").asText().endsWith("customer")
              && step.path("key").asText().equals("customer_id");
        });
    Eventually.within(
        Duration.ofSeconds(10),
        "pia among the readers",
        () -> trace(record).path("readers").toString().contains("pia"));
  }

  private static JsonNode trace(String record) {
    return people.get("ines").get("/api/v1/trace/" + PORT + "/" + record + "?readers=true").body();
  }

  @Test
  @Order(5)
  void aNewRowArrivesWithinTenSeconds() throws SQLException {
    sql(
        "INSERT INTO customer (customer_id, first_name, last_name, email, country) VALUES (60, 'Nova', 'Scotia', 'nova@example.org', 'Canada')");

    Eventually.within(
        Duration.ofSeconds(15), "nine Canadians", () -> read("ada", PORT, 9).size() == 9);
  }

  @Test
  @Order(6)
  void aNewColumnIsTaggedAndNobodyWithoutTheRightSeesItRaw() throws SQLException {
    // A table beside is seen with the column: a source looks at once when its own columns change.
    sql("CREATE TABLE supplier (supplier_id int PRIMARY KEY, email text)");
    sql("ALTER TABLE customer ADD COLUMN mobile varchar(24)");
    sql("UPDATE customer SET mobile = '+1 780 434 ' || lpad(customer_id::text, 4, '0')");
    sql(
        "INSERT INTO customer (customer_id, first_name, last_name, email, country, mobile) VALUES (61, 'Max', 'Mobile', 'max@example.org', 'Canada', '+1 780 555 0199')");

    Eventually.within(
        Duration.ofSeconds(20),
        "the field in the catalog with its tag",
        () -> fieldTags("mobile").contains("pii.phone"));
    Eventually.within(
        Duration.ofSeconds(15), "ten Canadians", () -> read("ada", PORT, 10).size() == 10);
    assertThat(read("ada", PORT, 10).toString()).doesNotContain("780 555 0199").contains("0199");
    assertThat(read("pia", PORT, 61).toString()).contains("+1 780 555 0199");
  }

  @Test
  @Order(7)
  void aNewTableAndAnotherTypeTurnUpByThemselves() throws SQLException {
    Eventually.within(
        Duration.ofSeconds(20),
        "the new table among those that are not yet products",
        () -> found("chinook.supplier").path("turnedUp").asBoolean());
    var draft = people.get("olga").get("/api/v1/source-tables/chinook.supplier/contract-draft");
    assertThat(draft.body().at("/document/schema/0/properties/1/tags/0").asText())
        .isEqualTo("pii.email");
    assertThat(people.get("olga").get("/api/v1/search?q=supplier").text())
        .contains("not yet a product");
    assertThat(people.get("olga").get("/api/v1/flows/customers-ingest").text())
        .contains("A table has turned up at the source: chinook.supplier");

    sql("ALTER TABLE customer ALTER COLUMN postal_code TYPE int USING NULL");

    Eventually.within(
        Duration.ofSeconds(20),
        "the other type at the port",
        () ->
            people
                .get("olga")
                .get("/api/v1/ports/" + PORT)
                .body()
                .path("fields")
                .toString()
                .contains("postal_code of chinook.customer was character varying(10)"));
    assertThat(
            people
                .get("olga")
                .get("/api/v1/ports/" + PORT + "/contract-draft")
                .body()
                .path("retyped")
                .asInt())
        .isEqualTo(1);
    sql("ALTER TABLE customer ALTER COLUMN postal_code TYPE varchar(10)");
  }

  private static JsonNode found(String title) {
    return people
        .get("olga")
        .get("/api/v1/source-tables")
        .body()
        .path("items")
        .valueStream()
        .filter(table -> table.path("title").asText().equals(title))
        .findFirst()
        .orElse(Json.object());
  }

  @Test
  @Order(8)
  void nothingArrivesOneSecondAfterRevocation() throws Exception {
    var subscription =
        people
            .get("ada")
            .get("/api/v1/subscriptions?view=mine")
            .body()
            .path("items")
            .get(0)
            .path("id")
            .asText();
    try (var consumer = consumer("ada")) {
      assign(consumer, PORT);
      drain(consumer, 10);
      assertThat(
              people.get("olga").post("/api/v1/subscriptions/" + subscription + "/revoke").status())
          .isEqualTo(200);
      var end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      sql(
          "INSERT INTO customer (customer_id, first_name, last_name, email, country) VALUES (62, 'Too', 'Late', 'late@example.org', 'Canada')");
      var after = new ArrayList<String>();
      Eventually.within(
          Duration.ofSeconds(10),
          "an authorisation error",
          () -> {
            try {
              consumer
                  .poll(Duration.ofMillis(100))
                  .forEach(
                      one -> {
                        if (System.nanoTime() > end) {
                          after.add(one.value());
                        }
                      });
              return false;
            } catch (AuthorizationException e) {
              return true;
            }
          });
      assertThat(after).isEmpty();
    }
  }

  @Test
  @Order(9)
  void anOpenClientIsCutOffWhenTheGrantEnds() {
    var until = Instant.now().plusSeconds(8);
    grant("sam", Optional.of(until));
    try (var consumer = consumer("sam")) {
      assign(consumer, PORT);
      assertThat(drain(consumer, 59)).isNotEmpty();
      Eventually.within(
          Duration.ofSeconds(20), "an authorisation error", () -> refusedAtPoll(consumer));
      assertThat(Instant.now()).isAfterOrEqualTo(until);
    }
    Eventually.within(
        Duration.ofSeconds(5),
        "the request to be EXPIRED",
        () ->
            people
                .get("sam")
                .get("/api/v1/subscriptions?view=mine")
                .body()
                .findValuesAsText("status")
                .contains("EXPIRED"));
  }

  private static boolean refusedAtPoll(KafkaConsumer<String, String> consumer) {
    try {
      consumer.poll(Duration.ofMillis(100));
      return false;
    } catch (AuthorizationException e) {
      return true;
    }
  }

  @Test
  @Order(10)
  void theAuditShowsBothPeoplesActsAndNobodyHasAlteredIt() {
    var events = people.get("ines").get("/api/v1/audit?limit=10000").body().path("items");

    assertThat(events.findValuesAsText("action"))
        .contains(
            "subscription.request",
            "subscription.approve",
            "subscription.revoke",
            "read",
            "resource.create");
    assertThat(people.get("ines").get("/api/v1/audit/verify").body().path("faults")).isEmpty();
  }

  @Test
  @Order(11)
  void theQueryGivesTheDatabasesOwnTotalsAndFollowsNewInvoices() throws SQLException {
    Eventually.within(
        Duration.ofMinutes(2),
        () -> "the database's totals; now " + spending("pia") + admin.get("/api/v1/queries").text(),
        () -> isTotals(spending("pia"), totals()));

    sql(
        "INSERT INTO invoice (invoice_id, customer_id, invoice_date, total)"
            + " SELECT 100000 + n, 1 + n % 59, now(), 1.07 FROM generate_series(1, 20) n");

    Eventually.within(
        Duration.ofSeconds(60),
        () -> "the totals with new invoices; now " + spending("pia"),
        () -> isTotals(spending("pia"), totals()));
  }

  @Test
  @Order(12)
  void whatIsDerivedOfAnAddressIsTaggedAndMaskedAsTheAddressIs() {
    assertThat(spending("pia").values())
        .hasSize(59)
        .allSatisfy(one -> assertThat(one.path("contact").asText()).contains("@"));
    grant("bo", "spending.by_customer", Optional.empty());
    // From the first record on, not only from when somebody looked.
    var all = read("bo", "spending.by_customer", 412);
    assertThat(all)
        .hasSizeGreaterThanOrEqualTo(412)
        .allSatisfy(one -> assertThat(one.path("contact").asText()).doesNotContain("@"));
    var columns = admin.get("/api/v1/queries/spending-by-customer").body().path("plan");
    assertThat(columns.path("outputs").path(0).path("fields").path(1).path("from").toString())
        .isEqualTo(
            "[{\"port\":\"customers.customers\",\"field\":\"email\",\"how\":\"AGGREGATED\"}]");
  }

  /** What the database says each customer has spent. */
  private static Map<Integer, BigDecimal> totals() {
    var all = new HashMap<Integer, BigDecimal>();
    try (var connection =
            DriverManager.getConnection(
                database.url("chinook"), database.user(), database.password());
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT customer_id, SUM(total) FROM invoice GROUP BY customer_id")) {
      while (rows.next()) {
        all.put(rows.getInt(1), rows.getBigDecimal(2));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  /** The newest row of each customer. */
  private static Map<Integer, JsonNode> spending(String name) {
    var rows = new HashMap<Integer, JsonNode>();
    read(name, "spending.by_customer", 1)
        .forEach(one -> rows.put(one.path("customer_id").asInt(), one));
    return rows;
  }

  private static boolean isTotals(Map<Integer, JsonNode> rows, Map<Integer, BigDecimal> wanted) {
    return rows.keySet().equals(wanted.keySet())
        && wanted.entrySet().stream()
            .allMatch(
                one ->
                    rows.get(one.getKey()).path("spent").decimalValue().compareTo(one.getValue())
                        == 0);
  }

  private static ObjectNode mesh() throws IOException {
    var body = Json.object();
    var documents = body.putArray("documents");
    try (var files = Files.list(SHARED.resolve("mesh-chinook"))) {
      for (var file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        documents
            .addObject()
            .put("file", file.getFileName().toString())
            .put("text", Files.readString(file));
      }
    }
    body.putObject("parameters")
        .put("jdbcUrl", database.url("chinook"))
        .put("jdbcUser", database.user());
    body.putObject("secrets").put("jdbcPassword", database.password());
    return body;
  }

  private static void grant(String name) {
    grant(name, Optional.empty());
  }

  private static void grant(String name, Optional<Instant> until) {
    grant(name, PORT, until);
  }

  private static void grant(String name, String port, Optional<Instant> until) {
    var body = Json.object().put("port", port).put("purpose", "a test");
    until.ifPresent(end -> body.put("until", end.toString()));
    var asked = people.get(name).post("/api/v1/subscriptions", body);
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
    var approved =
        people
            .get("olga")
            .post("/api/v1/subscriptions/" + asked.body().path("id").asText() + "/approve");
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
  }

  private static long count(String port) {
    return admin.get("/api/v1/ports/" + port).body().path("records").asLong();
  }

  private static String fieldTags(String field) {
    for (var row : admin.get("/api/v1/ports/" + PORT).body().path("fields")) {
      if (row.path("path").asText().equals(field)) {
        return row.path("tags").toString();
      }
    }
    return "";
  }

  private static String anyRecord() {
    try (var consumer = consumer("pia")) {
      assign(consumer, PORT);
      for (var i = 0; i < 50; i++) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          return record.partition() + "/" + record.offset();
        }
      }
    }
    throw new AssertionError("pia reads nothing");
  }

  /** Reads the whole port as an ordinary client; waits for at least {@code least} records. */
  private static List<JsonNode> read(String name, String port, int least) {
    try (var consumer = consumer(name)) {
      assign(consumer, port);
      return drain(consumer, least);
    }
  }

  private static List<JsonNode> drain(KafkaConsumer<String, String> consumer, int least) {
    var records = new ArrayList<JsonNode>();
    var quiet = 0;
    for (var i = 0; i < 60 && (records.size() < least || quiet < 3); i++) {
      var polled = consumer.poll(Duration.ofMillis(200));
      polled.forEach(one -> records.add(Json.parse(one.value())));
      quiet = polled.isEmpty() ? quiet + 1 : 0;
    }
    return records;
  }

  private static Optional<String> refusal(String name) {
    try (var consumer = consumer(name)) {
      assign(consumer, PORT);
      for (var i = 0; i < 20; i++) {
        consumer.poll(Duration.ofMillis(200));
      }
      return Optional.empty();
    } catch (AuthorizationException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void assign(KafkaConsumer<String, String> consumer, String port) {
    var partitions =
        consumer.partitionsFor(port, Duration.ofSeconds(10)).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private static KafkaConsumer<String, String> consumer(String name) {
    var key = people.get(name).post("/api/v1/keys", Json.object().put("port", PORT)).body();
    var properties = new Properties();
    properties.put("bootstrap.servers", key.path("bootstrap").asText());
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", key.path("mechanism").asText());
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + key.path("id").asText()
            + "\" password=\""
            + key.path("secret").asText()
            + "\";");
    properties.put("isolation.level", "read_committed");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
  }

  private static void sql(String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                database.url("chinook"), database.user(), database.password());
        var prepared = connection.createStatement()) {
      prepared.execute(statement);
    }
  }
}
