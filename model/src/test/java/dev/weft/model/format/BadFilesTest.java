package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cost their reader more than their writer are refused, whatever they cost. */
class BadFilesTest {
  private final Problems problems = new Problems();

  @Test
  void anEndlessFileIsReadNoFurtherThanTheLimit() {
    var endless = new Endless();

    assertThatThrownBy(() -> SourceText.read("a.yaml", endless, Limits.DEFAULT))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.first().code()).isEqualTo("too-large");
              assertThat(e.first().kind()).isEqualTo(Problem.Kind.TOO_LARGE);
            });
    assertThat(endless.read).isEqualTo(Limits.DEFAULT.bytesMax() + 1);
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE, 1", "UTF-16BE, 1", "UTF-32LE, 1", "ISO-8859-1, 2"})
  void otherEncodingsAreNamedWithTheLine(String charset, int line) {
    var bytes = "a: 1\nb: \u00e4\n".getBytes(Charset.forName(charset));

    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.first().code()).isEqualTo("not-utf-8");
              assertThat(e.first().place().line()).isEqualTo(line);
            });
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws IOException {
    assertThat(read("\uFEFFa: \u00e4".getBytes(StandardCharsets.UTF_8)).text())
        .isEqualTo("a: \u00e4");
  }

  /** 600 KB whose paths, by which places are found, would have 60 GB. */
  @Test
  void aLongKeyOverALongListIsRefused() {
    var list = "[" + "1, ".repeat(100_000) + "1]";
    var key = "k".repeat(300_000);

    assertThat(codes("a.json", "{\"" + key + "\": " + list + "}")).containsExactly("too-large");
    assertThat(codes("a.yaml", "? " + key + "\n: " + list + "\n"))
        .containsExactly("too-large", "too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.json", "a.yaml"})
  void middlingKeysThatAreDeeplyNestedAreRefused(String file) {
    var key = "{\"" + "k".repeat(900) + "\": ";
    var text = key.repeat(50) + "[" + "1, ".repeat(150_000) + "1]" + "}".repeat(50);

    assertThat(codes(file, text)).containsExactly("too-large");
  }

  @Test
  void manyDocumentsHaveOneBudgetOfPaths() {
    var key = "{\"" + "k".repeat(900) + "\": ";
    var one = key.repeat(50) + "[" + "1, ".repeat(100) + "1]" + "}".repeat(50) + "\n";

    assertThat(codes("a.json", one.repeat(80))).containsExactly("too-large");
  }

  /** 1 MB that would be written back as 100 GB. */
  @Test
  void aliasesOfALongTextAreRefused() {
    var yaml = "a: &a " + "x".repeat(1_000_000) + "\nb: [" + "*a, ".repeat(100_000) + "*a]\n";

    assertThat(codes("a.yaml", yaml)).containsExactly("too-large");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"@context\": \"https://www.w3.org/ns/dcat.jsonld\", \"@id\": \"x\"} | JSON-LD",
        "{\"asyncapi\": \"3.1.0\", \"info\": {}} | AsyncAPI",
        "{\"dataProductDescriptor\": \"1.0.0\", \"info\": {}} | weft import dpds",
      })
  void documentsOfOtherStandardsAreToldWhereTheyGo(String json, String said) {
    new Documents().load(List.of(new SourceText("a.json", json)), Known.NOTHING, problems);

    assertThat(problems.all()).hasSize(1);
    var problem = problems.all().get(0);
    assertThat(problem.message() + " " + problem.hint()).contains(said);
  }

  private List<String> codes(String file, String text) {
    assertThat(new Documents().read(new SourceText(file, text), problems).size()).isLessThan(80);
    return problems.all().stream().map(Problem::code).toList();
  }

  private static SourceText read(byte[] bytes) throws IOException {
    return SourceText.read("a.yaml", new ByteArrayInputStream(bytes), Limits.DEFAULT);
  }

  /** Counts what is read of it. */
  private static final class Endless extends InputStream {
    private long read;

    @Override
    public int read() {
      read++;
      return 'x';
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      Arrays.fill(bytes, offset, offset + length, (byte) 'x');
      read += length;
      return length;
    }
  }
}
