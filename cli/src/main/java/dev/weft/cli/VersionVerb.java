package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Problem;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a resource was before. */
@Command(name = "what-it-was")
final class VersionVerb {
  private final Session session;

  VersionVerb(Session session) {
    this.session = session;
  }

  @Command(description = "List the versions of a resource; with one, print what it was.")
  int versions(
      @Parameters(paramLabel = "KIND") String kind,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--version", paramLabel = "N", description = "Print this version's file.")
          Optional<Long> version) {
    var answer =
        session
            .server()
            .get("resources/" + Session.encoded(kind) + "/" + Session.encoded(name) + "/versions");
    if (version.isEmpty()) {
      return session.print(
          answer, all -> Table.of(all.path("items"), "version", "changedAt", "changedBy"));
    }
    return session.print(one(answer, version.get()), found -> found.path("text").asText());
  }

  private static JsonNode one(JsonNode answer, long version) {
    return answer
        .path("items")
        .valueStream()
        .filter(item -> item.path("version").asLong() == version)
        .findFirst()
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-version",
                        "There is no version " + version + " of it that the audit has.",
                        "Without --version all are listed.")
                    .asException());
  }
}
