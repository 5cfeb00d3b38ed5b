package dev.weft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Problem;
import dev.weft.sql.SqlScript.Does;
import dev.weft.sql.SqlScript.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlScriptTest {

  @Test
  void cutsStatementsAtSemicolonsOutsideTextsAndComments() {
    var script =
        script(
            """
            CREATE TEMPORARY VIEW v AS SELECT ';' AS a; -- one; two
            INSERT INTO a.b /* ; */ SELECT `;` FROM v;
            """);

    assertThat(script.problems()).isEmpty();
    assertThat(script.statements())
        .extracting(Statement::does)
        .containsExactly(Does.VIEW, Does.INSERT);
  }

  @Test
  void statementsKeepTheirLinesAndColumns() {
    var script = script("SELECT 1;\n  SELECT :x + y", Map.of("x", "12345"));

    var second = script.statements().get(1);
    assertThat(second.sql()).isEqualTo("         \n  SELECT 12345 + y");
    assertThat(script.place(2, 18)).hasToString("q.yaml:2:15");
    assertThat(script.place(2, 11)).hasToString("q.yaml:2:10");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          42,                 42
          -1.50,              (-1.50)
          true,               true
          007,                '007'
          1e5,                '1e5'
          1 OR 1=1,           '1 OR 1=1'
          NULL,               'NULL'
          2026-05-01,         '2026-05-01'
          """)
  void parametersAreOneLiteral(String value, String literal) {
    assertThat(script("SELECT :p", Map.of("p", value)).statements().get(0).sql().substring(7))
        .isEqualTo(literal);
  }

  @Test
  void aDateIsATextBehindItsWord() {
    assertThat(script("SELECT DATE :p", Map.of("p", "20260501")).statements().get(0).sql())
        .isEqualTo("SELECT DATE '20260501'");
  }

  @Test
  void noValueGetsOutOfItsLiteral() {
    var random = new Random(7);
    var pieces = List.of("'", "''", "\\", ";", "--", "/*", "*/", "`", "\n", "x", "\u0000", ":p");
    for (var i = 0; i < 2000; i++) {
      var value = new StringBuilder();
      for (var n = random.nextInt(8); n >= 0; n--) {
        value.append(pieces.get(random.nextInt(pieces.size())));
      }

      var script = script("SELECT :p AS x FROM t", Map.of("p", value.toString()));

      assertThat(script.statements()).hasSize(1);
      var tokens = SqlLexer.tokens(script.statements().get(0).sql());
      assertThat(tokens).hasSize(6);
      assertThat(tokens.get(1).kind()).isEqualTo(SqlToken.Kind.STRING);
      var inside = tokens.get(1).text().substring(1, tokens.get(1).text().length() - 1);
      assertThat(inside.replace("''", "'")).isEqualTo(value.toString());
    }
  }

  @Test
  void tellsAllThatIsWrongWithParameters() {
    var script = script("SELECT :lest, :unknwon", Map.of("least", "1", "other", "2"));

    assertThat(script.problems())
        .extracting(Problem::code)
        .containsExactly(
            "unknown-parameter", "unknown-parameter", "unused-parameter", "unused-parameter");
    assertThat(script.problems().get(0).place()).hasToString("q.yaml:1:8");
    assertThat(script.problems().get(0).hint()).isEqualTo("Did you mean 'least'?");
  }

  @Test
  void aColonInJsonOrInATextIsNoParameter() {
    assertThat(script("SELECT ':x', JSON_OBJECT('a':b) -- :y").problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET 'table.dynamic-table-options.enabled' = 'true'",
        "RESET",
        "CREATE TABLE t (a INT) WITH ('connector' = 'filesystem', 'path' = '/etc')",
        "CREATE FUNCTION f AS 'x.Y' USING JAR 'http://example.org/x.jar'",
        "CREATE TEMPORARY FUNCTION f AS 'x.Y'",
        "CREATE TEMPORARY SYSTEM FUNCTION f AS 'x.Y'",
        "CREATE TEMPORARY TABLE t (a INT)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE CATALOG c WITH ('type' = 'jdbc')",
        "CREATE MODEL m WITH ('provider' = 'openai')",
        "ADD JAR '/tmp/x.jar'",
        "LOAD MODULE hive",
        "USE CATALOG default_catalog",
        "DROP TABLE a.b",
        "ALTER TABLE a.b SET ('topic' = 'x')",
        "INSERT OVERWRITE a.b SELECT 1",
        "DELETE FROM a.b",
        "UPDATE a.b SET c = 1",
        "CALL sys.proc()",
        "DESCRIBE a.b",
        "SHOW CREATE TABLE a.b",
        "EXPLAIN SELECT 1",
        "EXECUTE STATEMENT SET BEGIN INSERT INTO a.b SELECT 1; END",
        "COMPILE PLAN '/tmp/x' FOR INSERT INTO a.b SELECT 1",
        "EXECUTE PLAN '/tmp/x'",
        "/* SELECT */ QUIT",
      })
  void refusesWhatAQueryMustNotDo(String sql) {
    assertThat(script(sql).problems()).extracting(Problem::code).contains("not-a-query");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 'a", "SELECT `a", "SELECT /* a", "SELECT '''"})
  void tellsWhatDoesNotEnd(String sql) {
    assertThat(script(sql).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("open-text");
              assertThat(problem.place()).hasToString("q.yaml:1:8");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "-- nothing", ";;"})
  void tellsThatThereIsNothing(String sql) {
    assertThat(script(sql).problems()).extracting(Problem::code).containsExactly("empty-query");
  }

  @Test
  void takesNoEndlessText() {
    assertThat(script("SELECT " + "1,".repeat(200_000) + "1").problems())
        .extracting(Problem::code)
        .containsExactly("query-too-long");
    assertThat(script("SELECT 1;".repeat(101)).problems())
        .extracting(Problem::code)
        .containsExactly("query-too-long");
  }

  private static SqlScript script(String sql) {
    return script(sql, Map.of());
  }

  private static SqlScript script(String sql, Map<String, String> parameters) {
    return SqlScript.of(new QueryText("q", "q.yaml", sql, List.of(), parameters, Map.of()));
  }
}
