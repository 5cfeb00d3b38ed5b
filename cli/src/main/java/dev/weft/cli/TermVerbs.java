package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The glossary: terms, and what they are assigned to. Terms themselves come by {@code apply}. */
@Command(name = "term", description = "Look at the glossary and assign its terms.")
final class TermVerbs {
  private final Session session;

  TermVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List terms, all or those that hold the words.")
  int list(
      @Parameters(paramLabel = "WORDS", arity = "0..*") List<String> words,
      @Option(names = "--domain", paramLabel = "NAME") Optional<String> domain,
      @Option(names = "--category", paramLabel = "PATH") Optional<String> category) {
    var text = words == null ? Optional.<String>empty() : Optional.of(String.join(" ", words));
    var query =
        new Query("terms").with("q", text).with("domain", domain).with("category", category);
    return session.print(
        session.server().get(query.toString()),
        answer ->
            answer.path("items").isEmpty()
                ? "No terms."
                : Table.of(
                    answer.path("items"),
                    "name",
                    "title",
                    "domain",
                    "status",
                    "categories",
                    "tags",
                    "uses"));
  }

  @Command(description = "Show a term, its relations, and what it is assigned to.")
  int show(@Parameters(paramLabel = "TERM") String term) {
    return session.print(session.server().get(path(term)), TermVerbs::page);
  }

  @Command(description = "Say that a product, port or field means this.")
  int assign(
      @Parameters(paramLabel = "TERM") String term,
      @Parameters(paramLabel = "ASSET", description = "PRODUCT, PRODUCT.PORT, PRODUCT.PORT.FIELD")
          String asset,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description = "validated, proposed, imported, deprecated, obsolete or other.")
          Optional<String> status,
      @Option(names = "--confidence", paramLabel = "0..1") Optional<Double> confidence,
      @Option(names = "--expression", paramLabel = "TEXT") Optional<String> expression,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    var request = Named.of(asset).request();
    status.ifPresent(word -> request.put("status", word));
    confidence.ifPresent(number -> request.put("confidence", number));
    expression.ifPresent(text -> request.put("expression", text));
    comment.ifPresent(text -> request.put("comment", text));
    return session.print(
        session.server().post(path(term) + "/assignments", request),
        answer -> asset + ": " + Text.of(answer.path("term")) + ", " + status(answer) + ".");
  }

  @Command(description = "Say that a product, port or field does not mean this.")
  int reject(
      @Parameters(paramLabel = "TERM") String term,
      @Parameters(paramLabel = "ASSET") String asset,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    var request = Named.of(asset).request().put("status", "rejected");
    comment.ifPresent(text -> request.put("comment", text));
    return session.print(
        session.server().post(path(term) + "/assignments", request),
        answer -> asset + " is not " + Text.of(answer.path("term")) + "; this is remembered.");
  }

  @Command(description = "Take an assignment or a rejection back.")
  int unassign(
      @Parameters(paramLabel = "TERM") String term,
      @Parameters(paramLabel = "ASSET") String asset) {
    var named = Named.of(asset);
    session
        .server()
        .delete(
            new Query(path(term) + "/assignments")
                .with("asset", named.asset)
                .with("field", Optional.of(named.field).filter(field -> !field.isEmpty()))
                .toString());
    return session.print(
        Json.object().put("term", term).put("asset", asset).put("assigned", false),
        answer -> asset + " is not assigned " + term + " any more.");
  }

  @Command(description = "Show what a port's fields mean, and which terms are suggested for them.")
  int suggest(@Parameters(paramLabel = "PORT") String port) {
    return session.print(
        session.server().get("ports/" + Session.encoded(port) + "/terms"), TermVerbs::ofPort);
  }

  /** A product, port or field; the field is what comes after the second dot. */
  private record Named(String asset, String field) {
    static Named of(String text) {
      var first = text.indexOf('.');
      var second = first < 0 ? -1 : text.indexOf('.', first + 1);
      return second < 0 || PortName.parse(text.substring(0, second)).isEmpty()
          ? new Named(text, "")
          : new Named(text.substring(0, second), text.substring(second + 1));
    }

    ObjectNode request() {
      return Json.object().put("asset", asset).put("field", field);
    }
  }

  private static String path(String term) {
    return "terms/" + Session.encoded(term);
  }

  private static String status(JsonNode assignment) {
    return Text.of(assignment.path("status")).toLowerCase(Locale.ROOT);
  }

  private static String page(JsonNode answer) {
    var term = answer.path("term");
    var title = Text.of(term.path("title"));
    var abbreviation = Text.of(term.path("abbreviation"));
    return Text.paragraphs(
        List.of(
            title
                + (abbreviation.isEmpty() ? "" : " (" + abbreviation + ")")
                + ": "
                + Text.of(term.path("definition")),
            Text.lines(
                term,
                "name",
                "domain",
                "status",
                "alsoCalled",
                "examples",
                "categories",
                "tags",
                "stewards"),
            Text.part("tags of wider terms: ", answer.path("inheritedTags")),
            rows(answer.path("relations"), "kind", "term", "title", "status", "description"),
            rows(answer.path("uses"), "asset", "field", "status", "confidence", "source", "by")));
  }

  private static String ofPort(JsonNode answer) {
    var meanings = answer.path("items");
    var suggestions = answer.path("suggestions");
    return Text.paragraphs(
        List.of(
            meanings.isEmpty()
                ? "No term says what its fields mean."
                : Table.of(meanings, "field", "term", "title", "status", "source", "by"),
            suggestions.isEmpty()
                ? "No suggestions."
                : "Suggested:\n"
                    + Table.of(suggestions, "field", "term", "title", "confidence", "evidence")));
  }

  private static String rows(JsonNode items, String... keys) {
    return items.isEmpty() ? "" : Table.of(items, keys);
  }
}
