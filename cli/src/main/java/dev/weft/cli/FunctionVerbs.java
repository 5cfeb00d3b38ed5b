package dev.weft.cli;

import dev.weft.model.Json;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Functions from jars: list them; offer, accept and withdraw jars. */
@Command(
    name = "function",
    description =
        "List the functions that queries may call; offer jars, let them in, withdraw them.")
final class FunctionVerbs {
  private static final String JARS = "function-jars";

  private final Session session;

  FunctionVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List the functions that queries may call.")
  int list() {
    return session.print(
        session.server().get("functions"),
        answer -> Table.of(answer.path("items"), "name", "className", "usableBy", "here"));
  }

  @Command(description = "List the jars that you have offered; all of them for administrators.")
  int jars() {
    return session.print(
        session.server().get(JARS),
        answer ->
            Table.of(
                answer.path("items"),
                "sha256",
                "file",
                "bytes",
                "offeredBy",
                "acceptedBy",
                "server"));
  }

  @Command(description = "Send a jar with functions to the server; somebody else has to accept it.")
  int offer(@Parameters(paramLabel = "FILE", description = "The jar.") Path file) {
    var name = Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("");
    return session.print(
        session.server().postFile(JARS + "/" + Session.encoded(name), file),
        answer ->
            "Offered with the hash %s. An administrator other than you lets it in: weft function accept %s. It lies on %s and on no other server of the mesh: each needs it, offered there or put into its folder 'functions'."
                .formatted(
                    Text.of(answer.path("sha256")),
                    Text.of(answer.path("sha256")),
                    Text.of(answer.path("server"))));
  }

  @Command(description = "Let a jar in that somebody else has offered.")
  int accept(@Parameters(paramLabel = "SHA256") String sha256) {
    return session.print(
        session.server().post(jar(sha256) + "/accept", Json.object()),
        answer ->
            "%s is let in on %s; documents of kind Function with this hash make its functions callable."
                .formatted(Text.of(answer.path("file")), Text.of(answer.path("server"))));
  }

  @Command(
      description =
          "Withdraw a jar; the functions that are made of it go too, and their queries wait.")
  int withdraw(@Parameters(paramLabel = "SHA256") String sha256) {
    return session.print(session.server().delete(jar(sha256)), answer -> "It is withdrawn.");
  }

  private static String jar(String sha256) {
    return JARS + "/" + Session.encoded(sha256);
  }
}
