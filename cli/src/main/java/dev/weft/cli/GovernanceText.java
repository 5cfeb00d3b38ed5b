package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Governance for people: how a domain or product stands, and who did what. */
final class GovernanceText {
  private GovernanceText() {}

  static String domains(JsonNode items) {
    var table = new Table("domain", "title", "stands", "due", "you could");
    for (var one : items) {
      table.row(
          Text.of(one.path("domain")),
          Text.of(one.path("title")),
          stage(one.path("stage")),
          Text.of(one.path("due")) + (one.path("overdue").asBoolean() ? " (overdue)" : ""),
          Text.of(one.path("acts")));
    }
    return table.toString();
  }

  static String standing(JsonNode standing) {
    var steps = standing.path("steps");
    var table = new Table("step", "by", "at", "comment");
    for (var step : steps) {
      table.row(
          stage(step.path("stage")),
          Text.of(step.path("by")),
          Text.of(step.path("at")),
          Text.of(step.path("comment")));
    }
    var due = Text.of(standing.path("due"));
    var when =
        due.isEmpty()
            ? ""
            : standing.path("overdue").asBoolean()
                ? " The next step was due " + due + "."
                : " The next step is due " + due + ".";
    var acts = Text.of(standing.path("acts"));
    return Text.paragraphs(
        List.of(
            Text.of(standing.path("domain")) + " is " + stage(standing.path("stage")) + "." + when,
            steps.isEmpty() ? "" : table.toString(),
            vote(standing.path("vote")),
            acts.isEmpty() ? "" : "You could: " + acts + "."));
  }

  /** What is voted on, and how the votes are. */
  static String vote(JsonNode vote) {
    if (vote.isMissingNode() || vote.isNull()) {
      return "";
    }
    var lines = new ArrayList<String>();
    var motion = vote.path("motion").asText().equals("WITHDRAW") ? "withdraw it" : "approve it";
    lines.add(
        "Vote to %s, until %s: %s of %s have to say yes."
            .formatted(
                motion,
                Text.of(vote.path("until")),
                Text.of(vote.path("needed")),
                Text.of(vote.path("voters"))));
    for (var one : vote.path("votes")) {
      lines.add(
          "  "
              + Text.of(one.path("by"))
              + (one.path("yes").asBoolean() ? ": yes" : ": no")
              + Text.part(", ", one.path("comment")));
    }
    return String.join("\n", lines);
  }

  static String history(JsonNode history) {
    if (history.isEmpty()) {
      return "Nothing has been done yet.";
    }
    var table = new Table("at", "by", "act", "then", "comment");
    for (var one : history) {
      table.row(
          Text.of(one.path("at")),
          Text.of(one.path("by")),
          Text.of(one.path("act")),
          stage(one.path("stage")),
          Text.of(one.path("comment")));
    }
    return table.toString();
  }

  /** Sentences are longer than a table's cells. */
  static String breaches(JsonNode items) {
    var lines = new ArrayList<String>();
    items.forEach(one -> lines.add(Text.of(one.path("message"))));
    return String.join("\n", lines);
  }

  static String life(JsonNode life) {
    var gaps = new ArrayList<String>();
    for (var gap : life.path("gaps")) {
      gaps.add(
          "  "
              + lower(gap.path("property"))
              + ": "
              + Text.of(gap.path("sentence"))
              + Text.part(" ", gap.path("hint")));
    }
    var acts = Text.of(life.path("acts"));
    return Text.paragraphs(
        List.of(
            Text.of(life.path("product"))
                + " is "
                + stage(life.path("stage"))
                + Text.part(", proposed by ", life.path("proposedBy"))
                + ".",
            gaps.isEmpty()
                ? "It has all four properties of a data product."
                : "It lacks:\n" + String.join("\n", gaps),
            life.path("history").isEmpty() ? "" : history(life.path("history")),
            acts.isEmpty() ? "" : "You could: " + acts + "."));
  }

  static String stage(JsonNode stage) {
    return stage.asText().equals("NONE") ? "not designated" : lower(stage);
  }

  private static String lower(JsonNode word) {
    return word.asText().toLowerCase(Locale.ROOT);
  }
}
