package dev.weft.processors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.spi.Expressions;
import dev.weft.spi.FieldObserver.FieldSample;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.SourceTables;
import dev.weft.testing.PostgresServer;
import dev.weft.testing.TestContext;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryDatabaseTableIT {

  private static final Path CHINOOK = besideTheProject("data/chinook-postgres.sql");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Expressions NO_EXPRESSIONS =
      text -> {
        throw new AssertionError("no expression is needed here");
      };
  private static PostgresServer postgres;

  private final Map<String, FieldSample> newFields = new LinkedHashMap<>();
  private final List<SourceTables> sightings = new ArrayList<>();
  private final List<SourceProcessor> open = new ArrayList<>();
  private Instant now = NOW;
  private Optional<JsonNode> position = Optional.empty();
  private Connection connection;

  @BeforeAll
  static void start() {
    postgres = PostgresServer.startOrSkip();
  }

  @AfterAll
  static void stop() {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void connect() throws SQLException {
    connection =
        DriverManager.getConnection(postgres.url("postgres"), "postgres", postgres.password());
    execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  }

  @AfterEach
  void disconnect() throws SQLException {
    open.forEach(SourceProcessor::close);
    connection.close();
  }

  @Test
  void readsEveryRowOnceAndThenWhatIsNew() throws Exception {
    execute("CREATE TABLE item (id int PRIMARY KEY, name text)");
    execute("INSERT INTO item SELECT n, 'item ' || n FROM generate_series(1, 25) n");
    var source =
        source(
            """
            {"table": "item", "maximumValueColumns": ["id"], "batchRows": 10}
            """);

    assertThat(ids(pollAll(source))).containsExactlyElementsOf(range(1, 25));
    assertThat(pollAll(source)).isEmpty();
    execute("INSERT INTO item VALUES (26, 'new')");

    assertThat(ids(pollAll(source))).containsExactly(26L);
  }

  @Test
  void goesOnFromItsPositionAfterARestart() throws Exception {
    execute("CREATE TABLE item (id int PRIMARY KEY)");
    execute("INSERT INTO item SELECT generate_series(1, 25)");
    var settings =
        """
        {"table": "item", "maximumValueColumns": ["id"], "batchRows": 10}
        """;
    var first = source(settings).poll(position);
    position = first.position().map(kept -> Json.parse(kept.toString()));

    var rest = pollAll(source(settings));

    assertThat(first.more()).isTrue();
    assertThat(ids(rest)).containsExactlyElementsOf(range(11, 25));
  }

  @Test
  void givesEachRowItsOriginWithoutCredentials() throws Exception {
    execute("CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item VALUES (7)");
    var url = postgres.url("postgres") + "?ApplicationName=hidden&options=-csearch_path=public";

    var item =
        pollAll(
                source(
                    url,
                    """
                    {"table": "item", "maximumValueColumns": ["id"]}
                    """))
            .get(0);

    assertThat(item.origin().source()).isEqualTo(postgres.url("postgres") + "#public.item");
    assertThat(item.origin().key()).isEqualTo("id");
    assertThat(item.origin().position()).isEqualTo(7);
  }

  @Test
  void mapsTypesWithoutLossAndWithoutTheMachinesTimeZone() throws Exception {
    execute(
        "CREATE TABLE kinds (id bigint PRIMARY KEY, n numeric(30,10), r real, d float8, b boolean,"
            + " day date, at time, ts timestamp, tz timestamptz, bin bytea, doc jsonb, arr int[],"
            + " u uuid, none text)");
    execute(
        "INSERT INTO kinds VALUES (9223372036854775807, 12345678901234567890.0123456789, 0.1, 0.2,"
            + " true, '2024-02-29', '23:59:59.123456', '2024-03-31 02:30:00',"
            + " '2024-03-31 02:30:00+05', '\\x0aff', '{\"a\": [1, 2.50, null]}', '{1,null,3}',"
            + " '6b1f0b0e-0000-4000-8000-000000000001', null)");

    var row =
        pollAll(
                source(
                    """
                    {"table": "kinds", "maximumValueColumns": ["id"]}
                    """))
            .get(0)
            .record();

    assertThat(row.get("id")).isEqualTo(Long.MAX_VALUE);
    assertThat(row.get("n")).isEqualTo(new BigDecimal("12345678901234567890.0123456789"));
    assertThat(row.get("r")).isEqualTo(0.1);
    assertThat(row.get("d")).isEqualTo(0.2);
    assertThat(row.get("b")).isEqualTo(true);
    assertThat(row.get("day")).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(row.get("at")).isEqualTo(LocalTime.parse("23:59:59.123456"));
    assertThat(row.get("ts")).isEqualTo(LocalDateTime.parse("2024-03-31T02:30:00"));
    assertThat(row.get("tz")).isEqualTo(Instant.parse("2024-03-30T21:30:00Z"));
    assertThat((byte[]) row.get("bin")).containsExactly(0x0a, 0xff);
    assertThat(row.get("doc").toString()).isEqualTo("{a=[1, 2.50, null]}");
    assertThat(row.get("arr").toString()).isEqualTo("[1, null, 3]");
    assertThat(row.get("u")).isEqualTo("6b1f0b0e-0000-4000-8000-000000000001");
    assertThat(row.fields()).containsEntry("none", null);
  }

  @Test
  void thePrimaryKeyBreaksTiesBetweenPages() throws Exception {
    execute("CREATE TABLE item (id int PRIMARY KEY, changed timestamp)");
    execute("INSERT INTO item SELECT n, '2024-01-01' FROM generate_series(1, 25) n");
    var source =
        source(
            """
            {"table": "item", "maximumValueColumns": ["changed"], "batchRows": 10}
            """);

    var items = pollAll(source);

    assertThat(ids(items)).containsExactlyElementsOf(range(1, 25));
    assertThat(items.get(24).origin().key()).isEqualTo("row");
    assertThat(items.get(24).origin().position()).isEqualTo(25);
  }

  @Test
  void withoutAPrimaryKeyAPageEndsOnlyBetweenDifferentValues() throws Exception {
    execute("CREATE TABLE item (id int, day date)");
    execute("INSERT INTO item SELECT n, date '2024-01-01' + n / 8 FROM generate_series(1, 40) n");
    execute("INSERT INTO item VALUES (99, null)");
    var source =
        source(
            """
            {"table": "item", "maximumValueColumns": ["day"], "batchRows": 10}
            """);

    assertThat(ids(pollAll(source))).containsExactlyInAnyOrderElementsOf(range(1, 40));
  }

  @Test
  void ordersBySeveralColumns() throws Exception {
    execute("CREATE TABLE item (id int, a int, b uuid, PRIMARY KEY (b))");
    execute("INSERT INTO item SELECT n, n % 3, gen_random_uuid() FROM generate_series(1, 30) n");
    var source =
        source(
            """
            {"table": "item", "maximumValueColumns": ["a", "b"], "batchRows": 4}
            """);

    assertThat(ids(pollAll(source))).containsExactlyInAnyOrderElementsOf(range(1, 30));
  }

  @Test
  void readsChosenColumnsOfChosenRows() throws Exception {
    execute("CREATE TABLE item (id int PRIMARY KEY, secret text, country text)");
    execute("INSERT INTO item VALUES (1, 's', 'CA'), (2, 's', 'BR'), (3, 's', 'CA')");
    var source =
        source(
            """
            {"table": "ITEM", "maximumValueColumns": ["ID"], "columns": ["ID", "country"],
             "where": "country = 'CA'"}
            """);

    var items = pollAll(source);

    assertThat(ids(items)).containsExactly(1L, 3L);
    assertThat(items.get(0).record().fields()).containsOnlyKeys("id", "country");
    assertThat(newFields).containsOnlyKeys("id", "country");
  }

  @Test
  void readsNamesThatNeedQuotes() throws Exception {
    execute(
        "CREATE SCHEMA \"o'dd\"; CREATE TABLE \"o'dd\".\"My \"\"Table\" (\"Ord er\" int PRIMARY"
            + " KEY)");
    execute("INSERT INTO \"o'dd\".\"My \"\"Table\" VALUES (1)");
    var source =
        source(
            """
            {"schema": "o'dd", "table": "My \\"Table", "maximumValueColumns": ["Ord er"]}
            """);

    assertThat(pollAll(source)).hasSize(1);
  }

  @Test
  void tellsOfANewColumnWithItsFirstValuesWithoutANewRow() throws Exception {
    execute(
        "CREATE TABLE item (id int PRIMARY KEY, phone text); INSERT INTO item VALUES (1, '+1 2')");
    var source =
        source(
            """
            {"table": "item", "maximumValueColumns": ["id"]}
            """);
    pollAll(source);
    assertThat(newFields.get("phone")).isEqualTo(new FieldSample("string", List.of("+1 2")));

    execute("ALTER TABLE item ADD COLUMN mobile text");
    assertThat(pollAll(source)).isEmpty();
    assertThat(newFields).doesNotContainKey("mobile");

    execute("UPDATE item SET mobile = '+43 664 1234567'");
    now = now.plusSeconds(6);
    pollAll(source);
    assertThat(newFields.get("mobile").values()).containsExactly("+43 664 1234567");

    execute("INSERT INTO item VALUES (2, null, '+43 664 7654321')");
    assertThat(pollAll(source).get(0).record().get("mobile")).isEqualTo("+43 664 7654321");
  }

  @Test
  void tellsOfTheTablesBesideOnceInAWhileAndOfAnotherTypeAtOnce() throws Exception {
    execute("CREATE TABLE item (id int PRIMARY KEY, price numeric(10,2))");
    execute("DROP SCHEMA IF EXISTS \"o'dd\" CASCADE");
    execute("CREATE SCHEMA IF NOT EXISTS ware; CREATE TABLE IF NOT EXISTS ware.shelf (id int)");
    var source =
        source(
            """
            {"table": "item", "maximumValueColumns": ["id"]}
            """);
    pollAll(source);
    assertThat(sightings).hasSize(1);
    assertThat(sightings.get(0).reads().orElseThrow().columns())
        .containsExactly(
            new SourceTables.Column("id", "integer", "integer"),
            new SourceTables.Column("price", "numeric(10,2)", "number"));
    assertThat(names(sightings.get(0))).containsExactly("ware.shelf");
    assertThat(sightings.get(0).currentSchema()).isEqualTo("public");

    execute("CREATE TABLE supplier (id int, mails text[], born timestamptz, note jsonb)");
    execute("CREATE TABLE day (at date) PARTITION BY RANGE (at)");
    execute("CREATE TABLE day_1 PARTITION OF day FOR VALUES FROM ('2026-01-01') TO ('2026-01-02')");
    pollAll(source);
    assertThat(sightings).as("not due yet").hasSize(1);
    now = now.plusSeconds(301);
    pollAll(source);
    assertThat(names(sightings.get(1)))
        .as("a partition is no table of its own")
        .containsExactly("public.day", "public.supplier", "ware.shelf");
    assertThat(sightings.get(1).beside().get(1).columns())
        .extracting(SourceTables.Column::logicalType)
        .containsExactly("integer", "array", "timestamp", "object");

    execute("ALTER TABLE item ALTER COLUMN price TYPE text");
    pollAll(source);
    assertThat(sightings.get(2).reads().orElseThrow().columns().get(1))
        .isEqualTo(new SourceTables.Column("price", "text", "string"));
  }

  @Test
  void tellsOnlyOfTablesThatItsUserMayRead() throws Exception {
    execute("CREATE TABLE item (id int PRIMARY KEY); CREATE TABLE wages (id int, amount int)");
    execute("CREATE TABLE staff (id int, wage int)");
    execute("DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN PASSWORD 'clerk'");
    execute("GRANT USAGE ON SCHEMA public TO clerk; GRANT SELECT ON item TO clerk");
    execute("GRANT SELECT (id) ON staff TO clerk");
    var clerk =
        source(
            postgres.url("postgres"),
            """
            {"table": "item", "maximumValueColumns": ["id"]}
            """,
            "clerk",
            "clerk");

    pollAll(clerk);

    assertThat(names(sightings.get(0))).containsExactly("public.staff");
    assertThat(sightings.get(0).beside().get(0).columns())
        .extracting(SourceTables.Column::name)
        .containsExactly("id");
  }

  private static List<String> names(SourceTables tables) {
    return tables.beside().stream().map(one -> one.schema() + "." + one.name()).toList();
  }

  @Test
  void readsAWholeTableAgainOnlyWhenToldTo() throws Exception {
    execute(
        "CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item SELECT generate_series(1, 5)");
    var source =
        source(
            """
            {"table": "item", "wholeTable": true, "batchRows": 2}
            """);

    assertThat(ids(pollAll(source))).containsExactlyElementsOf(range(1, 5));
    assertThat(ids(pollAll(source))).containsExactlyElementsOf(range(1, 5));
    assertThatThrownBy(
            () ->
                source(
                    """
                    {"table": "item"}
                    """))
        .hasStackTraceContaining("maximumValueColumns must name a growing column");
  }

  @Test
  void saysWhatIsWrongWithoutThePassword() {
    var absent = "jdbc:postgresql://127.0.0.1:1/none?password=topsecret";

    assertThatThrownBy(
            () ->
                pollAll(
                    source(
                        absent,
                        """
                        {"table": "t", "maximumValueColumns": ["id"]}
                        """)))
        .isInstanceOf(RetryableException.class)
        .hasMessageStartingWith("jdbc:postgresql://127.0.0.1:1/none: ")
        .hasMessageNotContaining("topsecret");
    assertThatThrownBy(
            () ->
                pollAll(
                    source(
                        """
                        {"table": "itm", "maximumValueColumns": ["id"]}
                        """)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("there is no table 'itm' in schema 'public'");
    assertThatThrownBy(
            () ->
                pollAll(
                    source(
                        "jdbc:none:x?password=topsecret",
                        """
                        {"table": "t", "wholeTable": true}
                        """)))
        .hasMessageContaining("No suitable driver")
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void recoversWhenTheConnectionBreaks() throws Exception {
    execute("CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item VALUES (1)");
    var source =
        source(
            """
            {"table": "item", "maximumValueColumns": ["id"]}
            """);
    pollAll(source);
    execute("INSERT INTO item VALUES (2)");
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'weft'");

    assertThatThrownBy(() -> pollAll(source)).isInstanceOf(RetryableException.class);
    assertThat(ids(pollAll(source))).containsExactly(2L);
  }

  @Test
  void readsChinook() throws Exception {
    Assumptions.assumeTrue(Files.exists(CHINOOK), "skipped: no Chinook beside the project");
    postgres.run(CHINOOK);
    var url = postgres.url("chinook");

    var customers =
        pollAll(
            source(
                url,
                """
                {"table": "customer", "maximumValueColumns": ["customer_id"]}
                """));
    position = Optional.empty();
    var invoices =
        pollAll(
            source(
                url,
                """
                {"table": "invoice", "maximumValueColumns": ["invoice_id"]}
                """));

    assertThat(customers).hasSize(59);
    assertThat(invoices).hasSize(412);
    assertThat(invoices.get(0).record().get("invoice_date")).isInstanceOf(LocalDateTime.class);
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private SourceProcessor source(String settings) {
    return source(postgres.url("postgres"), settings, postgres.user(), postgres.password());
  }

  private SourceProcessor source(String url, String settings) {
    return source(url, settings, postgres.user(), postgres.password());
  }

  private SourceProcessor source(String url, String settings, String user, String password) {
    var json = (ObjectNode) Json.parse(settings);
    json.put("url", url).put("user", user).put("password", password);
    var created =
        new QueryDatabaseTable()
            .create(Json.read(json, QueryDatabaseTable.Settings.class), context());
    open.add(created);
    return created;
  }

  private ProcessorContext context() {
    var told = TestContext.of(NO_EXPRESSIONS, new TestClock());
    return new TestContext(
            told.expressions(),
            told.clock(),
            told.state(),
            told.services(),
            newFields,
            sightings,
            told.bulletins(),
            told.gathered())
        .processor();
  }

  private final class TestClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private List<Traced> pollAll(SourceProcessor source) throws Exception {
    var all = new ArrayList<Traced>();
    var more = true;
    while (more) {
      var batch = source.poll(position);
      batch.flowFiles().forEach(file -> all.addAll(((Records) file.content()).items()));
      position = batch.position().or(() -> position);
      more = batch.more();
    }
    return all;
  }

  /** In the nearest folder above that has a neighbour called shared: a checkout may lie deeper. */
  private static Path besideTheProject(String file) {
    var here = Path.of("").toAbsolutePath();
    while (here.getParent() != null && !Files.isDirectory(here.resolveSibling("shared"))) {
      here = here.getParent();
    }
    return here.resolveSibling("shared").resolve(file);
  }

  private static List<Long> ids(List<Traced> items) {
    return items.stream().map(item -> (Long) item.record().get("id")).toList();
  }

  private static List<Long> range(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Long::valueOf).toList();
  }
}
