package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What fields hold: classify, tags, tag. */
@Command(name = "weft")
final class TagVerbs {
  private final Session session;

  TagVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Say what the fields of a file hold, or where in a text personal data stands; no server.")
  int classify(
      @Parameters(
              paramLabel = "FILE",
              description = "CSV, JSON, JSON lines, Avro, Parquet; anything else is text.")
          String file,
      @Option(
              names = "--as",
              paramLabel = "FORMAT",
              description = "csv, json, avro, parquet or text; by its name and first bytes.")
          Optional<String> as,
      @Option(
              names = "--with",
              paramLabel = "FILE",
              description = "Classifiers of one's own, as documents.")
          List<String> with) {
    var arguments = new ArrayList<>(List.of(file));
    as.ifPresent(format -> arguments.addAll(List.of("--as", format)));
    if (with != null) {
      arguments.addAll(List.of("--with", String.join(",", with)));
    }
    return new LocalTools(session).run("weft-classify", arguments);
  }

  @Command(description = "List the tags of a port's fields: how sure, why, and what was decided.")
  int tags(@Parameters(paramLabel = "PORT") String port) {
    return session.print(session.server().get("ports/" + Session.encoded(port)), TagVerbs::table);
  }

  @Command(description = "Confirm or reject a tag on a field, as a steward.")
  int tag(
      @Parameters(paramLabel = "PORT") String port,
      @Parameters(paramLabel = "FIELD") String field,
      @Parameters(paramLabel = "TAG") String tag,
      @ArgGroup(exclusive = true, multiplicity = "1") Decision decision,
      @Option(names = "--why", required = true, paramLabel = "TEXT") String why) {
    var request =
        Json.object()
            .put("field", field)
            .put("tag", tag)
            .put("decision", decision.word)
            .put("why", why);
    return session.print(
        session.server().post("ports/" + Session.encoded(port) + "/tags", request),
        answer ->
            Text.of(answer.path("tag"))
                + " on "
                + field
                + " of "
                + port
                + " is "
                + Text.of(answer.path("status")).toLowerCase(Locale.ROOT)
                + ".");
  }

  /** One of the two. */
  static final class Decision {
    private String word = "";

    @Option(names = "--confirm", description = "It is right.")
    void confirm(boolean given) {
      word = "confirm";
    }

    @Option(names = "--reject", description = "It is wrong: it no longer counts.")
    void reject(boolean given) {
      word = "reject";
    }
  }

  private static String table(JsonNode page) {
    var table = new Table("field", "tag", "status", "sure", "from", "evidence");
    var empty = true;
    for (var field : page.path("fields")) {
      for (var tag : field.path("tags")) {
        empty = false;
        table.row(
            Text.of(field.path("path")),
            Text.of(tag.path("tag")),
            Text.of(tag.path("status")).toLowerCase(Locale.ROOT),
            Math.round(tag.path("confidence").asDouble() * 100) + " %",
            Text.of(tag.path("source")),
            Text.of(tag.path("evidence")));
      }
    }
    return empty ? "No field has a tag." : table.toString();
  }
}
