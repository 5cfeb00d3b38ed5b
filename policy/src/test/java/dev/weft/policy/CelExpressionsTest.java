package dev.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.model.ProblemException;
import dev.weft.spi.Expressions.EvaluationException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CelExpressionsTest {
  private static final String TIDY = "record.country == 'USA' ? 'United States' : record.country";

  private final CelExpressions expressions = new CelExpressions();

  @Test
  void aValueIsReplacedOrPassedOn() throws EvaluationException {
    assertThat(evaluate(TIDY, "country", "USA")).isEqualTo("United States");
    assertThat(evaluate(TIDY, "country", "Chad")).isEqualTo("Chad");
  }

  @Test
  void aNullFieldIsNullAndAMissingOneIsAnError() throws EvaluationException {
    assertThat(evaluate(TIDY, "country", null)).isNull();
    assertThatThrownBy(() -> evaluate(TIDY, "city", "Bern"))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("missing");
    assertThat(evaluate("has(record.city) ? record.city : 'none'", "country", "x"))
        .isEqualTo("none");
  }

  @Test
  void passingAValueOnKeepsItsTypeAndDigits() throws EvaluationException {
    var price = new BigDecimal("12345678901234567890.12");
    assertThat(evaluate("record.total", "total", price)).isEqualTo(price);
    assertThat(evaluate("record.day != null ? record.day : null", "day", LocalDate.EPOCH))
        .isEqualTo(LocalDate.EPOCH);
    assertThat(evaluate("record.at", "at", Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void numbersOfAnyTypeCompare() throws EvaluationException {
    for (var ten : new Object[] {10L, 10, 10.0, 10.0f, new BigDecimal("10.00")}) {
      assertThat(evaluate("record.n >= 10 && record.n <= 10.0", "n", ten)).isEqualTo(true);
    }
  }

  @Test
  void whatIsNotCommonIsLeftToTheLibrary() throws EvaluationException {
    assertThat(evaluate("int(record.n) + 1", "n", "41")).isEqualTo(42L);
    assertThat(evaluate("[1, 2].map(x, x * 2)", "n", 1L)).isEqualTo(java.util.List.of(2L, 4L));
    assertThat(evaluate("timestamp('1970-01-01T00:00:00Z')", "n", 1L)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void onlyTrueIsTrue() {
    assertThat(isTrue("record.n == 1", "n", 1L)).isTrue();
    assertThat(isTrue("record.n == 1", "n", null)).isFalse();
    assertThat(isTrue("record.m == 1", "n", 1L)).isFalse();
    assertThat(isTrue("record.n", "n", "true")).isFalse();
    assertThat(isTrue("record.n > 1", "n", "2")).isFalse();
  }

  @Test
  void attributesAreTexts() {
    var compiled = expressions.compile("attributes.filename.endsWith('.csv')");

    assertThat(compiled.isTrue(new DataRecord(Map.of()), Map.of("filename", "a.csv"))).isTrue();
    assertThat(compiled.isTrue(new DataRecord(Map.of()), Map.of())).isFalse();
  }

  @Test
  void knowsItsFields() {
    assertThat(expressions.compile(TIDY).fields()).containsExactly("country");
    assertThat(expressions.compile("record.a.b == record.c").fields()).containsExactly("a.b", "c");
    assertThat(expressions.compile("size(record)").fields()).containsExactly("*");
    assertThatThrownBy(() -> expressions.compile("record.a =="))
        .isInstanceOf(ProblemException.class);
  }

  private Object evaluate(String text, String field, Object value) throws EvaluationException {
    var fields = new HashMap<String, Object>();
    fields.put(field, value);
    return expressions.compile(text).evaluate(new DataRecord(fields), Map.of());
  }

  private boolean isTrue(String text, String field, Object value) {
    var fields = new HashMap<String, Object>();
    fields.put(field, value);
    return expressions.compile(text).isTrue(new DataRecord(fields), Map.of());
  }
}
