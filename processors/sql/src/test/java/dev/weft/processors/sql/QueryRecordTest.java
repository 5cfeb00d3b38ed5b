package dev.weft.processors.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.flow.FieldMap;
import dev.weft.testing.TestFlow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryRecordTest {
  @Test
  void eachQueryHasItsRelationship() throws Exception {
    var queries = new LinkedHashMap<String, String>();
    queries.put("large", "SELECT * FROM FLOWFILE WHERE \"total\" > 10");
    queries.put(
        "sums", "SELECT \"country\", SUM(\"total\") AS \"sum\" FROM FLOWFILE GROUP BY \"country\"");
    var flow = flow(queries, Duration.ofSeconds(30));

    flow.send(
        record("country", "FR", "total", 5L),
        record("country", "FR", "total", 20L, "at", Instant.parse("2026-03-01T12:00:00.5Z")));

    assertThat(flow.records("large"))
        .containsExactly(
            record("country", "FR", "total", 20L, "at", Instant.parse("2026-03-01T12:00:00.5Z")));
    assertThat(flow.traced("large").get(0).origin().position()).isEqualTo(1);
    assertThat(flow.records("sums"))
        .containsExactly(record("country", "FR", "sum", new BigDecimal("25")));
    assertThat(flow.traced("sums").get(0).origin().key()).isEqualTo("within");
    assertThat(flow.emitted("original")).hasSize(1);
  }

  @Test
  void valuesOfAnyTypeSurvive() throws Exception {
    var flow = flow(Map.of("all", "SELECT * FROM FLOWFILE"), null);

    flow.send(
        record("d", new BigDecimal("1.50"), "b", true, "mixed", "x", "n", null, "f", 0.5),
        record("mixed", 5L, "o", Map.of("a", 1L)));

    assertThat(flow.records("all")).extracting(each -> each.get("mixed")).containsExactly("x", "5");
    assertThat((BigDecimal) flow.records("all").get(0).get("d")).isEqualByComparingTo("1.5");
    assertThat(flow.records("all").get(1).get("o")).isEqualTo("{\"a\":1}");
  }

  /** The second form of each query, which is the same to SQL, is answered by the database. */
  @Test
  void pickingWithoutADatabaseGivesTheSame() throws Exception {
    var records =
        new DataRecord[] {
          record("a", 1L, "d", new BigDecimal("1.50"), "t", "x", "b", true, "m", 1L),
          record("a", 2L, "d", new BigDecimal("20"), "t", "it's", "b", null, "m", "one"),
          record("a", null, "d", new BigDecimal("0.00"), "t", null, "o", Map.of("k", 1L)),
          record("a", -7L, "d", 3L, "t", "x")
        };
    for (var condition :
        List.of(
            "\"a\" > 1",
            "\"a\" <> 1",
            "\"d\" >= 1.5",
            "\"d\" = 20",
            "\"a\" < 2 AND \"d\" <= 3",
            "\"t\" = 'x'",
            "\"t\" <> 'it''s'",
            "\"t\" IS NULL",
            "\"b\" IS NOT NULL",
            "\"m\" = 'one'",
            "\"a\" = -7")) {
      for (var columns : List.of("*", "\"d\", \"a\" AS \"first\"", "\"m\", \"o\", \"b\"")) {
        var query = "SELECT " + columns + " FROM FLOWFILE WHERE " + condition;
        var flow = flow(Map.of("simple", query), null);
        var asked = flow(Map.of("asked", query + " OR 1 = 0"), null);

        flow.send(records);
        asked.send(records);

        assertThat(SimpleSelect.parse(query)).as(query).isPresent();
        assertThat(SimpleSelect.parse(query + " OR 1 = 0")).isEmpty();
        assertThat(flow.records("simple")).as(query).isEqualTo(asked.records("asked"));
      }
    }
  }

  @Test
  void aRowThatIsPickedKeepsItsOrigin() throws Exception {
    var flow = flow(Map.of("a", "SELECT \"t\" FROM FLOWFILE WHERE \"a\" = 2"), null);

    flow.send(record("a", 1L, "t", "x"), record("a", 2L, "t", "y"));

    assertThat(flow.traced("a").get(0).origin().position()).isEqualTo(1);
  }

  @Test
  void saysWhichFieldsItsRowsAreMadeOf() {
    var queries = new LinkedHashMap<String, String>();
    queries.put("some", "SELECT \"iban\" AS \"account\" FROM FLOWFILE WHERE \"total\" > 10");
    queries.put("all", "SELECT * FROM FLOWFILE");
    queries.put("sums", "SELECT SUM(\"total\") AS \"sum\" FROM FLOWFILE");
    var settings = new QueryRecord.Settings(queries, null, 0);
    var type = new QueryRecord();
    var cel = new CelExpressions();

    assertThat(type.fields(settings, "some", cel).of("account"))
        .containsExactly(new FieldMap.From("iban", FieldMap.How.COPIED));
    assertThat(type.fields(settings, "some", cel).of("total")).isEmpty();
    assertThat(type.fields(settings, "all", cel)).isEqualTo(FieldMap.SAME);
    assertThat(type.fields(settings, "sums", cel)).isEqualTo(FieldMap.OPAQUE);
  }

  @Test
  void onlyItsOwnRecordsAreInReach() throws Exception {
    for (var attempt :
        List.of(
            "SELECT * FROM CSVREAD('/etc/passwd')",
            "SELECT FILE_READ('/etc/passwd')",
            "CREATE ALIAS X AS 'void x() {}'",
            "SELECT * FROM LINK_SCHEMA('A', '', 'jdbc:h2:mem:b', 'sa', '', 'PUBLIC')",
            "DROP TABLE FLOWFILE",
            "SCRIPT TO '/tmp/weft-script.sql'",
            "RUNSCRIPT FROM '/etc/passwd'",
            "DELETE FROM FLOWFILE",
            "SELECT FILE_WRITE('x', '/tmp/weft-file')",
            "CALL CSVWRITE('/tmp/weft.csv', 'SELECT 1')",
            "SHUTDOWN",
            "SELECT * FROM NOWHERE",
            "SELEC 1")) {
      var flow = flow(Map.of("a", attempt), null);

      flow.send(record("a", 1L));

      assertThat(flow.emitted("failure")).as(attempt).hasSize(1);
      assertThat(flow.emitted("a")).as(attempt).isEmpty();
    }
  }

  @Test
  void aQueryWithoutEndIsStopped() throws Exception {
    var endless =
        "SELECT COUNT(*) AS C FROM SYSTEM_RANGE(1, 1000000) A, SYSTEM_RANGE(1, 1000000) B";
    var many = "SELECT X FROM SYSTEM_RANGE(1, 10000000)";
    var slow = flow(Map.of("a", endless), Duration.ofSeconds(1));
    var large = flow(Map.of("a", many), null);

    slow.send(record("a", 1L));
    large.send(record("a", 1L));

    assertThat(error(slow)).contains("takes too long");
    assertThat(error(large)).contains("more than 100000 rows");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new QueryRecord.Settings(Map.of(), null, 0))
        .hasMessageStartingWith("queries");
    assertThatThrownBy(() -> new QueryRecord.Settings(Map.of("failure", "SELECT 1"), null, 0))
        .hasMessageStartingWith("queries");
  }

  private static String error(TestFlow flow) {
    return flow.emitted("failure").get(0).attributes().get("error.message");
  }

  private static TestFlow flow(Map<String, String> queries, Duration timeout) {
    var settings = new QueryRecord.Settings(queries, timeout, 0);
    return TestFlow.of(new QueryRecord().create(settings, TestFlow.context(new CelExpressions())));
  }

  private static DataRecord record(Object... namesAndValues) {
    var fields = new LinkedHashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new DataRecord(fields);
  }
}
