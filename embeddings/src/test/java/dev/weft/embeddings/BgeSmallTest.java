package dev.weft.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.spi.Embeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BgeSmallTest {
  @TempDir static Path folder;
  private static BgeSmallSource source;
  private static Embeddings model;

  @BeforeAll
  static void load() {
    source = new BgeSmallSource(folder);
    model = source.load();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void bringsAQuestionNearItsAnswerInOtherWords() {
    var question = model.ofQuestion("how warm are the fridges");

    var answer = product(question, model.ofPassage("Temperature readings of refrigerators."));
    var other = product(question, model.ofPassage("Salary payments to employees."));

    assertThat(answer).isGreaterThan(source.unrelated());
    assertThat(other).isLessThan(source.unrelated());
  }

  @Test
  void givesVectorsOfLengthOneThatAreAlwaysTheSame() {
    for (var text : List.of("", "a", "orders", "x ".repeat(5000), "日本 é \u0000 \uD800")) {
      var vector = model.ofPassage(text);

      assertThat(vector).hasSize(source.dimensions());
      assertThat(product(vector, vector)).isEqualTo(1, within(1e-4));
      assertThat(model.ofPassage(text)).isEqualTo(vector);
    }
  }

  @Test
  void unpacksIntoItsFolderOnceAndOnlyThere() throws IOException {
    var before = files();
    source.load().close();

    assertThat(files()).isEqualTo(before);
    assertThat(before).hasSize(3);
    assertThat(System.getProperty("onnxruntime.native.path")).startsWith(folder.toString());
  }

  private static List<String> files() throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> file + " " + file.toFile().lastModified())
          .sorted()
          .toList();
    }
  }

  private static double product(float[] a, float[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
