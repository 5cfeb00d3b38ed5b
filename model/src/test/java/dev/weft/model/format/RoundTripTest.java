package dev.weft.model.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a document holds, written and read again it is the same. */
class RoundTripTest {
  private static final List<String> AWKWARD =
      List.of(
          "",
          " ",
          "no",
          "null",
          "~",
          "1",
          "1.0",
          "0x1F",
          "true",
          "- a",
          "a: b",
          "#",
          " a",
          "a ",
          "a #b",
          "'",
          "\"",
          "\\",
          "a\nb",
          "a\n",
          "\na",
          "a\n\n",
          " a\nb",
          "a \nb",
          "a\tb",
          "\t",
          "a\r\nb",
          "\u0000",
          "\u0007",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\u00e4\u00f6",
          "\uD83D\uDE00",
          "%",
          "@",
          "`",
          "!",
          "&a",
          "*a",
          "{",
          "[",
          "]",
          "?",
          "|",
          ">",
          "---",
          "...",
          "<<",
          "=",
          "2026-01-31",
          "1e5",
          ".inf",
          ".nan",
          "0o7",
          "-",
          "a:",
          ":a",
          "\u00a0",
          "x".repeat(300),
          "a\n b\n  c\n",
          "SELECT a\nFROM b -- c\n");

  private final Documents documents = new Documents();

  @Test
  void everyAwkwardTextSurvivesAsValueAndAsKey() {
    for (var text : AWKWARD) {
      var tree = Json.object();
      tree.put("value", text);
      tree.put(text, 1);
      tree.putArray("list").add(text).add(Json.object().put("a", text));

      assertThat(again("a.yaml", documents.write(tree))).as(documents.write(tree)).isEqualTo(tree);
    }
  }

  @Test
  void randomDocumentsSurvive() {
    for (var seed = 0; seed < 500; seed++) {
      var tree = new RandomTree(new Random(seed)).object(4);

      assertThat(again("a.yaml", documents.write(tree))).as("seed %d", seed).isEqualTo(tree);
      assertThat(again("a.json", Json.text(tree))).as("seed %d", seed).isEqualTo(tree);
      assertThat(Json.parse(Json.bytes(tree))).as("seed %d", seed).isEqualTo(tree);
    }
  }

  private ObjectNode again(String file, String text) {
    var problems = new Problems();
    var read = documents.read(new SourceText(file, text), problems);
    assertThat(problems.all()).as(text).isEmpty();
    return read.get(0).tree();
  }

  private record RandomTree(Random random) {
    JsonNode any(int depth) {
      return switch (random.nextInt(depth == 0 ? 5 : 8)) {
        case 0 -> JsonNumbers.node(Long.toString(random.nextLong() >> random.nextInt(63)));
        case 1 -> JsonNumbers.node(Double.toString(random.nextGaussian() * 1000));
        case 2 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
        case 3 -> JsonNodeFactory.instance.nullNode();
        case 4 -> JsonNodeFactory.instance.textNode(text());
        case 5 -> array(depth - 1);
        default -> object(depth - 1);
      };
    }

    ObjectNode object(int depth) {
      var tree = Json.object();
      for (var i = random.nextInt(5); i > 0; i--) {
        tree.set(random.nextInt(20) == 0 ? text() : "key " + i, any(depth));
      }
      return tree;
    }

    JsonNode array(int depth) {
      var tree = JsonNodeFactory.instance.arrayNode();
      for (var i = random.nextInt(5); i > 0; i--) {
        tree.add(any(depth));
      }
      return tree;
    }

    String text() {
      return AWKWARD.get(random.nextInt(AWKWARD.size()))
          + (random.nextBoolean() ? AWKWARD.get(random.nextInt(AWKWARD.size())) : "");
    }
  }
}
