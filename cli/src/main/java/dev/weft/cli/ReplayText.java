package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/** Whom a plan would touch, as a table. */
final class ReplayText {
  private ReplayText() {}

  static String of(JsonNode replay) {
    var effects = replay.path("effects");
    var head =
        "Accesses replayed: %s since %s%s; %s."
            .formatted(
                Text.of(replay.path("accesses")),
                Text.of(replay.path("from")),
                replay.path("complete").asBoolean() ? "" : ", of more that there were",
                effects.isEmpty()
                    ? "all stay as they are"
                    : effects.size() + " would not stay as they are");
    if (effects.isEmpty()) {
      return head;
    }
    var table = new Table("who", "port", "would", "reads", "last", "what");
    for (var effect : effects) {
      table.row(
          who(effect),
          Text.of(effect.path("port")),
          verb(Text.of(effect.path("effect"))),
          Text.of(effect.path("reads")),
          Text.of(effect.path("last")),
          what(effect));
    }
    return head + "\n" + table;
  }

  private static String who(JsonNode effect) {
    var purpose = Text.of(effect.path("purpose"));
    return Text.of(effect.path("principal")) + (purpose.isEmpty() ? "" : " for " + purpose);
  }

  private static String verb(String effect) {
    return switch (effect) {
      case "loses" -> "lose access";
      case "gains" -> "gain access";
      default -> "see it otherwise";
    };
  }

  private static String what(JsonNode effect) {
    var parts = new ArrayList<String>();
    for (var field : effect.path("fields")) {
      parts.add(
          "%s: %s -> %s"
              .formatted(
                  Text.of(field.path("path")),
                  Text.of(field.path("before")),
                  Text.of(field.path("after"))));
    }
    var filter = effect.path("filter");
    if (filter.isObject()) {
      parts.add(
          "rows: %s -> %s".formatted(orAll(filter.path("before")), orAll(filter.path("after"))));
    }
    if (effect.hasNonNull("terms")) {
      parts.add("terms");
    }
    return parts.isEmpty() ? Text.of(effect.path("reason")) : String.join("; ", parts);
  }

  private static String orAll(JsonNode filter) {
    var text = Text.of(filter);
    return text.isEmpty() ? "all" : text;
  }
}
