package dev.weft.processors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.DataRecord;
import dev.weft.spi.QualityQueries.Answer;
import dev.weft.spi.QualityQueries.Column;
import dev.weft.spi.QualityQueries.Query;
import dev.weft.spi.QualityQueries.Table;
import dev.weft.spi.QualityQueries.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules in SQL: they give numbers of the records of a window, and can do nothing else. */
class SqlQualityTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));
  private static final Table PAYMENTS =
      new Table(
          Set.of("payment", "order"),
          List.of(
              new Column("id", "integer"),
              new Column("total", "number"),
              new Column("currency", "string"),
              new Column("booked_at", "timestamp"),
              new Column("day", "date"),
              new Column("ok", "boolean"),
              new Column("address", "object"),
              new Column("address.city", "string")));

  private final SqlQuality engine = new SqlQuality();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT COUNT(*) FROM ${table} | 3",
        "select count(*) from payment where total < 0 | 1",
        "SELECT COUNT(*) FROM ${object} WHERE ${property} IS NULL | 1",
        "SELECT SUM(total) FROM payment | 0.3",
        "SELECT COUNT(*) FROM order WHERE total < 0 GROUP BY ok ORDER BY 1 LIMIT 1 | 1",
        "SELECT SUM(p.total * 2) FROM payment AS p WHERE p.ok | 1.0",
        "SELECT COUNT(DISTINCT currency) FROM payment | 2",
        "SELECT COUNT(*) FROM payment WHERE \"address.city\" = 'Graz' -- where we are | 2",
        "SELECT COUNT(*) FROM (SELECT currency AS c, COUNT(*) AS n FROM payment GROUP BY currency) AS g WHERE g.n > 1 | 1",
        "SELECT COUNT(*) FROM payment WHERE id IN (SELECT MAX(id) FROM payment) | 1",
        "SELECT 100.0 * SUM(CASE WHEN currency LIKE 'E%' THEN 1 ELSE 0 END) / COUNT(*) FROM payment | 66.67",
        "SELECT COUNT(*) FROM payment WHERE CAST(booked_at AS DATE) = DATE '2026-11-28' | 2",
        "SELECT ROUND(AVG(EXTRACT(HOUR FROM booked_at)), 1) FROM payment | 11",
        "SELECT MAX(total) > 0.4 FROM payment | 1",
        "SELECT COUNT(*) FROM payment WHERE \"day\" < DATE '2026-11-28' | 1"
      })
  void aQueryGivesANumberOfTheRecords(String query, double expected) {
    try (var window = window(query)) {
      add(window, 1, 0.5, "EUR", "2026-11-28T11:00:00Z", "2026-11-28", true, "Graz");
      add(window, 2, -0.3, "EUR", "2026-11-28 11:30:00", "2026-11-27", false, "Graz");
      add(window, 3, 0.1, null, null, null, null, "Wien");
      add(window, 3, 0.1, "CHF", null, null, null, "Wien", HOUR_AGO.minusSeconds(1));

      var answer = window.ask(0, HOUR_AGO, NOW);
      if (query.contains("DISTINCT")) {
        add(window, 4, 0.1, "CHF", null, null, null, "Wien");
        answer = window.ask(0, HOUR_AGO, NOW.plus(Duration.ofMinutes(10)));
      }

      assertThat(answer.number().orElseThrow()).isEqualTo(expected, within(0.005));
      assertThat(answer.note()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE payment",
        "SELECT 1 FROM payment; DROP TABLE payment",
        "CREATE ALIAS X FOR \"java.lang.System.exit\"",
        "SELECT FILE_READ('/etc/passwd') FROM payment",
        "SELECT LENGTH(FILE_READ('/etc/passwd')) FROM payment",
        "SELECT COUNT(*) FROM CSVREAD('/etc/passwd')",
        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.USERS",
        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES AS payment",
        "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000000)",
        "SELECT COUNT(*) FROM payment, payment AS b",
        "SELECT COUNT(*) FROM payment AS a CROSS JOIN payment AS b",
        "SELECT COUNT(*) FROM payment AS a JOIN payment AS b ON a.id = b.id",
        "SELECT COUNT(*) FROM (SELECT id FROM payment) AS a, (SELECT id FROM payment) AS b",
        "WITH RECURSIVE n AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT COUNT(*) FROM n",
        "SELECT COUNT(*) FROM payment UNION ALL SELECT COUNT(*) FROM payment",
        "SELECT LENGTH(REPEAT('x', 1000000000)) FROM payment",
        "SELECT LENGTH(LPAD('x', 1000000000)) FROM payment",
        "SELECT LENGTH(currency || currency) FROM payment",
        "SELECT LENGTH(CAST(currency AS CHAR(1000000))) FROM payment",
        "SELECT LENGTH(LISTAGG(currency)) FROM payment",
        "SELECT MAX(ROUND(total, 99999)) FROM payment",
        "SELECT MAX(ROUND(total, id)) FROM payment",
        "SELECT COUNT(*) FROM payment WHERE REGEXP_LIKE(currency, '(a+)+b')",
        "SELECT COUNT(*) FROM payment WHERE currency REGEXP '(a+)+b'",
        "SELECT COUNT(*) FROM payment WHERE currency LIKE '%a%a%a%a%a'",
        "SELECT COUNT(*) FROM payment WHERE currency LIKE currency",
        "SELECT SLEEP(1000) FROM payment",
        "SELECT COUNT(*) FROM payment WHERE id = ?",
        "SELECT @x := 1 FROM payment",
        "SELECT $$x$$ FROM payment",
        "SELECT TIME_ FROM payment",
        "SELECT \"NUMBER_\" FROM payment",
        "SELECT SESSION_USER FROM payment",
        "SELECT * FROM payment",
        "SELECT COUNT(*) FROM (SELECT DISTINCT * FROM payment) AS x",
        "SELECT COUNT(*) FROM (SELECT payment.* FROM payment) AS x",
        "SELECT COUNT(*) FROM (TABLE payment)",
        "SELECT COUNT(*) FROM (VALUES (1)) AS x",
        "SELECT COUNT(*) FROM LINK_SCHEMA('A', '', 'jdbc:h2:mem:x', 'sa', '', 'PUBLIC')",
        "SELECT currency FROM payment",
        "SELECT id, total FROM payment",
        "SELECT COUNT(*) FROM payment WHERE",
        "SELECT COUNT(*) FROM payment WHERE nothing > 0",
        "SELECT COUNT(*) FROM other",
        "SELECT COUNT(*) FROM payment WHERE id = 'x",
        "SELECT COUNT(*) FROM payment)",
        "SELECT COUNT(*) FROM (payment",
        "EXPLAIN SELECT COUNT(*) FROM payment",
        "SCRIPT TO '/tmp/x'",
        "RUNSCRIPT FROM 'http://example.org/x'",
        "CALL 1",
        "SELECT (SELECT (SELECT (SELECT COUNT(*) FROM payment) FROM payment) FROM payment) FROM payment",
        "SELECT total*total*total*total*total*total*total*total*total*total*total*total*total*total FROM payment",
        "-- nothing",
        "SELECT ${other} FROM payment"
      })
  void whatIsNotForRulesIsRefusedWithItsPlace(String query) {
    var problems = engine.problems(PAYMENTS, new Query(query, "currency"));

    assertThat(problems).as(query).hasSize(1);
    assertThat(problems.get(0).message()).startsWith("At line 1, column ");
    assertThat(problems.get(0).code()).isEqualTo("bad-rule");
  }

  @Test
  void theProblemNamesLineAndColumnAndAWayOut() {
    var query = "SELECT COUNT(*)\nFROM ${table}\nWHERE  totl < 0";

    var problem = engine.problems(PAYMENTS, new Query(query, "")).get(0);

    assertThat(problem.message())
        .isEqualTo(
            "At line 3, column 8 of the query: 'totl' is no field of the contract and no word for"
                + " rules.");
    assertThat(problem.hint()).isEqualTo("Did you mean 'total'?");
    var file = "SELECT COUNT(*) FROM ${table} WHERE FILE_READ('x') = 'y'";
    assertThat(engine.problems(PAYMENTS, new Query(file, "")).get(0).message())
        .isEqualTo("At line 1, column 37 of the query: 'FILE_READ' is no function for rules.");
  }

  @Test
  void onlyTheNewestRecordsAreKeptAndTheAnswerSaysSo() {
    try (var window = window("SELECT COUNT(*) FROM payment")) {
      for (var i = 0; i < SqlWindow.ROWS_MAX + 10; i++) {
        add(window, i, 1, "EUR", null, null, true, "Graz");
      }

      var answer = window.ask(0, HOUR_AGO, NOW);

      assertThat(answer.number().orElseThrow()).isEqualTo(SqlWindow.ROWS_MAX);
      assertThat(answer.note()).isEqualTo("of the newest 20,000 records");
    }
  }

  @Test
  void longTextsMakeItFewer() {
    try (var window = window("SELECT COUNT(DISTINCT currency) FROM payment")) {
      var text = "x".repeat(100_000);
      for (var i = 0; i < 10_000; i++) {
        add(window, i, 1, text, null, null, true, "");
      }

      assertThat(window.ask(0, HOUR_AGO, NOW).note()).matches("of the newest [2-4],\\d{3} records");
    }
  }

  @Test
  void aQueryThatTakesLongIsCutOffAndAskedAgainLater() {
    var slow =
        "SELECT COUNT(*) FROM payment AS a WHERE EXISTS (SELECT 1 FROM payment AS b WHERE b.total + a.total < 0 AND b.id > a.id)";
    try (var window = window(slow)) {
      for (var i = 0; i < 20_000; i++) {
        add(window, i, 1, "EUR", null, null, true, "");
      }

      assertThat(window.ask(0, HOUR_AGO, NOW))
          .isEqualTo(Answer.none("the query takes longer than half a second"));
      try (var other = window("SELECT COUNT(*) FROM payment")) {
        assertThat(other.ask(0, HOUR_AGO, NOW).number()).hasValue(0);
      }
    }
  }

  @Test
  void soManyPortsAndNoMore() {
    var open = new ArrayList<Window>();
    for (var i = 0; i < SqlQuality.WINDOWS_MAX; i++) {
      open.add(window("SELECT COUNT(*) FROM payment"));
    }
    var tooMany = window("SELECT COUNT(*) FROM payment");
    assertThat(tooMany.ask(0, HOUR_AGO, NOW).note()).contains("of 16 ports");
    tooMany.close();

    open.remove(0).close();

    try (var again = window("SELECT COUNT(*) FROM payment")) {
      assertThat(again.ask(0, HOUR_AGO, NOW).number()).hasValue(0);
    }
    open.forEach(Window::close);
  }

  @Test
  void aValueThatIsNothingOfItsTypeIsNone() {
    try (var window = window("SELECT COUNT(*) FROM payment WHERE id IS NULL AND total IS NULL")) {
      window.add(NOW, new DataRecord(Map.of("id", "seven", "total", List.of(1))));
      window.add(NOW, new DataRecord(Map.of("id", new BigDecimal("1e30"), "total", Double.NaN)));
      window.add(NOW, new DataRecord(Map.of("id", 7L, "total", 1L)));

      assertThat(window.ask(0, HOUR_AGO, NOW).number()).hasValue(2);
    }
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private Window window(String query) {
    var asked = new Query(query, "currency");
    assertThat(engine.problems(PAYMENTS, asked)).as(query).isEmpty();
    return engine.open(PAYMENTS, List.of(asked));
  }

  private static void add(Window window, long id, double total, Object... rest) {
    var names = List.of("currency", "booked_at", "day", "ok");
    var fields = new HashMap<String, Object>(Map.of("id", id, "total", BigDecimal.valueOf(total)));
    IntStream.range(0, names.size()).forEach(i -> fields.put(names.get(i), rest[i]));
    fields.put("address", Map.of("city", rest[4]));
    var time = rest.length > 5 ? (Instant) rest[5] : NOW.minusSeconds(10);
    window.add(time, new DataRecord(fields));
  }
}
