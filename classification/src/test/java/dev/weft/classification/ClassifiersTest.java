package dev.weft.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.spi.Classifier.Candidate;
import dev.weft.spi.Classifier.Finding;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifiersTest {
  private final Classifiers classifiers = Classifiers.installed();

  @Test
  void aSingleValueIsEnoughWhenTheNameTellsOrTheFormIsClear() {
    assertThat(tags("mobile", "+1 (780) 434-4554")).containsExactly("pii.phone");
    assertThat(tags("x", "ada@example.org")).containsExactly("pii.email");
    assertThat(tags("x", "DE89 3704 0044 0532 0130 00")).containsExactly("pii.iban");
    assertThat(tags("x", "2001:db8::1")).containsExactly("pii.ip");
  }

  @Test
  void aSingleNumberWithARightCheckDigitIsNoCardYet() {
    assertThat(tags("x", "4111111111111111")).isEmpty();
    assertThat(tags("card_number", "4111111111111111")).containsExactly("pii.card");
  }

  @Test
  void valuesRefuteTheName() {
    assertThat(tags("email", "yes", "no", "yes")).isEmpty();
    assertThat(tags("mobile", "Android", "iOS")).isEmpty();
  }

  @Test
  void oneColumnMayHoldSeveralThings() {
    assertThat(tags("contact", "ada@example.org", "+49 711 123456", "+49 711 123457"))
        .containsExactlyInAnyOrder("pii.email", "pii.phone");
  }

  @Test
  void evidenceIsInWordsAndNeverHoldsAValue() {
    var findings =
        classifiers.classify(
            candidate("mail", List.of("ada@example.org", "bo@example.org", "n/a")));

    assertThat(findings)
        .containsExactly(
            new Finding("pii.email", 0.94, "name says email; 2 of 3 values are email addresses"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eMail", "E-Mail", "EMAIL_ADDRESS", "customer.email", "billingEmail2"})
  void namesAreSplitAsPeopleWriteThem(String path) {
    assertThat(tags(path)).containsExactly("pii.email");
  }

  @ParameterizedTest
  @CsvSource({"boolean, email", "integer, email", "object, address", "date, first_name"})
  void theTypeMayRuleItOut(String type, String path) {
    var candidate = new Candidate("p", path, type, "", List.of());

    assertThat(classifiers.classify(candidate)).isEmpty();
  }

  @Test
  void aListIsJudgedByItsElements() {
    var list = new Candidate("p", "firstNames", "array", "", List.of("Ada", "Bo"));
    var listOfObjects = new Candidate("p", "addresses", "array", "", List.of());

    assertThat(classifiers.classify(list)).extracting(Finding::tag).containsExactly("pii.name");
    assertThat(classifiers.classify(listOfObjects)).isEmpty();
  }

  @Test
  void aNationalNumberNeedsTheNameOrTheDescription() {
    var numbers = List.of("0711 123456", "0711 123457", "0711 123458");

    assertThat(classifiers.classify(candidate("x", numbers))).isEmpty();
    assertThat(classifiers.classify(new Candidate("p", "x", "string", "Their phone.", numbers)))
        .extracting(Finding::tag)
        .containsExactly("pii.phone");
  }

  @Test
  void longAndManyValuesAreBounded() {
    var longText = "a".repeat(1_000_000) + "@";

    assertThat(classifiers.classify(candidate("x", Collections.nCopies(10_000, longText))))
        .isEmpty();
  }

  private List<String> tags(String path, String... values) {
    return classifiers.classify(candidate(path, List.of(values))).stream()
        .map(Finding::tag)
        .toList();
  }

  private static Candidate candidate(String path, List<String> values) {
    return new Candidate("p", path, "string", "", values);
  }
}
