package dev.weft.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds our reading of the vocabulary to that of the library of the model's makers. */
class WordPiecesTest {
  private static final int MAX = 60;
  @TempDir static Path folder;
  private static WordPieces ours;
  private static HuggingFaceTokenizer theirs;

  @BeforeAll
  static void load() throws IOException {
    System.setProperty("DJL_CACHE_DIR", folder.toString());
    var file = folder.resolve("tokenizer.json");
    try (var in =
        WordPiecesTest.class.getClassLoader().getResourceAsStream(UnpackedModel.TOKENIZER)) {
      Files.copy(in, file);
    }
    ours = WordPieces.of(Json.parse(Files.readAllBytes(file)));
    theirs =
        HuggingFaceTokenizer.newInstance(
            file, Map.of("truncation", "true", "maxLength", "" + MAX, "padding", "false"));
  }

  @AfterAll
  static void close() {
    theirs.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Card spending by customer.",
        "customer_id, days_past_due; e-mail: O'Neil's",
        "Zürich café naïve ÅNGSTRÖM İstanbul ß",
        "unaffordability internationalisation xylographically",
        "日本語 text 中文 한국어",
        "a\tb\nc\u00a0d\u2003e\u200bf",
        "100% of $5.00 <b>bold</b> {x} ~`^|",
        "emoji 😀 and \u0301 marks",
        "",
        "   ",
      })
  void takesTextsApartAlike(String text) {
    assertThat(ours.of(text, MAX)).isEqualTo(theirs.encode(text).getIds());
  }

  @Test
  void takesLongWordsAndTextsApartAlike() {
    for (var text :
        new String[] {"y".repeat(99), "y".repeat(100), "y".repeat(101), "ab ".repeat(90)}) {
      assertThat(ours.of(text, MAX)).isEqualTo(theirs.encode(text).getIds());
    }
  }

  @Test
  void takesAnyLettersApartAlike() {
    var random = new SplittableRandom(3);
    var letters = "abcdefgh ABC éüß .,-_'\"()[]{}#@!?/\\ 0123456789 日中 äÖ\t\n";
    for (var i = 0; i < 3000; i++) {
      var text = new StringBuilder();
      for (var j = random.nextInt(60); j > 0; j--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(ours.of(text.toString(), MAX))
          .as("%s", text)
          .isEqualTo(theirs.encode(text.toString()).getIds());
    }
  }
}
