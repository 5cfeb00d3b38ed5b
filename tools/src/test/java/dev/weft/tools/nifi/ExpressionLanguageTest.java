package dev.weft.tools.nifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionLanguageTest {
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "filename", "orders-07.csv",
          "size", "12",
          "mime.type", "text/csv",
          "blank", " ",
          "it's", "odd");
  private final CelExpressions cel = new CelExpressions();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "${filename:equals('orders-07.csv')} | true",
        "${filename:startsWith('orders'):and(${size:gt(11)})} | true",
        "${filename:equalsIgnoreCase(\"ORDERS-07.CSV\")} | true",
        "${filename:matches('orders-\\d+.csv')} | true",
        "${filename:matches('orders')} | false",
        "${filename:find('-07')} | true",
        "${mime.type:contains('csv'):not()} | false",
        "${mime.type:in('a', 'text/csv')} | true",
        "${blank:isEmpty()} | true",
        "${nothing:isEmpty()} | true",
        "${size:isEmpty()} | false",
        "${nothing:isNull()} | true",
        "${\"it's\":notNull():or(${size:lt(1)})} | true",
        "${size:plus(3):equals(15)} | true",
        "${size:toDecimal():ge(12.0)} | true",
        "${nothing:equals('x')} | false"
      })
  void aConditionMeansTheSame(String nifi, boolean expected) throws Exception {
    var compiled = cel.compile(ExpressionLanguage.condition(nifi));

    assertThat(compiled.isTrue(new DataRecord(Map.of()), ATTRIBUTES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "${filename} | orders-07.csv",
        "in/${filename}.done | in/orders-07.csv.done",
        "costs $$5 | costs $5",
        "${filename:substring(0, 6):append('!')} | orders!",
        "${size:multiply(2):minus(4):divide(5)} | 4",
        "${filename:length()} | 13",
        "${nothing:replaceNull('none')} | none",
        "${size:gt(10):ifElse('large', 'small')} | large",
        "${literal('it\\'s'):prepend('> ')} | > it's"
      })
  void aValueIsTheSame(String nifi, String expected) throws Exception {
    var compiled = cel.compile(ExpressionLanguage.expression(nifi));

    assertThat(compiled.evaluate(new DataRecord(Map.of()), ATTRIBUTES)).isEqualTo(expected);
  }

  @Test
  void whatCelCannotSayIsNamedAndNeverGuessed() {
    for (var text :
        new String[] {
          "${filename:toUpper()}",
          "${now():format('yyyy')}",
          "${${a}:equals('b')}",
          "${UUID()}",
          "${filename:replaceAll('a', 'b')}",
          "${filename",
          "${a:matches(${b})}"
        }) {
      assertThatThrownBy(() -> ExpressionLanguage.expression(text))
          .as(text)
          .isInstanceOf(ExpressionLanguage.Unmapped.class);
    }
  }
}
