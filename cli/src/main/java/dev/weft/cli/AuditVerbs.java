package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Problem;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looking back: search the audit, and prove that nobody has altered it. */
@Command(name = "audit", description = "Search the audit and verify that it is unaltered.")
final class AuditVerbs {
  private final Session session;

  AuditVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "Find who did what, newest first.")
  int search(
      @Option(names = "--actor", paramLabel = "NAME") Optional<String> actor,
      @Option(names = "--action", paramLabel = "WORD") Optional<String> action,
      @Option(names = "--subject", paramLabel = "NAME") Optional<String> subject,
      @Option(names = "--from", paramLabel = "TIME") Optional<String> from,
      @Option(names = "--to", paramLabel = "TIME") Optional<String> to,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100") int limit) {
    var query =
        new Query("audit")
            .with("actor", actor)
            .with("action", action)
            .with("subject", subject)
            .with("from", from)
            .with("to", to)
            .with("limit", "" + limit);
    return session.print(
        session.server().get(query.toString()), answer -> AuditText.of(answer.path("items")));
  }

  @Command(description = "Check every link of the audit's chains; exit code 3 when one is broken.")
  int verify() {
    var answer = session.server().get("audit/verify");
    session.print(answer, AuditVerbs::verdict);
    return answer.path("faults").isEmpty() ? 0 : Problem.Kind.REFUSED.exitCode();
  }

  private static String verdict(JsonNode answer) {
    var faults = answer.path("faults");
    var size =
        Text.count(answer.path("events").asInt(), "event")
            + " in "
            + Text.count(answer.path("chains").asInt(), "chain")
            + ": ";
    if (faults.isEmpty()) {
      return size + "unaltered.";
    }
    var text = new StringBuilder(size + Text.count(faults.size(), "fault") + ".");
    faults.forEach(fault -> text.append("\n    ").append(Text.of(fault)));
    return text.toString();
  }
}
