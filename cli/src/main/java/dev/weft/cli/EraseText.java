package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Erasures for people: what is planned, what was done, how it stands. */
final class EraseText {
  private EraseText() {}

  static String plan(JsonNode plan) {
    var parts = new ArrayList<String>();
    parts.add(head(plan));
    parts.add(places(plan.path("places")));
    parts.add(readers(plan.path("readers")));
    parts.add(
        beyond(
            "It comes from outside; what is not erased there comes again:", plan.path("sources")));
    parts.add(beyond("It went outside, where somebody has to be told:", plan.path("outside")));
    parts.add(open(plan.path("open")));
    parts.add(says(plan));
    parts.add(
        plan.path("status").asText().equals("PLANNED")
            ? "Somebody else applies it until "
                + Text.of(plan.path("expires"))
                + ":\n    weft erase --apply "
                + Text.of(plan.path("id"))
                + " --subject KEY --why TEXT"
            : done(plan));
    return Text.paragraphs(parts);
  }

  private static String head(JsonNode plan) {
    var scope = plan.path("scope");
    var kind = Text.of(scope.path("of"));
    return "Erasure "
        + Text.of(plan.path("id"))
        + (kind.isEmpty() ? " of a person" : " of a " + kind)
        + Text.part(" in the domain ", scope.path("domain"))
        + ", planned by "
        + Text.of(plan.path("plannedBy"))
        + " at "
        + Text.of(plan.path("plannedAt"))
        + ".";
  }

  private static String places(JsonNode places) {
    if (places.isEmpty()) {
      return "No port is known to hold this person's key.";
    }
    var table =
        new Table(
            "place", "found by", "records", "made from them", "what becomes of them", "until");
    var notes = new ArrayList<String>();
    for (var place : places) {
      var nothing = place.path("records").asLong() == 0;
      table.row(
          Text.of(place.path("name")),
          Text.of(place.path("fields")),
          Text.of(place.path("records")),
          Text.of(place.path("derived")),
          nothing ? "" : way(place),
          Text.of(place.path("until")));
      if (!Text.of(place.path("note")).isEmpty()) {
        notes.add(Text.of(place.path("name")) + ": " + Text.of(place.path("note")));
      }
    }
    return table + String.join("\n", notes);
  }

  private static String way(JsonNode place) {
    return switch (place.path("way").asText()) {
      case "TOMBSTONE" -> "tombstones under " + Text.count(place.path("keys").asInt(), "key");
      case "SHRED" -> "their key is destroyed";
      case "COMPACTION" -> "are replaced already, until the log is compacted";
      case "RETENTION" -> "go with the retention";
      case "FLOW" -> "wait in the flow";
      default -> "remain";
    };
  }

  private static String readers(JsonNode readers) {
    if (readers.isEmpty()) {
      return "Nobody has read these records, as far as the audit says.";
    }
    var table = new Table("has read", "port", "saw", "records", "last");
    for (var reader : readers) {
      var maybe = reader.path("maybe").asLong();
      table.row(
          Text.of(reader.path("principal")),
          Text.of(reader.path("port")),
          Text.of(reader.path("sight")),
          Text.of(reader.path("records")) + (maybe == 0 ? "" : ", " + maybe + " more perhaps"),
          Text.of(reader.path("last")));
    }
    return table.toString();
  }

  private static String beyond(String title, JsonNode all) {
    var lines = new ArrayList<String>();
    for (var one : all) {
      lines.add(
          "    "
              + Text.of(one.path("name"))
              + Text.part(", by ", one.path("by"))
              + Text.part("; answer for it: ", one.path("tell")));
    }
    return lines.isEmpty() ? "" : title + "\n" + String.join("\n", lines);
  }

  private static String open(JsonNode open) {
    var lines = new ArrayList<String>();
    open.forEach(sentence -> lines.add("    " + Text.of(sentence)));
    return lines.isEmpty() ? "" : "Not reached by this plan:\n" + String.join("\n", lines);
  }

  /** What was made of the records may be of many, so the domains that have it are asked. */
  private static String says(JsonNode plan) {
    var lines = new ArrayList<String>();
    for (var domain : plan.path("asks")) {
      var line = "    " + Text.of(domain) + ": waits";
      for (var one : plan.path("consents")) {
        if (one.path("domain").equals(domain)) {
          line =
              "    "
                  + Text.of(domain)
                  + (one.path("agrees").asBoolean() ? ": agreed, " : ": objects, ")
                  + Text.of(one.path("by"))
                  + Text.part(": ", one.path("why"));
        }
      }
      lines.add(line);
    }
    return lines.isEmpty()
        ? ""
        : "What was made from the records and may be others' too is erased when these domains"
            + " agree ('weft erase --agree ID --domain NAME --why TEXT'):\n"
            + String.join("\n", lines);
  }

  static String done(JsonNode erasure) {
    var status = erasure.path("status").asText();
    if (status.equals("REPLACED")) {
      return "It was interrupted; "
          + Text.of(erasure.path("replacedBy"))
          + " was planned and applied in its place.";
    }
    if (!status.equals("APPLIED")) {
      return begun(erasure);
    }
    var table = new Table("place", "what was done", "records", "gone at the latest");
    for (var one : erasure.path("done")) {
      table.row(
          Text.of(one.path("name")),
          acted(one),
          Text.of(one.path("records")),
          Text.of(one.path("until")));
    }
    return Text.paragraphs(
        List.of(
            "Applied by "
                + Text.of(erasure.path("appliedBy"))
                + " at "
                + Text.of(erasure.path("appliedAt"))
                + Text.part(": ", erasure.path("why")),
            table.toString(),
            "'weft erase --certificate "
                + Text.of(erasure.path("id"))
                + "' prints the certificate; '--check' says later what is left."));
  }

  private static String begun(JsonNode erasure) {
    var acts = 0;
    for (var place : erasure.path("places")) {
      acts += List.of("TOMBSTONE", "SHRED").contains(place.path("way").asText()) ? 1 : 0;
    }
    return "It has begun and not ended; "
        + erasure.path("done").size()
        + " of "
        + Text.count(acts, "place")
        + " done. If nobody is at it ('weft operations'), apply it again: it goes on.";
  }

  private static String acted(JsonNode one) {
    var written = one.path("written").asInt();
    return switch (one.path("way").asText()) {
      case "TOMBSTONE" -> Text.count(written, "tombstone") + " written";
      case "SHRED" -> Text.count(written, "key") + " destroyed";
      default -> "nothing: they " + way(one);
    };
  }

  static String standing(JsonNode erasure) {
    var check = erasure.path("checked");
    var left = check.path("left").asLong();
    var replaced = check.path("replaced").asLong();
    var remaining = check.path("remaining").asLong();
    var text =
        left == 0
            ? "Nothing of the person that was erased is back."
            : left + " records of the person are there: they came again. Plan once more.";
    text +=
        replaced == 0
            ? "\nThe log has dropped all that was erased."
            : "\n" + replaced + " records are replaced and wait for the log to be compacted.";
    return remaining == 0
        ? text
        : text + "\n" + remaining + " records go with the retention, or remain.";
  }

  static String list(JsonNode items) {
    if (items.isEmpty()) {
      return "No erasures.";
    }
    var table = new Table("id", "of", "domain", "status", "planned by", "at", "applied by");
    for (var one : items) {
      table.row(
          Text.of(one.path("id")),
          Text.of(one.path("scope").path("of")),
          Text.of(one.path("scope").path("domain")),
          one.path("status").asText().toLowerCase(Locale.ROOT),
          Text.of(one.path("plannedBy")),
          Text.of(one.path("plannedAt")),
          Text.of(one.path("appliedBy")));
    }
    return table.toString();
  }
}
