package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.FunctionSpec;
import dev.weft.model.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kind: Function} as people write it. */
class FunctionShapeTest {
  private static final String SOUND =
      """
      apiVersion: weft.dev/v1
      kind: Function
      name: payments.iban_country
      product: payments
      class: org.example.Iban$Country
      sha256: %s
      usableBy: [spending]
      """
          .formatted("0a".repeat(32));

  @Test
  void itsProductAndThoseThatItNamesMayCallIt() {
    var problems = new Problems();
    var read = checked(SOUND, problems);

    var function = Json.read(read.get(0).tree(), FunctionSpec.class);

    assertThat(problems.all()).isEmpty();
    assertThat(function.function()).isEqualTo("iban_country");
    assertThat(function.className()).isEqualTo("org.example.Iban$Country");
    assertThat(function.isUsableBy("payments")).isTrue();
    assertThat(function.isUsableBy("spending")).isTrue();
    assertThat(function.isUsableBy("others")).isFalse();
    assertThat(function.isForAll()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "payments.iban_country,iban_country,bad-name",
    "payments.iban_country,payments.IBAN,bad-name",
    "payments.iban_country,other.iban_country,bad-name",
    "org.example.Iban$Country,Iban,bad-class",
    "0a0a,0A0A,bad-hash",
    "usableBy,useableBy,unknown-field"
  })
  void whatIsWrongIsSaid(String what, String instead, String code) {
    var problems = new Problems();

    checked(SOUND.replace(what, instead), problems);

    assertThat(problems.all()).extracting(problem -> problem.code()).contains(code);
  }

  private static List<Checked> checked(String text, Problems problems) {
    var documents = new Documents();
    return documents.check(documents.read(new SourceText("f.yaml", text), problems), problems);
  }
}
