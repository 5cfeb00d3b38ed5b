package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Problem;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Command(
      description =
          "List who has seen a field or a port: product.port.field, or product.port field.")
  int who(
      @Parameters(paramLabel = "PORT") String port,
      @Parameters(paramLabel = "FIELD", arity = "0..1") Optional<String> field,
      @Option(names = "--raw", description = "Only who saw any of it raw.") boolean raw,
      @Option(names = "--masked", description = "Only who saw any of it masked.") boolean masked,
      @Option(names = "--from", paramLabel = "TIME") Optional<String> from,
      @Option(names = "--to", paramLabel = "TIME") Optional<String> to,
      @Option(names = "--key", paramLabel = "KEY", description = KEY) Optional<String> key,
      @Option(names = "--key-field", paramLabel = "PATH", description = KEY_FIELD)
          Optional<String> keyField) {
    var secret = key.map(text -> text.equals("-") ? session.terminal().firstLine() : text);
    var ask = new WhoQuestion(PortOrField.of(port, field), raw, masked, from, to, secret, keyField);
    var answer =
        session
            .server()
            .postWatched("audit/who", ask.body(), session.terminal().progress("older events"));
    return session.print(answer, WhoText::of);
  }

  private static final String KEY =
      "Only of the records with this key: one person's, for instance; - reads it from standard"
          + " input.";
  private static final String KEY_FIELD = "Look for KEY in this field, not in the record's key.";

  @Command(description = "Print all events of a time, oldest first, one JSON document a line.")
  int export(
      @Option(names = "--ocsf", description = "As OCSF 1.8, for other programs.") boolean ocsf,
      @Option(names = "--from", paramLabel = "TIME") Optional<String> from,
      @Option(names = "--to", paramLabel = "TIME") Optional<String> to)
      throws IOException {
    var query =
        new Query("audit/export")
            .with("format", ocsf ? "ocsf" : "weft")
            .with("from", from)
            .with("to", to);
    try (var lines = session.server().stream(query.toString(), "application/x-ndjson")) {
      ReceivedFile.copy(lines, session.terminal().out());
    }
    return 0;
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
