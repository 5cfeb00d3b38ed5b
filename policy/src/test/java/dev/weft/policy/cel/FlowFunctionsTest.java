package dev.weft.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.Expressions.EvaluationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FlowFunctionsTest {
  private static final Path PAGE = Path.of("../docs/expressions.md");

  /** Rows of tables whose last cell is an example and what it gives. */
  private static final Pattern EXAMPLE = Pattern.compile("`([^`]+)` → `([^`]*)`");

  /** Rows that say what a function of NiFi's is in CEL. */
  private static final Pattern EXPRESSION =
      Pattern.compile("^\\| `\\w+` \\| `([^`]+)` \\|$", Pattern.MULTILINE);

  private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
  private final CelExpressions expressions = new CelExpressions(clock);

  @Test
  void everyExampleOfThePageGivesWhatItSays() throws IOException {
    var wrong = new ArrayList<String>();
    var examples = EXAMPLE.matcher(page());
    var count = 0;
    while (examples.find()) {
      count++;
      var actual = written(examples.group(1));
      if (!actual.equals(examples.group(2))) {
        wrong.add(examples.group(1) + " gives " + actual + ", not " + examples.group(2));
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(50);
  }

  @Test
  void everyExpressionOfThePageCompiles() throws IOException {
    var found = EXPRESSION.matcher(page());
    var count = 0;
    while (found.find()) {
      count++;
      assertThat(expressions.compile(found.group(1))).as(found.group(1)).isNotNull();
    }

    assertThat(count).isGreaterThan(50);
  }

  @Test
  void theFastPathSaysWhatTheLibrarySaysHereToo() {
    var random = new RandomExpressions(20261128);
    var language = Language.ofRecordAndAttributes(clock);
    var functions =
        List.of("%s.trim()", "%s.upper()", "%s.split('a').join('b')", "math.greatest(%s, 1)");
    var different = new ArrayList<String>();
    var compared = 0;
    for (var i = 0; i < 400; i++) {
      var inner = random.expression(2).replace("user.", "attributes.");
      var text = i % 3 == 0 ? functions.get(i % 4).formatted("dyn(" + inner + ")") : inner;
      var record = random.record();
      var scope = new RecordScope(record);
      try {
        var formula = language.compile(text + (i % 2 == 0 ? " == record.a" : ""));
        compared++;
        var slow = formula.slow(scope);
        var fast = formula.value(scope);
        var same =
            slow instanceof Failure
                ? fast instanceof Failure
                : slow.toString().equals(fast.toString());
        if (!same) {
          different.add(text + " on " + record + ": " + slow + " / " + fast);
        }
      } catch (dev.weft.model.ProblemException e) {
        // It does not compile: there is nothing to compare.
      }
    }

    assertThat(different.stream().limit(10)).isEmpty();
    assertThat(compared).isGreaterThan(60);
  }

  @Test
  void whatCannotBeDoneIsAFailureAndNoCrash() {
    for (var text :
        List.of(
            "'a'.padLeft(1000000, 'x')",
            "'a'.padLeft(3, '')",
            "'x'.toTime('yyyy')",
            "'2026'.toTime('nonsense{')",
            "now().format('yyyy', 'Nowhere/Land')",
            "'a'.hmacSha256('')",
            "'%zz'.urlDecode()",
            "base64.decode('???')")) {
      assertThatThrownBy(() -> value(text)).as(text).isInstanceOf(EvaluationException.class);
    }
  }

  private record RecordScope(Map<String, Object> record) implements Scope {
    @Override
    public Object field(FieldPath path) {
      return path.in(record);
    }

    @Override
    public Map<String, Object> other() {
      return Map.of("name", "ada", "country", "Canada", "groups", "a");
    }
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  private String written(String text) {
    try {
      var value = value(text);
      return value instanceof byte[] bytes ? "bytes of " + bytes.length : String.valueOf(value);
    } catch (EvaluationException | RuntimeException e) {
      return "failure: " + e.getMessage();
    }
  }

  private Object value(String text) throws EvaluationException {
    var record = new DataRecord(Map.of("name", "Ada", "total", 12L, "tags", List.of("b", "a")));
    return expressions
        .compile(text)
        .evaluate(record, Map.of("filename", "in.csv", "size", "12", "time", "2026-03-01"));
  }
}
