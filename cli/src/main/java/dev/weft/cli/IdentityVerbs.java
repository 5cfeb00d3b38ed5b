package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who asks: login, whoami, logout. */
@Command(name = "weft")
final class IdentityVerbs {
  private final Session session;

  IdentityVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Log in; later commands speak as this person. Without a name a code is shown, which is"
              + " confirmed in a browser.")
  int login(
      @Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "") String name,
      @Option(names = "--password-stdin", description = "Read the password from standard input.")
          boolean passwordStdin,
      @Option(
              names = "--print-token",
              description = "Print the token, for WEFT_TOKEN, instead of keeping it.")
          boolean printToken,
      @Option(
              names = "--portal",
              description = "Confirm the code in the portal, even if the server has an issuer.")
          boolean portal) {
    if (name.isEmpty()) {
      return keep(new DeviceLogin(session).await(portal), printToken);
    }
    var password = passwordStdin ? session.terminal().firstLine() : ask(name);
    var request = Json.object().put("name", name).put("password", password);
    return keep(session.anonymously().post("login", request), printToken);
  }

  private int keep(JsonNode answer, boolean printToken) {
    if (printToken) {
      return session.print(answer, each -> each.path("token").asText());
    }
    session.logins().save(session.url(), answer.path("token").asText());
    var shown = Json.object();
    shown.set("principal", answer.path("principal"));
    shown.set("expiresAt", answer.path("expiresAt"));
    return session.print(
        shown,
        each ->
            "Logged in as "
                + Text.of(each.path("principal"))
                + " until "
                + Text.of(each.path("expiresAt"))
                + ".");
  }

  @Command(description = "Show who you are, your groups and roles.")
  int whoami() {
    return session.print(
        session.server().get("whoami"),
        who ->
            Text.lines(who, "name", "title", "groups", "roles", "owns", "stewards", "expiresAt"));
  }

  @Command(description = "End the login; its token is worth nothing afterwards.")
  int logout() {
    session.server().post("logout", Json.object());
    session.logins().forget(session.url());
    return session.print(Json.object().put("loggedOut", true), answer -> "Logged out.");
  }

  private String ask(String name) {
    return session
        .terminal()
        .prompt()
        .apply("Password of " + name + ": ")
        .orElseThrow(
            () ->
                Problem.input(
                        "no-terminal",
                        Place.NOWHERE,
                        "There is no terminal to ask for the password.",
                        "Pass it on standard input with --password-stdin.")
                    .asException());
  }
}
