package dev.weft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.spi.Schemas;
import dev.weft.sql.CheckedQuery.Changes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of queries before anything runs; no cluster and no broker is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlinkPlannerTest {
  private static final PortName SPENDING = PortName.of("spending.by_customer");
  private static final PortName VISITS = PortName.of("shop.visits");

  private final TestPorts ports = TestPorts.load();

  @TempDir private static Path folder;

  private TestFunctions functions;
  private FlinkPlanner planner;

  @BeforeAll
  void start() {
    functions = TestFunctions.compile(folder);
    ports.functions(functions.all());
    planner = new FlinkPlanner(Schemas.NONE, functions);
  }

  @AfterAll
  void close() {
    planner.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT pge FROM shop.clicks             | 1:8  | unknown-column   | Did you mean 'page'?
          SELECT c.pge FROM shop.clicks AS c      | 1:10 | unknown-column   | Did you mean 'page'?
          SELECT * FROM shop.click                | 1:15 | unknown-port     | Did you mean 'shop.clicks'?
          SELECT * FROM clicks                    | 1:15 | unknown-port     | Did you mean 'shop.clicks'?
          SELECT * FROM `shop.clicks`             | 1:15 | unknown-port     | Quote its parts: `shop`.`clicks`.
          SELECT * FROM nowhere.atall             | 1:15 | unknown-port     | Tables are ports, named product.port; 'weft get products' lists them.
          SELECT nofun(ms) FROM shop.clicks       | 1:8  | unknown-function | ""
          SELECT * FORM shop.clicks               | 1:15 | bad-sql          | ""
          SELECT page FROM shop.clicks WHERE      | 1:34 | bad-sql          | ""
          SELECT page, ms FROM shop.clicks GROUP BY page | 1:14 | bad-sql   | ""
          SELECT ms + paid FROM shop.clicks, shop.orders | 1:8  | bad-sql   | ""
          SELECT page FROM shop.clicks /*+ OPTIONS('topic'='x') */ | 1:1 | bad-sql | ""
          """)
  void tellsWhatIsWrongAndWhere(String sql, String place, String code, String hint) {
    var checked = planner.check(QueryRig.query(sql), ports);

    assertThat(checked.problems()).hasSize(1);
    var problem = checked.problems().get(0);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.place()).hasToString("test.query.yaml:" + place);
    assertThat(problem.hint()).isEqualTo(hint);
    assertThat(problem.message()).doesNotContain("org.apache", "Exception", "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT REPEAT('x', 2000000000) AS t FROM shop.clicks",
        "SELECT page FROM shop.clicks WHERE page = REPEAT(REPEAT('xxxxxxxxxx', 1000), 1000)",
        "SELECT REPEAT(page, n) AS t FROM (SELECT 'x' AS page, 2000000000 AS n FROM shop.clicks)",
        "SELECT LPAD('x', 2000000000, 'y') AS t FROM shop.clicks",
        "SELECT CAST('x' AS CHAR(2000000000)) AS t FROM shop.clicks",
        "SELECT REPLACE(REPEAT('x', 10000), 'x', REPEAT('y', 1000)) AS t FROM shop.clicks",
        "SELECT PRINTF('%2000000000d', 1) AS t FROM shop.clicks"
      })
  void constantsThatAreTooLongAreNotComputed(String sql) {
    var checked = planner.check(QueryRig.query(sql), ports);

    assertThat(checked.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("constant-too-long");
              assertThat(problem.place()).hasToString("test.query.yaml:1:1");
              assertThat(problem.message()).contains("could make more than 1000000 characters.");
            });
  }

  @Test
  void constantsWithinLimitsAreComputed() {
    var checked =
        planner.check(
            QueryRig.query(
                "SELECT user_id, page FROM shop.clicks WHERE page = UPPER(REPEAT('ab', 2))",
                List.of(VISITS)),
            ports);

    assertThat(checked.problems()).isEmpty();
    assertThat(checked.plan()).contains("ABAB").doesNotContain("REPEAT");
  }

  @Test
  void functionsFromJarsAreDescribedButNotCalledAndSeeNothingOfWeft() {
    System.clearProperty("weft.test.spy.called");

    var facts = planner.describe(functions.function("spy", "Spy"));
    var checked =
        planner.check(
            QueryRig.query(
                "SELECT user_id, shop.spy('x') AS page FROM shop.clicks", List.of(VISITS)),
            ports);

    assertThat(facts.problems()).isEmpty();
    assertThat(facts.kind()).isEqualTo("scalar");
    assertThat(facts.signatures()).singleElement().asString().contains("shop.spy", "STRING");
    assertThat(checked.problems()).isEmpty();
    assertThat(checked.functions()).containsExactly(functions.function("spy", "Spy"));
    assertThat(System.getProperty("weft.test.spy.called")).isNull();
    assertThat(System.getProperty("weft.test.spy.sees")).isEqualTo("false false");
  }

  @Test
  void tellsWhatIsWrongWithAFunction() {
    assertThat(describe("Missing")).isEqualTo("bad-function: the jar does not have this class.");
    assertThat(describe("Other")).startsWith("bad-function: it must be in the jar, and a Scalar");
    assertThat(describe("Broken")).contains("bad-function: ", "no luck");
    var elsewhere = new QueryFunction("shop", "f", "org.example.F", "0".repeat(64));
    assertThat(planner.describe(elsewhere).problems().get(0).code()).isEqualTo("no-such-jar");
    var own = new QueryFunction("shop", "f", "dev.weft.model.Json", functions.sha256);
    assertThat(planner.describe(own).problems().get(0).message()).contains("package of its own");
    assertThat(
            planner
                .check(QueryRig.query("SELECT shop.nofun(page) FROM shop.clicks"), ports)
                .problems())
        .extracting(Problem::code)
        .containsExactly("unknown-function");
  }

  private String describe(String className) {
    var problem = planner.describe(functions.function("f", className)).problems().get(0);
    return problem.code() + problem.message().replaceFirst("^[^:]*", "");
  }

  @Test
  void tellsAllThatIsUnknownAtOnce() {
    var checked =
        planner.check(
            QueryRig.query("SELECT pge,\n  usr_id, ms\nFROM shop.clicks WHERE mss > 1"), ports);

    assertThat(checked.problems())
        .extracting(problem -> problem.place().toString())
        .containsExactlyInAnyOrder(
            "test.query.yaml:1:8", "test.query.yaml:2:3", "test.query.yaml:3:24");
  }

  @Test
  void holdsTheResultAgainstTheContract() {
    var checked =
        planner.check(
            QueryRig.query(
                "SELECT customer_id, email AS contct, country AS invoices FROM customers.customers",
                List.of(SPENDING)),
            ports);

    assertThat(checked.problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder("unknown-field", "wrong-type", "missing-field");
    assertThat(checked.problems())
        .extracting(Problem::hint)
        .contains("Did you mean 'contact'?", "CAST(... AS BIGINT) may be meant.");
    assertThat(checked.plan()).isEmpty();
  }

  @Test
  void boundsOfWindowsFitTimestamps() {
    var checked =
        planner.check(
            QueryRig.query(
                "SELECT user_id, window_start AS seen FROM TUMBLE(TABLE shop.clicks,"
                    + " DESCRIPTOR(`at`), INTERVAL '1' MINUTE) GROUP BY user_id, window_start,"
                    + " window_end",
                List.of(VISITS)),
            ports);

    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
  }

  @Test
  void tellsOfEventTimesThatAreNone() {
    var clicks = PortName.of("shop.clicks");
    var late = java.time.Duration.ofSeconds(1);
    var query =
        new QueryText(
            "q",
            "q.yaml",
            "SELECT * FROM shop.clicks",
            List.of(),
            Map.of(),
            Map.of(clicks, new QueryText.EventTime("page", late)));

    assertThat(planner.check(query, ports).problems())
        .extracting(Problem::code)
        .containsExactly("no-event-time");
  }

  @Test
  void rowsThatAreReplacedNeedAKey() {
    var checked =
        planner.check(
            QueryRig.query(
                "SELECT user_id, MAX(page) AS page FROM shop.clicks GROUP BY user_id",
                List.of(VISITS)),
            ports);

    assertThat(checked.problems()).extracting(Problem::code).containsExactly("needs-primary-key");
  }

  @Test
  void whatNeedsRowsThatAreOnlyAddedSaysHowToGetThem() {
    var sql =
        "SELECT i.invoice_id FROM %ssales.invoices AS i, shop.clicks AS c WHERE c.page = i.currency"
            + " AND i.invoice_date BETWEEN c.`at` AND c.`at` + INTERVAL '5' SECOND";

    assertThat(planner.check(QueryRig.query(sql.formatted("records.")), ports).problems())
        .isEmpty();
    assertThat(planner.check(QueryRig.query(sql.formatted("")), ports).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("rows-are-replaced");
              assertThat(problem.hint()).contains("FROM records.sales.invoices");
            });
  }

  @Test
  void severalPortsAreFilledByOneJob() {
    var checked =
        planner.check(
            QueryRig.query(
                """
                CREATE TEMPORARY VIEW paid AS SELECT * FROM sales.invoices WHERE total > 1;
                INSERT INTO spending.by_customer
                SELECT i.customer_id, MAX(c.email), MAX(c.country), COUNT(*), SUM(i.total)
                FROM paid AS i JOIN customers.customers AS c ON i.customer_id = c.customer_id
                GROUP BY i.customer_id;
                INSERT INTO shop.visits (page, user_id) SELECT page, user_id FROM shop.clicks;
                """,
                List.of(SPENDING, VISITS)),
            ports);

    assertThat(checked.problems()).isEmpty();
    assertThat(checked.outputs())
        .extracting(CheckedQuery.Output::port)
        .containsExactly(SPENDING, VISITS);
    assertThat(checked.outputs())
        .extracting(CheckedQuery.Output::changes)
        .containsExactly(Changes.UPSERT, Changes.APPEND);
    var visits = checked.outputs().get(1).fields();
    assertThat(visits).extracting(CheckedQuery.OutputField::name).startsWith("user_id", "page");
    assertThat(visits.get(0).from())
        .extracting(CheckedQuery.Origin::field)
        .containsExactly("user_id");
    assertThat(Json.parse(checked.plan()).at("/plan/nodes").size()).isGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INSERT INTO shop.visits SELECT user_id, page, at FROM shop.clicks; INSERT INTO shop.visits SELECT user_id, page, at FROM shop.clicks | filled-twice
          INSERT INTO spending.by_customer SELECT customer_id, email, country, 1, 1 FROM customers.customers; INSERT INTO shop.visits SELECT user_id, page, at FROM shop.clicks | not-into
          INSERT INTO shop.visits SELECT user_id, page, seen FROM shop.visits | reads-itself
          SELECT user_id, page FROM shop.visits                        | reads-itself
          SELECT user_id FROM shop.clicks; SELECT user_id FROM shop.clicks | two-queries
          """)
  void tellsWhatDoesNotGoTogether(String sql, String code) {
    var quoted = sql.replace(" at ", " `at` ");

    assertThat(planner.check(QueryRig.query(quoted, List.of(VISITS)), ports).problems())
        .extracting(Problem::code)
        .contains(code);
  }

  @Test
  void tellsOfPortsThatAreNotFilledOrHaveNoContract() {
    var into = List.of(VISITS, SPENDING, PortName.of("no.where"));

    assertThat(
            planner
                .check(QueryRig.query("INSERT INTO shop.visits SELECT 'a', 'b', NULL", into), ports)
                .problems())
        .extracting(Problem::code)
        .containsExactly("no-contract");
  }

  @Test
  void warnsOfWhatMaySurprise() {
    var checked =
        planner.check(
            QueryRig.query(
                "SELECT MAX(i.customer_id) AS customer_id, COUNT(*) AS invoices, SUM(i.total) AS"
                    + " spent, MAX(UUID()) AS contact FROM sales.invoices AS i JOIN"
                    + " customers.customers AS c ON i.currency = c.country GROUP BY i.currency",
                List.of(SPENDING)),
            ports);

    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings())
        .extracting(Problem::code)
        .contains("not-repeatable", "key-may-be-null", "rows-share-a-key", "state-grows");
  }

  @Test
  void aPlanNamesTablesOnly() {
    var checked =
        planner.check(
            QueryRig.query("SELECT user_id, page FROM shop.clicks", List.of(VISITS)), ports);

    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
    assertThat(checked.plan()).doesNotContain("connector", "bootstrap", "properties.", "sasl");
    assertThat(PlanText.parse(checked.plan()).tables())
        .containsOnlyKeys(VISITS, PortName.of("shop.clicks"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM default_catalog.default_database.x",
        "SELECT * FROM `default_catalog`.`shop`.`clicks`",
        "SELECT java_method('java.lang.Runtime', 'getRuntime')",
        "SELECT REFLECT('java.lang.System', 'exit', '1')",
        "INSERT INTO shop.orders SELECT * FROM shop.orders",
        "WITH x AS (INSERT INTO shop.visits SELECT 1) SELECT 1",
        "SELECT * FROM shop.visits; SET 'a' = 'b'",
        "SELECT ML_PREDICT(1)",
        "SELECT * FROM ML_PREDICT(TABLE shop.clicks, MODEL m, DESCRIPTOR(page))",
      })
  void hostileQueriesAreNotSound(String sql) {
    assertThat(planner.check(QueryRig.query(sql), ports).isSound()).isFalse();
  }

  @Test
  void deepNestingIsAProblemAndNoCrash() {
    var sql = "SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000);

    assertThat(planner.check(QueryRig.query(sql), ports).problems())
        .extracting(Problem::code)
        .isNotEmpty()
        .isSubsetOf("bad-sql", "query-too-deep");
    assertThat(planner.check(QueryRig.query("SELECT 1 AS x"), ports).isSound()).isTrue();
  }

  @Test
  void aDraftHasTheColumnsOfTheResult() {
    var output =
        planner
            .check(
                QueryRig.query(
                    "SELECT user_id, COUNT(*) AS n, MAX(`at`) AS seen, MAX(ms) * 1.5 AS x FROM"
                        + " shop.clicks GROUP BY user_id"),
                ports)
            .outputs()
            .get(0);

    var contract = planner.draft(output, "shop");

    var fields = contract.at("/schema/0/properties");
    assertThat(fields.findValuesAsText("name")).containsExactly("user_id", "n", "seen", "x");
    assertThat(fields.findValuesAsText("logicalType"))
        .containsExactly("string", "integer", "timestamp", "number");
    assertThat(fields.get(0).path("primaryKeyPosition").asInt()).isEqualTo(1);
    assertThat(fields.get(1).path("required").asBoolean()).isTrue();
  }

  @Test
  void parametersStandForValues() {
    var query =
        new QueryText(
            "p",
            "p.yaml",
            "SELECT user_id FROM shop.clicks WHERE ms > :least AND page = :page",
            List.of(),
            Map.of("least", "3", "page", "x' OR '1'='1"),
            Map.of());

    assertThat(planner.check(query, ports).problems()).isEmpty();
  }
}
