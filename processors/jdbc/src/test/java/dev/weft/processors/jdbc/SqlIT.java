package dev.weft.processors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor;
import dev.weft.spi.flow.SourceTables;
import dev.weft.testing.FieldNames;
import dev.weft.testing.PostgresServer;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries and changes on a real PostgreSQL, all through one pool. */
class SqlIT {
  private static PostgresServer postgres;

  private final TestContext context = TestContext.of(new FieldNames(), Clock.systemUTC());
  private final List<AutoCloseable> open = new ArrayList<>();
  private Optional<JsonNode> position = Optional.empty();
  private Connection connection;
  private ConnectionPool pool;

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
    execute("CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(8, 2))");
    pool =
        new JdbcPool()
            .create(
                new JdbcPool.Settings(
                    postgres.url("postgres"), postgres.user(), postgres.password(), 2, null),
                Clock.systemUTC());
    context.services().put("pool", pool);
  }

  @AfterEach
  void disconnect() throws Exception {
    for (var each : open) {
      each.close();
    }
    pool.close();
    connection.close();
  }

  @Test
  void readsTheResultOfAQueryAndThenWhatIsNew() throws Exception {
    execute("INSERT INTO item SELECT n, 'item ' || n, n FROM generate_series(1, 25) n");
    var query = "SELECT id AS number, upper(name) AS name FROM item WHERE id % 2 = 1";
    var source = query(query, List.of("number"), 5);
    assertThat(poll(source)).hasSize(13).first().extracting("name").isEqualTo("ITEM 1");
    execute("INSERT INTO item VALUES (26, 'even', 1), (27, 'odd', 1)");

    var later = poll(query(query, List.of("number"), 5));

    assertThat(later).containsExactly(Map.of("number", 27L, "name", "ODD"));
  }

  @Test
  void emitsAllRowsOfAQueryWithoutAGrowingColumn() throws Exception {
    execute("INSERT INTO item SELECT n, 'item', 2 FROM generate_series(1, 3) n");
    var source = query("SELECT sum(price) AS total FROM item", List.of(), 10);

    assertThat(poll(source)).containsExactly(Map.of("total", new BigDecimal("6.00")));
    assertThat(poll(source)).hasSize(1);
  }

  @Test
  void cannotChangeAnythingByAQuery() {
    var source = query("INSERT INTO item VALUES (1) RETURNING id", List.of(), 10);

    assertThatThrownBy(() -> source.poll(position)).isInstanceOf(RetryableException.class);
  }

  @Test
  void upsertsAndRepeatsWithoutAnyChange() throws Exception {
    execute("INSERT INTO item VALUES (1, 'old', 1)");
    var flow = put("upsert");

    for (var time = 0; time < 2; time++) {
      flow.send(
          record("id", 1L, "name", "new"),
          record("id", 2L, "name", "two", "price", new BigDecimal("2.50")),
          record("ID", 2L, "name", "again"));
    }

    assertThat(rows("SELECT * FROM item ORDER BY id"))
        .containsExactly("1|new|1.00", "2|again|2.50");
    assertThat(flow.records("success")).hasSize(6);
  }

  @Test
  void updatesAndDeletesByKey() throws Exception {
    execute("INSERT INTO item VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3)");

    put("update").send(record("name", "changed", "id", 2L), record("id", 9L, "name", "not there"));
    put("delete").send(record("id", 1L, "name", "whatever"));

    assertThat(rows("SELECT id, name FROM item ORDER BY id"))
        .containsExactly("2|changed", "3|three");
  }

  @Test
  void leavesOutOnlyTheRecordsThatTheDatabaseRefuses() throws Exception {
    execute("ALTER TABLE item ADD CHECK (name <> 'secret-value')");
    execute("INSERT INTO item VALUES (5, 'there', 1)");
    var flow = put("insert");
    var good = record("id", 1L, "name", "good");
    var last = record("id", 6L, "name", "last");

    flow.send(
        good,
        record("id", 5L, "name", "double"),
        record("id", 2L, "name", "secret-value"),
        record("id", 3L, "price", new BigDecimal("1234567890.00")),
        record("id", "no number"),
        record("id", 4L, "colour", "red"),
        last);

    assertThat(flow.records("success")).containsExactly(good, last);
    assertThat(rows("SELECT id FROM item ORDER BY id")).containsExactly("1", "5", "6");
    assertThat(flow.emitted("failure"))
        .extracting(file -> file.attributes().get("error.message"))
        .hasSize(5)
        .allSatisfy(reason -> assertThat(reason).doesNotContain("secret-value", "no number", "red"))
        .anySatisfy(reason -> assertThat(reason).contains("23505", "item_pkey"))
        .anySatisfy(reason -> assertThat(reason).contains("22003"))
        .contains(
            "'id' does not fit its column, which is int4",
            "table public.item has no column for 'colour'");
  }

  @Test
  void writesAllTypesAsTheyAreRead() throws Exception {
    execute(
        "CREATE TABLE kinds (id uuid PRIMARY KEY, flag bool, real8 float8, day date, at timestamp,"
            + " instant timestamptz, bytes bytea, doc jsonb, list int[])");
    var values = new LinkedHashMap<String, Object>();
    values.put("id", "00000000-0000-0000-0000-000000000001");
    values.put("flag", true);
    values.put("real8", 0.5);
    values.put("day", LocalDate.parse("2026-03-01"));
    values.put("at", LocalDateTime.parse("2026-03-01T12:00:00"));
    values.put("instant", Instant.parse("2026-03-01T12:00:00Z"));
    values.put("bytes", "AQI=");
    values.put("doc", Map.of("a", List.of(1L)));
    values.put("list", List.of(1L, 2L));
    var flow = put("upsert", "kinds");

    flow.send(new DataRecord(values));

    var read = poll(query("SELECT * FROM kinds", List.of(), 10)).get(0);
    assertThat(read.get("bytes")).isEqualTo(new byte[] {1, 2});
    values.remove("bytes");
    assertThat(read).containsAllEntriesOf(values);
  }

  @Test
  void runsAStatementForEachRecord() throws Exception {
    execute("INSERT INTO item VALUES (1, 'one', 1), (2, 'two', 2)");
    var settings =
        new PutSQL.Settings(
            "pool",
            null,
            null,
            null,
            "UPDATE item SET price = price + ?, name = ? WHERE id = ?",
            List.of("more", "name", "id"),
            null);
    var flow = TestFlow.of(new PutSQL().create(settings, context.processor()));
    open.add(flow);

    flow.send(
        record("id", 1L, "more", 10L, "name", "'; DROP TABLE item; --"),
        record("id", 2L, "more", new BigDecimal("0.5"), "name", "b"),
        record("id", 2L));

    assertThat(rows("SELECT * FROM item ORDER BY id"))
        .containsExactly("1|'; DROP TABLE item; --|11.00", "2|b|2.50");
    assertThat(flow.records("failure")).containsExactly(record("id", 2L));
  }

  @Test
  void addsWhatItFinds() throws Exception {
    execute("INSERT INTO item VALUES (1, 'one', 1)");
    var settings =
        new LookupSQL.Settings(
            "pool",
            null,
            null,
            null,
            "SELECT name, price FROM item WHERE id = ?",
            List.of("id"),
            "item",
            null);
    var flow = TestFlow.of(new LookupSQL().create(settings, context.processor()));
    open.add(flow);

    flow.send(record("id", 1L), record("id", 7L), record("other", 7L));

    assertThat(flow.records("success"))
        .containsExactly(
            record("id", 1L, "item", Map.of("name", "one", "price", new BigDecimal("1.00"))));
    assertThat(flow.records("unmatched")).containsExactly(record("id", 7L));
    assertThat(flow.records("failure")).containsExactly(record("other", 7L));
  }

  @Test
  void waitsForATableAndShowsNoPassword() throws Exception {
    var flow = put("upsert", "later");
    assertThatThrownBy(() -> flow.send(record("id", 1L)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("there is no table 'later'");
    execute("CREATE TABLE later (id int PRIMARY KEY)");
    flow.send(record("id", 1L));
    assertThat(rows("SELECT id FROM later")).containsExactly("1");

    var wrong =
        new PutDatabaseRecord.Settings(
            null,
            postgres.url("postgres"),
            "postgres",
            "wrong-password",
            "item",
            null,
            null,
            null,
            false,
            null);
    var refused = TestFlow.of(new PutDatabaseRecord().create(wrong, context.processor()));
    open.add(refused);
    assertThatThrownBy(() -> refused.send(record("id", 1L)))
        .isInstanceOf(RetryableException.class)
        .hasMessageNotContaining("wrong-password");
    assertThat(wrong.toString()).doesNotContain("wrong-password");
  }

  @Test
  void refusesTwoWaysToADatabase() {
    assertThatThrownBy(() -> new Access("pool", "jdbc:x", null, null).open(context.processor()))
        .hasMessageContaining("pool or url");
    assertThatThrownBy(() -> new Access("pool", null, "me", null).open(context.processor()))
        .hasMessageContaining("user and password belong to url");
  }

  @Test
  void aQueryTellsOfItsTablesAndOfThoseBeside() throws Exception {
    execute("CREATE TABLE note (id int, item int); CREATE TABLE other (id int)");

    poll(query("SELECT i.* FROM Item AS i, public.note n WHERE i.id = n.item", List.of(), 10));

    var told = context.tables().get(0);
    assertThat(told.reads()).isEmpty();
    assertThat(told.takes()).extracting(SourceTables.Table::name).containsExactly("item", "note");
    assertThat(told.beside()).extracting(SourceTables.Table::name).containsExactly("other");
    assertThat(told.takes().get(0).columns().get(2))
        .isEqualTo(new SourceTables.Column("price", "numeric(8,2)", "number"));
  }

  private SourceProcessor query(String query, List<String> growing, int batchRows) {
    var settings =
        new ExecuteSQLRecord.Settings(
            "pool", null, null, null, query, growing, null, batchRows, null);
    var source = new ExecuteSQLRecord().create(settings, context.processor());
    open.add(source);
    return source;
  }

  private TestFlow put(String operation) {
    return put(operation, "item");
  }

  private TestFlow put(String operation, String table) {
    var json = Json.object().put("pool", "pool").put("table", table).put("operation", operation);
    var settings = Json.read(json, PutDatabaseRecord.Settings.class);
    var flow = TestFlow.of(new PutDatabaseRecord().create(settings, context.processor()));
    open.add(flow);
    return flow;
  }

  private List<Map<String, Object>> poll(SourceProcessor source) throws Exception {
    var all = new ArrayList<Map<String, Object>>();
    var more = true;
    while (more) {
      var batch = source.poll(position);
      position = batch.position().or(() -> position);
      batch
          .flowFiles()
          .forEach(
              file ->
                  ((Records) file.content())
                      .items()
                      .forEach(item -> all.add(item.record().fields())));
      more = batch.more();
    }
    return all;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    var all = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var cells = new ArrayList<String>();
        for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(rows.getString(i));
        }
        all.add(String.join("|", cells));
      }
    }
    return all;
  }

  private static DataRecord record(Object... namesAndValues) {
    var fields = new LinkedHashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new DataRecord(fields);
  }
}
