package dev.weft.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.ClassifierSpec;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Classifier.Candidate;
import dev.weft.spi.Classifier.Finding;
import dev.weft.spi.Fold;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnClassifierTest {
  private static final ClassifierSpec STAFF =
      new ClassifierSpec(
          "staff",
          "",
          "pii.staff-number",
          List.of("personal_nr"),
          "E[0-9]{6}",
          null,
          "",
          true,
          null,
          null);

  @Test
  void namePatternAndTextTell() {
    var staff = new OwnClassifier(STAFF);

    assertThat(staff.classify(candidate("PersonalNr", "E123456")))
        .containsExactly(
            new Finding(
                "pii.staff-number", 0.99, "name says 'staff'; 1 of 1 values are as 'staff' says"));
    assertThat(staff.classify(candidate("x", "E123456")))
        .extracting(Finding::confidence)
        .containsExactly(0.9);
    assertThat(staff.classify(candidate("x", "asked E123456 about it")))
        .extracting(Finding::evidence)
        .containsExactly("'staff' in the middle of text in 1 of 1 values");
    assertThat(staff.classify(candidate("x", "E12345"))).isEmpty();
  }

  @Test
  void checkDigitsAndWordsMustHoldToo() {
    var loyalty =
        new OwnClassifier(
            new ClassifierSpec(
                "l", "", "x.loyalty", null, "[0-9]{10}", null, "luhn", false, 0.5, null));
    var wards =
        new OwnClassifier(
            new ClassifierSpec(
                "w", "", "x.ward", null, "", List.of("Oncology"), "", false, null, null));

    assertThat(loyalty.classify(candidate("x", "7992739871"))).isEmpty();
    assertThat(loyalty.classify(candidate("x", "1234567897"))).isNotEmpty();
    assertThat(wards.classify(candidate("x", "ONCOLOGY"))).isNotEmpty();
    assertThat(wards.classify(candidate("x", "Kitchen"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a{100}){100}", "((a{30}){30}){30}", "(?<=a)b", "(a)\\1", "[a", "a{99999}"})
  void whatCouldBeSlowOrIsNotUnderstoodIsRefused(String pattern) {
    var spec = new ClassifierSpec("p", "", "x.y", null, pattern, null, "", false, null, null);

    assertThat(OwnClassifier.problems(spec)).extracting("code").containsExactly("bad-pattern");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"E[0-9]{6}", "(?:[A-Z]{2}-){3}[0-9]{1,20}", "[{}a]{3}", "\\{x\\}", "a+b*"})
  void whatIsShortEnoughIsNot(String pattern) {
    var spec = new ClassifierSpec("p", "", "x.y", null, pattern, null, "", false, null, null);

    assertThat(OwnClassifier.problems(spec)).isEmpty();
  }

  @Test
  void itCountsFromTheChangeOnAndNoLongerAfterItIsGone() {
    var mesh = new MeshClassifiers(Classifiers.all());
    var key = new ResourceKey(ResourceKind.CLASSIFIER, "staff");
    assertThat(mesh.classify(candidate("x", "E123456"))).isEmpty();

    mesh.apply(
        List.of(
            Fold.Change.put(
                new Resource(
                    key, 1, Instant.EPOCH, PrincipalId.WEFT.toString(), Json.tree(STAFF)))));
    assertThat(mesh.classify(candidate("x", "E123456"))).isNotEmpty();

    mesh.apply(List.of(Fold.Change.delete(key)));
    assertThat(mesh.classify(candidate("x", "E123456"))).isEmpty();
  }

  private static Candidate candidate(String path, String... values) {
    return new Candidate("p", path, "string", "", List.of(values));
  }
}
