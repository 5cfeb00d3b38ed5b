package dev.weft.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormulaTest {
  private static final Map<String, Object> USER =
      Map.of("name", "ada", "country", "Canada", "groups", List.of("analysts", "a"));

  private final Language language = Language.ofRecordAndUser();

  @Test
  void saysWhatTheLibrarySays() {
    var random = new RandomExpressions(20260503);
    var different = new ArrayList<String>();
    var compiled = 0;
    var fast = 0;
    var succeeded = 0;
    for (var i = 0; i < 4_000; i++) {
      var formula = compiled(random.expression(3));
      if (formula == null) {
        continue;
      }
      compiled++;
      fast += formula.isFast() ? 1 : 0;
      for (var j = 0; j < 6; j++) {
        var scope = new MapScope(random.record());
        var expected = formula.slow(scope);
        var actual = formula.value(scope);
        succeeded += expected instanceof Failure ? 0 : 1;
        if (!same(expected, actual)) {
          different.add(formula.text() + " on " + scope.record + ": " + expected + " / " + actual);
        }
      }
    }

    assertThat(different.stream().limit(20)).isEmpty();
    assertThat(compiled).isGreaterThan(500);
    assertThat(fast).isGreaterThan(compiled / 2);
    assertThat(succeeded).isGreaterThan(compiled);
  }

  /** Conditions read variables that are maps, where filters read the record. */
  @Test
  void ofOtherVariablesToo() {
    var random = new RandomExpressions(20261123);
    var conditions = Language.ofCircumstances();
    var different = new ArrayList<String>();
    var compared = 0;
    for (var i = 0; i < 2_000; i++) {
      var formula = compiled(conditions, random.expression(3).replace("record.", "tag."));
      var scope = new VariableScope(RecordValues.toCel(random.record()));
      if (formula != null && formula.isFast()) {
        compared++;
        if (!same(formula.slow(scope), formula.value(scope))) {
          different.add(formula.text() + " on " + scope.tag);
        }
      }
    }

    assertThat(different.stream().limit(20)).isEmpty();
    assertThat(compared).isGreaterThan(300);
  }

  @Test
  void anAddressLiesInARangeOfItsOwnVersion() {
    assertThat(IpRange.contains("10.1.2.3", "10.0.0.0/8")).isTrue();
    assertThat(IpRange.contains("11.1.2.3", "10.0.0.0/8")).isFalse();
    assertThat(IpRange.contains("10.1.2.3", "10.1.2.3")).isTrue();
    assertThat(IpRange.contains("2001:db8::1", "2001:db8::/32")).isTrue();
    assertThat(IpRange.contains("2001:db8::1", "0.0.0.0/0")).isFalse();
    for (var range : List.of("example.com/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "")) {
      assertThatThrownBy(() -> IpRange.contains("10.1.2.3", range))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static boolean same(Object expected, Object actual) {
    if (expected instanceof Failure || actual instanceof Failure) {
      return expected instanceof Failure && actual instanceof Failure;
    }
    return expected.equals(actual) || String.valueOf(expected).equals(String.valueOf(actual));
  }

  private Formula compiled(String text) {
    return compiled(language, text);
  }

  private static Formula compiled(Language language, String text) {
    try {
      return language.compile(text);
    } catch (ProblemException e) {
      return null;
    }
  }

  @Test
  void theCommonOperatorsNeedNoLibrary() {
    for (var text :
        List.of(
            "record.country == user.country",
            "record.country == user.country && record.total > 10.0",
            "record.a in ['x', 'y'] || record.b.startsWith('x')",
            "has(record.a) ? record.a : 'none'",
            "'analysts' in user.groups",
            "record['a'] != null && record.b.matches('^x+$')")) {
      assertThat(language.compile(text).isFast()).as(text).isTrue();
    }
  }

  @Test
  void knowsWhichFieldsItReads() {
    var fields =
        language
            .compile("record.a.b == 1 && has(record.c) && record['d'].e in user.groups")
            .fields();

    assertThat(fields.paths()).containsExactlyInAnyOrder("a.b", "c", "d.e");
    assertThat(fields.whole()).isFalse();
    assertThat(language.compile("size(record) > 1").fields().whole()).isTrue();
    assertThat(language.compile("record[user.name] == 1").fields().whole()).isTrue();
  }

  @Test
  void aProblemSaysWhereInTheText() {
    assertThatThrownBy(() -> language.compile("record.a ==\n  usr.country"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.first().code()).isEqualTo("bad-expression");
              assertThat(e.first().message()).contains("undeclared reference to 'usr'");
              assertThat(e.first().place().line()).isEqualTo(2);
              assertThat(e.first().place().column()).isEqualTo(3);
            });
    assertThatThrownBy(() -> language.compileCondition("'text'"))
        .hasMessageContaining("not true or false");
    assertThatThrownBy(() -> language.compile("1 + ".repeat(3_000) + "1"))
        .isInstanceOf(ProblemException.class);
  }

  private record VariableScope(Map<String, Object> tag) implements Scope {
    @Override
    public Object field(FieldPath path) {
      return MISSING;
    }

    @Override
    public Map<String, Object> record() {
      return Map.of();
    }

    @Override
    public Map<String, Object> other() {
      return Map.of();
    }

    @Override
    public Object variable(String name) {
      return name.equals("tag") ? tag : name.equals("user") ? USER : Map.of();
    }
  }

  private record MapScope(Map<String, Object> record) implements Scope {
    @Override
    public Object field(FieldPath path) {
      return path.in(record);
    }

    @Override
    public Map<String, Object> other() {
      return USER;
    }
  }
}
