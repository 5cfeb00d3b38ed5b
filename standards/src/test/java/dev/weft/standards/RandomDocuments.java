package dev.weft.standards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Documents that somebody might write: a sound one with some random changes after each of which it
 * is sound still. Keys are left out, texts and numbers are awkward, keys nobody knows turn up
 * wherever the standard lets them.
 */
final class RandomDocuments {
  private static final int CHANGES = 25;
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "a: b #c",
          "\"quoted\" \\ back",
          "a\nb\r\nc\t",
          "Gr\u00fc\u00dfe \u65e5\u672c \uD83D\uDE00",
          "<script>&amp;</script>",
          "\u2028\u0085\uFEFF",
          "https://example.org/\u00e4 b?<c>",
          "2026-01-31",
          "x".repeat(500));
  private static final List<String> VALUES =
      List.of(
          "123456789012345678901234567890",
          "-0.000000000000000000000000000001",
          "[]",
          "{}",
          "[null, true, {\"a\": [1, \"two\"]}]",
          "\"2026-01-31T12:00:00Z\"",
          "{\"$ref\": \"#/nowhere\", \"@id\": \"x\"}");

  private final Random random;

  RandomDocuments(long seed) {
    this.random = new Random(seed);
  }

  ObjectNode of(ObjectNode sound) {
    var document = sound;
    for (var i = 0; i < CHANGES; i++) {
      var changed = document.deepCopy();
      change(changed);
      document = Samples.isSound(changed) ? changed : document;
    }
    return document;
  }

  private void change(ObjectNode document) {
    var mappings = new ArrayList<ObjectNode>();
    collect(document, mappings);
    var mapping = mappings.get(random.nextInt(mappings.size()));
    var keys = mapping.properties().stream().map(entry -> entry.getKey()).toList();
    var key = keys.isEmpty() ? "" : keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(5)) {
      case 0 -> mapping.remove(key);
      case 1 -> mapping.put("further " + random.nextInt(9), text());
      case 2 -> {
        if (mapping.path(key).isTextual()) {
          mapping.put(key, text());
        }
      }
      case 3 -> {
        if (mapping.path(key).isNumber()) {
          mapping.set(key, Json.parse(VALUES.get(random.nextInt(2))));
        }
      }
      default -> {
        if (mapping.path("customProperties") instanceof ArrayNode properties) {
          properties.addObject().put("property", text()).set("value", value());
        }
      }
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> mappings) {
    if (node instanceof ObjectNode mapping) {
      mappings.add(mapping);
    }
    node.forEach(below -> collect(below, mappings));
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private JsonNode value() {
    return random.nextBoolean()
        ? Json.parse(VALUES.get(random.nextInt(VALUES.size())))
        : TextNode.valueOf(text());
  }
}
