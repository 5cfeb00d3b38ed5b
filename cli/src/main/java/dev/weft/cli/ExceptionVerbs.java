package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exceptions from authoritative sources: asked for in writing, voted on by the governing body. */
@Command(
    name = "exception",
    description = "Ask to read another than the authoritative source, and vote on it.")
final class ExceptionVerbs {
  private final Session session;

  ExceptionVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List the exceptions of a domain that you may see, newest first.")
  int list(@Parameters(paramLabel = "DOMAIN") String domain) {
    return session.print(session.server().get(path(domain)), ExceptionVerbs::table);
  }

  @Command(description = "Ask for one, with a reason and an end; prints its id.")
  int ask(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "TERM") String term,
      @Parameters(paramLabel = "PORT") String port,
      @Option(names = "--reason", required = true, paramLabel = "TEXT") String reason,
      @Option(
              names = "--until",
              paramLabel = "DATE",
              description = "The end of it; standard 90 days.")
          Optional<String> until,
      @Option(
              names = "--for",
              paramLabel = "PRINCIPAL",
              description = "Yourself unless said; or product:NAME of yours.")
          Optional<String> principal) {
    var request = Json.object().put("term", term).put("port", port).put("reason", reason);
    until.ifPresent(date -> request.put("until", date));
    principal.ifPresent(name -> request.put("principal", name));
    return session.print(
        session.server().post(path(domain), request),
        answer ->
            "Exception "
                + Text.of(answer.path("id"))
                + " is asked for; the governing body of "
                + domain
                + " votes.");
  }

  @Command(description = "Vote on one, as one of the governing body.")
  int vote(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "yes|no") String vote,
      @Option(names = "--comment", paramLabel = "TEXT") Optional<String> comment) {
    var request = Json.object().put("vote", vote);
    comment.ifPresent(text -> request.put("comment", text));
    return session.print(
        session.server().post(path(domain) + "/" + Session.encoded(id) + "/vote", request),
        answer -> "Exception " + id + ": " + GovernanceText.stage(answer.path("stage")) + ".");
  }

  @Command(description = "End one before its time, with the reason.")
  int end(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--comment", required = true, paramLabel = "TEXT") String comment) {
    return session.print(
        session
            .server()
            .post(
                path(domain) + "/" + Session.encoded(id) + "/end",
                Json.object().put("comment", comment)),
        answer -> "Exception " + id + ": " + GovernanceText.stage(answer.path("stage")) + ".");
  }

  private static String table(JsonNode answer) {
    if (answer.path("items").isEmpty()) {
      return "No exceptions.";
    }
    var table = new Table("id", "term", "port", "for", "stands", "until", "reason", "you could");
    for (var one : answer.path("items")) {
      table.row(
          Text.of(one.path("id")),
          Text.of(one.path("term")),
          Text.of(one.path("port")),
          Text.of(one.path("principal")),
          GovernanceText.stage(one.path("stage")),
          Text.of(one.path("until")),
          Text.of(one.path("reason")),
          Text.of(one.path("acts")));
    }
    return table.toString();
  }

  private static String path(String domain) {
    return "domains/" + Session.encoded(domain) + "/exceptions";
  }
}
