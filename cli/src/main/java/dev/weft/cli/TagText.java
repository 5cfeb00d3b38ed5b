package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/** The tags of fields as text: which there are, why, and which are stopped. */
final class TagText {
  private TagText() {}

  /** Those of one field, or of all. */
  static String table(JsonNode page, Optional<String> wanted) {
    var table = new Table("field", "tag", "status", "sure", "from", "evidence");
    var empty = true;
    for (var field : page.path("fields")) {
      if (isWanted(wanted, field.path("path"))) {
        for (var tag : field.path("tags")) {
          empty = false;
          row(table, field, tag, Text.of(tag.path("status")).toLowerCase(Locale.ROOT));
        }
        for (var tag : field.path("otherTags")) {
          empty = false;
          row(table, field, tag, "not now");
        }
      }
    }
    for (var stop : page.path("tagStops")) {
      if (isWanted(wanted, stop.path("field"))) {
        empty = false;
        table.row(
            Text.of(stop.path("field")),
            Text.of(stop.path("tag")),
            "stopped",
            "",
            "flow " + Text.of(stop.path("flow")),
            "by %s: %s".formatted(Text.of(stop.path("by")), Text.of(stop.path("why"))));
      }
    }
    return empty ? "No field has a tag." : table.toString();
  }

  private static void row(Table table, JsonNode field, JsonNode tag, String status) {
    table.row(
        Text.of(field.path("path")),
        Text.of(tag.path("tag")),
        status + afterComma(tag),
        Math.round(tag.path("confidence").asDouble() * 100) + " %",
        Text.of(tag.path("source")),
        Text.of(tag.path("evidence")));
  }

  /** When a tag holds, if it is not always; with a comma before it. */
  static String afterComma(JsonNode tag) {
    var time = time(tag);
    return time.isEmpty() ? "" : ", " + time;
  }

  private static String time(JsonNode tag) {
    var periods = new ArrayList<String>();
    for (var period : tag.path("validity")) {
      var from = Text.part("from ", period.path("from"));
      var until = Text.part("until ", period.path("until"));
      periods.add((from + " " + until).strip());
    }
    return String.join(" and ", periods);
  }

  private static boolean isWanted(Optional<String> wanted, JsonNode field) {
    return wanted.map(name -> name.equals(field.asText())).orElse(true);
  }

  static String stopped(String port, JsonNode stop, String word) {
    var tag = Text.of(stop.path("tag"));
    return "%s %s %s by flow %s to %s of %s."
        .formatted(
            tag.equals("*") ? "All tags" : tag,
            tag.equals("*") ? "are" : "is",
            word,
            Text.of(stop.path("flow")),
            Text.of(stop.path("field")),
            port);
  }

  /** Below each tag the way from where it begins. */
  static String proofs(String port, String field, JsonNode proofs) {
    var lines = new ArrayList<String>();
    for (var proof : proofs) {
      var tag = proof.path("tag");
      lines.add(
          "%s on %s of %s (%s)"
              .formatted(
                  Text.of(tag.path("tag")),
                  field,
                  port,
                  Text.of(tag.path("status")).toLowerCase(Locale.ROOT)));
      var begins = proof.path("begins");
      if (begins.isMissingNode() || begins.isNull()) {
        lines.add("  No way leads to where it began: it goes.");
      } else if (begins.path("hidden").asBoolean()) {
        lines.add("  begins at a field that you may not know");
      } else {
        lines.add(
            "  begins at %s of %s, by %s%s"
                .formatted(
                    Text.of(begins.path("field")),
                    Text.of(begins.path("port")),
                    Text.of(begins.path("source")),
                    Text.part(": ", begins.path("evidence"))));
      }
      proof.path("hops").forEach(hop -> lines.add("  " + hop(hop)));
    }
    return lines.isEmpty() ? "The field has no tag." : String.join("\n", lines);
  }

  private static String hop(JsonNode hop) {
    return hop.path("hidden").asBoolean()
        ? "-> a field that you may not know, " + Text.of(hop.path("how"))
        : "-> %s of %s, %s by flow %s%s"
            .formatted(
                Text.of(hop.path("field")),
                Text.of(hop.path("port")),
                Text.of(hop.path("how")),
                Text.of(hop.path("flow")),
                Text.part(": ", hop.path("through")));
  }
}
