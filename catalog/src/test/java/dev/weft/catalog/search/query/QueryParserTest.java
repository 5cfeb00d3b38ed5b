package dev.weft.catalog.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.ProblemException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "from field where tag = 'pii.email' and domain = 'sales' order by name limit 20",
        "from field, port limit 100",
        "from anything where not (kind in ('flow', 'query')) limit 5 offset 10",
        "from product where (owner = 'olga' or owner = 'o''neil') and fields >= 10 limit 1",
        "from product where changed >= '2026-11-01' and property.cost-center = '42' limit 100",
        "from term where title like 'c*n' or description contains 'left the shop' limit 100",
        "from port where format is not null order by changed desc, name limit 100",
      })
  void printsWhatItHasRead(String question) {
    var once = QueryParser.parse(question);

    assertThat(once.toString()).isEqualTo(question);
    assertThat(QueryParser.parse(once.toString())).isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from Feild                              | Column 6: 'Feild' is not a kind   | 'field'",
        "from Product where domian = 'x'         | Column 20: 'domian' is not an attr| 'domain'",
        "from Product where owner olga           | Column 26: After owner a compari  | Compare with",
        "from Product where owner = olga         | Column 28: owner is compared with | 'olga'",
        "from Product where name = 'x            | Column 27: A text begins here     | Close it",
        "from Product where fields > 'x'         | Column 29: fields is compared     | without quotes",
        "from Product where changed > 'today'    | Column 30: changed is compared    | 2026-11-28",
        "from Product where description = 'x'    | Column 20: description is sent    | contains",
        "from Product where changed like '2026-01-01' | Column 20: changed is a time      | Compare it",
        "from Product where (name = 'x'          | Column 31: ')' is expected        | Such as",
        "from Product where name = 'x' limt 3    | Column 31: 'limt' is not expected | 'limit'",
        "from Product limit 5000                 | Column 20: '5000' cannot be used  | 1 to 1000",
        "from Term where format = 'x'            | Column 17: 'format' is not an att | attributes",
        "from Product where name = 'x' ; drop    | Column 31: ';' means nothing      | quotes",
        "from Product where name like '*a*b*c*d*' | Column 20: The pattern has too   | up to 4",
      })
  void saysWhereAndWhatIsWrong(String question, String message, String hint) {
    assertThatThrownBy(() -> QueryParser.parse(question))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().get(0).code()).isEqualTo("bad-query");
              assertThat(e.problems().get(0).message()).startsWith(message.strip());
              assertThat(e.problems().get(0).hint()).contains(hint);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "from Field, true",
    "FROM products where x, true",
    "from anything, true",
    "from Zurich to Berlin, false",
    "from, false",
    "fields from customers, false",
  })
  void tellsAnExactQuestionFromASentence(String text, boolean isOne) {
    assertThat(FromQuery.isOne(text)).isEqualTo(isOne);
  }

  @Test
  void refusesWhatIsTooLarge() {
    assertThatThrownBy(() -> QueryParser.parse("from Port where " + "(".repeat(500) + "name = 'x'"))
        .hasMessageContaining("too large");
    assertThatThrownBy(
            () -> QueryParser.parse("from Port where name='x'" + " or name='x'".repeat(120)))
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> QueryParser.parse("from Port where name = '" + "x".repeat(3000) + "'"))
        .hasMessageContaining("too long");
  }

  @Test
  void answersEveryTextWithAQuestionOrAProblem() {
    var pieces =
        new String[] {
          "from", "Field", "where", "name", "tag", "=", "!=", "in", "(", ")", ",", "'x'", "7",
          "and", "or", "not", "like", "is", "null", "order", "by", "limit", "offset", "\"", "§"
        };
    var random = new SplittableRandom(7);
    for (var i = 0; i < 20_000; i++) {
      var text = new StringBuilder("from Field where name");
      for (var j = random.nextInt(12); j > 0; j--) {
        text.append(' ').append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        var read = QueryParser.parse(text.toString());
        assertThat(QueryParser.parse(read.toString())).isEqualTo(read);
      } catch (ProblemException e) {
        assertThat(e.problems().get(0).message()).startsWith("Column ");
      }
    }
  }
}
