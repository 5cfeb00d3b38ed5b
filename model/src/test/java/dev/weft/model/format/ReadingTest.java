package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
  private static final Limits SMALL = new Limits(10_000, 8, 100, 3, 5);

  private final Problems problems = new Problems();

  @Test
  void yamlIsReadAsVersionOnePointTwo() {
    var tree = one("a.yaml", "{yes: no, on: 0o17, hex: 0x1F, big: 12345678901, day: 2026-01-31}");

    assertThat(tree)
        .isEqualTo(
            Json.parse(
                """
                {"yes": "no", "on": 15, "hex": 31, "big": 12345678901, "day": "2026-01-31"}"""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "1e0", "10e-1", "+1"})
  void equalNumbersAreEqualHoweverTheyAreWritten(String number) {
    assertThat(one("a.yaml", "n: " + number)).isEqualTo(Json.parse("{\"n\": 1}"));
  }

  @Test
  void mergeKeysOfOlderFilesAreFollowed() {
    assertThat(one("a.yaml", "a: &a {b: 1, c: 1}\nd: {<<: *a, c: 2}"))
        .isEqualTo(Json.parse("{\"a\": {\"b\": 1, \"c\": 1}, \"d\": {\"b\": 1, \"c\": 2}}"));
  }

  @Test
  void everyKeyAndValueHasItsPlace() {
    var yaml = "a:\n  - b: 1\n    cc: two\n";

    var places = documents("a.yaml", yaml).get(0).places();

    assertThat(places.key("a[0].cc")).hasToString("a.yaml:3:5");
    assertThat(places.value("a[0].cc")).hasToString("a.yaml:3:9");
    assertThat(places.value("a[0].missing")).hasToString("a.yaml:2:5");
  }

  @Test
  void jsonHasPlacesToo() {
    var json = "{\"a\": [\n\t{\"b\": 1,\n\t \"cc\": \"two\"}]}\n{\"second\": 1}";

    var documents = documents("a.json", json);

    assertThat(documents).hasSize(2);
    assertThat(documents.get(0).places().key("a[0].cc")).hasToString("a.json:3:3");
    assertThat(documents.get(0).places().value("a[0].cc")).hasToString("a.json:3:9");
    assertThat(documents.get(1).places().key("second")).hasToString("a.json:4:2");
  }

  @Test
  void aTextWithoutATellingNameIsJsonWhenItLooksLikeIt() {
    assertThat(one("-", "{\n\t\"a\": 1}")).isEqualTo(Json.parse("{\"a\": 1}"));
  }

  @Test
  void documentsBeforeASyntaxErrorAreKept() {
    var documents = documents("a.yaml", "a: 1\n---\nb: [1, 2\n---\nc: 1\n");

    assertThat(documents).hasSize(1);
    assertThat(codes()).containsExactly("syntax");
    assertThat(problems.all().get(0).place().line()).isGreaterThan(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.yaml | 'a: 1\na: 2' | duplicate-key | 2",
        "a.json | '{\"a\": 1,\n \"a\": 2}' | duplicate-key | 2",
        "a.yaml | 'a:\n\tb: 1' | syntax | 2",
        "a.yaml | 'a: .inf' | bad-number | 1",
        "a.yaml | 'a: !!binary aGk=' | unknown-tag | 1",
        "a.yaml | 'a: !java.net.URL [x]' | unknown-tag | 1",
        "a.yaml | 'a: *nowhere' | syntax | 1",
        "a.yaml | '? [1, 2]\n: 3' | bad-key | 1",
        "a.yaml | 'just text' | not-a-document | 1",
        "a.json | '[1]' | not-a-document | 1",
        "a.json | '{\"a\": 1' | syntax | 1",
        "a.json | '{a: 1}' | syntax | 1",
        "a.json | '{\"a\": 1e999999999}' | bad-number | 1",
        "a.yaml | 'a: 1e999999999' | bad-number | 1",
      })
  void saysWhatCannotBeRead(String file, String text, String code, int line) {
    documents(file, text);

    assertThat(codes()).containsExactly(code);
    assertThat(problems.all().get(0).place().line()).isEqualTo(line);
  }

  @Test
  void controlCharactersAreASyntaxError() {
    documents("a.yaml", "a: \u0007");

    assertThat(codes()).containsExactly("syntax");
  }

  @ParameterizedTest
  @CsvSource({"a.yaml, too-deep", "a.json, too-large"})
  void refusesDeepNesting(String file, String code) {
    documents(file, "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

    assertThat(codes()).containsExactly(code);
  }

  @Test
  void refusesABillionLaughs() {
    var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 12; i++) {
      var item = "*a" + (i - 1);
      yaml.append("a").append(i).append(": &a").append(i);
      yaml.append(" [").append((item + ", ").repeat(9)).append(item).append("]\n");
    }

    assertThat(documents("a.yaml", yaml.toString())).isEmpty();
    assertThat(codes()).containsExactly("too-large");
  }

  @Test
  void refusesAnAliasToItself() {
    assertThat(documents("a.yaml", "a: &a [*a]")).isEmpty();
    assertThat(codes()).hasSize(1);
  }

  @Test
  void refusesMoreThanTheLimits() {
    var reader = new Documents(SMALL);

    reader.read(new SourceText("long.yaml", "a: " + "x".repeat(10_000)), problems);
    reader.read(new SourceText("many.yaml", "a: 1\n---\n".repeat(5)), problems);
    reader.read(new SourceText("many.json", "{\"a\": 1}\n".repeat(5)), problems);
    reader.read(new SourceText("wide.yaml", "a: [" + "1, ".repeat(200) + "1]"), problems);
    reader.read(new SourceText("wide.json", "{\"a\": [" + "1, ".repeat(200) + "1]}"), problems);

    assertThat(codes())
        .containsExactly(
            "too-large", "too-many-documents", "too-many-documents", "too-large", "too-large");
  }

  @Test
  void countsProblemsBeyondTheLimit() {
    var few = new Problems(SMALL);

    new Documents().read(new SourceText("a.yaml", "a: 1\n".repeat(10)), few);

    assertThat(few.all())
        .hasSize(6)
        .last()
        .extracting(Problem::code)
        .isEqualTo("too-many-problems");
  }

  private JsonNode one(String file, String text) {
    var documents = documents(file, text);
    assertThat(problems.all()).isEmpty();
    return documents.get(0).tree();
  }

  private List<Document> documents(String file, String text) {
    return new Documents().read(new SourceText(file, text), problems);
  }

  private List<String> codes() {
    return problems.all().stream().map(Problem::code).toList();
  }
}
