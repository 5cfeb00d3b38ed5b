package dev.weft.cli;

import dev.weft.model.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tokens that people make for their AI agents. */
@Command(
    name = "token",
    description = "Make tokens for your AI agents, which open nothing else, list and revoke them.")
final class TokenVerbs {
  private final Session session;

  TokenVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Make a token for an AI agent of yours; it is printed this once.")
  int agent(
      @Parameters(paramLabel = "NAME", description = "What you call the agent.") String name,
      @Option(
              names = "--until",
              paramLabel = "DATE",
              description = "When it ends; standard 30 days, 90 at most.")
          Optional<String> until,
      @Option(
              names = "--purpose",
              paramLabel = "TEXT",
              description = "The one purpose for which it may read; else it says one each time.")
          Optional<String> purpose) {
    var request = Json.object().put("agent", name);
    until.ifPresent(date -> request.put("until", date));
    purpose.ifPresent(text -> request.put("purpose", text));
    return session.print(
        session.server().post("agent-tokens", request), answer -> answer.path("token").asText());
  }

  @Command(description = "List your tokens for agents.")
  int list() {
    return session.print(
        session.server().get("agent-tokens"),
        answer ->
            answer.path("items").isEmpty()
                ? "None."
                : Table.of(
                    answer.path("items"), "id", "agent", "purpose", "createdAt", "expiresAt"));
  }

  @Command(description = "End one of them.")
  int revoke(@Parameters(paramLabel = "ID") String id) {
    session.server().delete("agent-tokens/" + Session.encoded(id));
    return session.print(
        Json.object().put("id", id).put("revoked", true), answer -> id + " is revoked.");
  }
}
