package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs of {@code flow}: check a file, list versions, compare, go back to one. */
@Command(name = "flow-versions")
final class FlowVersionVerbs {
  private final Session session;

  FlowVersionVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Say what is wrong with a flow's file and what it would change; exits with 2 when it"
              + " cannot run.")
  int check(
      @Option(
              names = {"-f", "--file"},
              paramLabel = "FILE",
              required = true,
              description = "A file with one flow.")
          Path file) {
    var request = Json.object().put("file", file.toString()).put("text", Sources.text(file));
    var answer = session.server().post("flows/check", request);
    var problems = answer.path("problems");
    if (!problems.isEmpty() && session.format() == Format.TABLE) {
      throw new ProblemException(
          problems.valueStream().map(one -> Json.read(one, Problem.class)).toList());
    }
    var unused =
        session.print(
            answer,
            draft -> draft.path("changes").isEmpty() ? "No difference." : sentences(draft, ""));
    return problems.isEmpty() ? 0 : Problem.Kind.INPUT.exitCode();
  }

  @Command(description = "List a flow's versions and what changed in each.")
  int versions(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().get(path(name) + "/versions"), answer -> versions(answer.path("items")));
  }

  @Command(
      description = "Say what would change if a version, or a file, were the flow as it is now.")
  int diff(
      @Parameters(paramLabel = "NAME") String name,
      @ArgGroup(multiplicity = "1") ComparedWith other) {
    var body = Json.object();
    if (other.version != null) {
      body.put("version", other.version);
    } else {
      body.put("file", other.file.toString()).put("text", Sources.text(other.file));
    }
    return session.print(
        session.server().post(path(name) + "/diff", body),
        answer -> answer.path("changes").isEmpty() ? "No difference." : sentences(answer, ""));
  }

  @Command(description = "Apply an old version of a flow again; what is bound stays bound.")
  int rollback(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--version", required = true, paramLabel = "N", description = "Which.")
          long version) {
    return session.print(
        session.server().post(path(name) + "/rollback", Json.object().put("version", version)),
        answer -> ResourceVerbs.changes(answer, Set.of("change")));
  }

  /** What a flow is compared with. */
  static final class ComparedWith {
    @Option(names = "--version", paramLabel = "N", description = "With this version.")
    Long version;

    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "With the flow of this name in the file.")
    Path file;
  }

  private static String versions(JsonNode items) {
    return items
        .valueStream()
        .map(
            one ->
                "%s  %s  %s%s%n%s"
                    .formatted(
                        one.path("version").asText(),
                        Text.of(one.path("changedAt")),
                        Text.of(one.path("changedBy")),
                        one.path("current").asBoolean() ? "  (current)" : "",
                        sentences(one, "    ")))
        .collect(Collectors.joining("\n"));
  }

  private static String sentences(JsonNode answer, String indent) {
    return answer
        .path("changes")
        .valueStream()
        .map(one -> indent + one.asText())
        .collect(Collectors.joining("\n"));
  }

  private static String path(String name) {
    return "flows/" + Session.encoded(name);
  }
}
