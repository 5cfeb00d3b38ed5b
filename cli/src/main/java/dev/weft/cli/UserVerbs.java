package dev.weft.cli;

import dev.weft.model.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What belongs to a user but is in no file. */
@Command(name = "user", description = "Set a person's password, or say where they come from.")
final class UserVerbs {
  private final Session session;

  UserVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Say from which issuer or directory a person comes, if from outside.")
  int origin(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().get("users/" + Session.encoded(name) + "/origin"),
        answer ->
            answer.path("links").isEmpty()
                ? name + " is a user of this mesh's own."
                : Table.of(
                    answer.path("links"), "source", "subject", "external", "groups", "active"));
  }

  @Command(description = "Set a password, asked for or read as the first line of standard input.")
  int password(@Parameters(paramLabel = "NAME") String name) {
    var terminal = session.terminal();
    var password =
        terminal.prompt().apply("New password of " + name + ": ").orElseGet(terminal::firstLine);
    session
        .server()
        .put(
            "users/" + Session.encoded(name) + "/password",
            Json.object().put("password", password));
    return session.print(
        Json.object().put("name", name), answer -> "The password of " + name + " is set.");
  }
}
