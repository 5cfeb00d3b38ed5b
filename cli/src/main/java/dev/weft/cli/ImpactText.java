package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;

/** What is hit if a port or field goes, as text: fields as a tree, the others as lists. */
final class ImpactText {
  private final JsonNode impact;
  private final List<String> lines = new ArrayList<>();

  private ImpactText(JsonNode impact) {
    this.impact = impact;
  }

  static String of(JsonNode impact) {
    return new ImpactText(impact).print();
  }

  private String print() {
    var field = Text.of(impact.path("field"));
    var port = Text.of(impact.path("port"));
    lines.add("If " + (field.isEmpty() ? port : field + " of " + port) + " goes:");
    fields();
    list("flow", impact.path("flows"), ImpactText::step);
    list("query", impact.path("queries"), ImpactText::step);
    list("subscriber", impact.path("subscribers"), ImpactText::subscriber);
    list(
        "ask",
        impact.path("owners"),
        owner -> Text.of(owner.path("name")) + ", owner of " + Text.of(owner.path("products")));
    if (impact.path("hidden").asInt() > 0) {
      lines.add("  and " + impact.path("hidden").asInt() + " more that you may not know");
    }
    if (impact.path("truncated").asBoolean()) {
      lines.add("  and more fields than are listed");
    }
    return lines.size() == 1 ? lines.get(0) + "\nNothing that is known is hit." : joined();
  }

  private String joined() {
    return String.join("\n", lines);
  }

  /** In the order in which they were reached: what is further away is further in. */
  private void fields() {
    var depths = new HashMap<String, Integer>();
    for (var hit : impact.path("fields")) {
      var before = hit.path("fromPort").asText() + "#" + hit.path("fromField").asText();
      var depth = depths.getOrDefault(before, 0) + 1;
      depths.putIfAbsent(hit.path("port").asText() + "#" + hit.path("field").asText(), depth);
    }
    for (var hit : impact.path("fields")) {
      var depth = depths.get(hit.path("port").asText() + "#" + hit.path("field").asText());
      lines.add(
          "  ".repeat(depth)
              + "-> %s of %s, %s%s by %s%s"
                  .formatted(
                      Text.of(hit.path("field")),
                      Text.of(hit.path("port")),
                      Text.of(hit.path("how")),
                      Text.part(" from ", hit.path("fromField"))
                          + Text.part(" of ", hit.path("fromPort")),
                      Text.of(hit.path("by")),
                      Text.part(": ", hit.path("through"))));
    }
  }

  private void list(String title, JsonNode items, Function<JsonNode, String> line) {
    items.forEach(item -> lines.add("  " + title + " " + line.apply(item)));
  }

  private static String step(JsonNode step) {
    return Text.of(step.path("name"))
        + Text.part(" of ", step.path("product"))
        + Text.part(" reads ", step.path("reads"))
        + (step.path("uses").asBoolean() ? "" : "; nothing that it writes comes from it");
  }

  private static String subscriber(JsonNode one) {
    var last = Text.of(one.path("lastRead"));
    return "%s of %s%s (%s)%s"
        .formatted(
            Text.of(one.path("principal")),
            Text.of(one.path("port")),
            last.isEmpty() ? ", has not read it" : ", read it last on " + last,
            Text.of(one.path("purpose")),
            Text.part(": ", one.path("fields")));
  }
}
