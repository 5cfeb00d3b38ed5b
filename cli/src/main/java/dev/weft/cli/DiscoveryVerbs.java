package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finding and understanding: search, trace, explain, status. */
@Command(name = "weft")
final class DiscoveryVerbs {
  private static final Pattern COORDINATES = Pattern.compile("([^/]+)/(\\d+)/(\\d+)");

  private final Session session;

  DiscoveryVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Find products, ports and fields by words and meaning, or by an exact question.")
  int search(
      @Parameters(
              paramLabel = "WORDS",
              arity = "0..*",
              description = "Such as: card spending by customer owner:olga")
          List<String> words,
      @Option(
              names = "--query",
              paramLabel = "QUESTION",
              description = "Such as: from Field where tag = 'pii.email' order by name limit 20")
          Optional<String> question,
      @Option(names = "--domain", paramLabel = "NAME") Optional<String> domain,
      @Option(names = "--tag", paramLabel = "TAG") Optional<String> tag,
      @Option(names = "--owner", paramLabel = "NAME") Optional<String> owner,
      @Option(names = "--kind", paramLabel = "KIND") Optional<String> kind,
      @Option(names = "--why", description = "Say why each was found.") boolean why,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "20") int limit) {
    var text = words == null ? "" : String.join(" ", words);
    if (text.isBlank() == question.isEmpty()) {
      throw Problem.input(
              "nothing-to-look-for",
              Place.field("WORDS"),
              "Give words or --query, one of them.",
              "weft search card spending; or weft search --query \"from Product limit 5\".")
          .asException();
    }
    var query =
        question
            .map(it -> new Query("search/query").with("q", it))
            .orElseGet(
                () ->
                    new Query("search")
                        .with("q", text)
                        .with("domain", domain)
                        .with("tag", tag)
                        .with("owner", owner)
                        .with("kind", kind)
                        .with("limit", "" + limit));
    return session.print(session.server().get(query.toString()), answer -> found(answer, why));
  }

  @Command(description = "Walk a record back to where it came from.")
  int trace(
      @Parameters(paramLabel = "PORT/PARTITION/OFFSET") String record,
      @Option(names = "--made", description = "And forward to what was made from it.") boolean made,
      @Option(names = "--readers", description = "And forward to who has read it.")
          boolean readers) {
    var parts = COORDINATES.matcher(record);
    if (!parts.matches()) {
      throw Problem.input(
              "coordinates",
              Place.field(record),
              "'" + record + "' does not name a record.",
              "Write PORT/PARTITION/OFFSET, such as customers.customers/0/17.")
          .asException();
    }
    var path =
        "trace/" + Session.encoded(parts.group(1)) + "/" + parts.group(2) + "/" + parts.group(3);
    var query =
        new Query(path)
            .with("made", made ? Optional.of("true") : Optional.<String>empty())
            .with("readers", "" + readers);
    return session.print(
        session.server().get(query.toString()),
        answer -> TraceText.of(record, answer, new TraceText.Wanted(made, readers)));
  }

  @Command(description = "Explain what a principal may see of a port, and by which policy.")
  int explain(
      @Parameters(paramLabel = "PRINCIPAL") String principal,
      @Parameters(paramLabel = "PORT") String port,
      @Parameters(paramLabel = "FIELD", arity = "0..1") Optional<String> field,
      @Option(names = "--purpose", paramLabel = "TEXT", description = "Reading for this purpose.")
          Optional<String> purpose,
      @Option(names = "--ip", paramLabel = "ADDRESS", description = "From this address.")
          Optional<String> ip,
      @Option(names = "--at", paramLabel = "TIME", description = "At this time.")
          Optional<String> at) {
    var what = PortOrField.of(port, field);
    var query =
        new Query("explain")
            .with("principal", principal)
            .with("port", what.port())
            .with("field", what.field())
            .with("purpose", purpose)
            .with("ip", ip)
            .with("at", at);
    return session.print(session.server().get(query.toString()), DiscoveryVerbs::explanation);
  }

  @Command(description = "Show what the server runs and how much it holds.")
  int status() {
    return session.print(session.server().get("status"), Text::lines);
  }

  @Command(
      description =
          "Show what needs somebody, what passes the gateway, topics, lag, flows and queries.")
  int operations(
      @Option(names = "--history", description = "What passed in each ten seconds of an hour.")
          boolean history) {
    return history
        ? session.print(
            session.server().get("operations/history"),
            answer ->
                answer.path("steps").isEmpty()
                    ? "Nothing is remembered yet: the server has only just started."
                    : Table.of(
                        answer.path("steps"),
                        "at",
                        "delivered",
                        "bytes",
                        "requests",
                        "decisions",
                        "flows",
                        "connections"))
        : session.print(session.server().get("operations"), DiscoveryVerbs::operations);
  }

  private static String operations(JsonNode page) {
    var alerts = page.path("alerts");
    return Text.paragraphs(
        List.of(
            alerts.isEmpty()
                ? "Nothing needs anybody."
                : Table.of(alerts, "severity", "kind", "name", "message", "since"),
            page.path("work").isEmpty()
                ? ""
                : Table.of(page.path("work"), "kind", "name", "step", "by", "since", "done", "of"),
            Text.lines(page.path("server"), "version", "role", "startedAt", "gateway"),
            Text.lines(
                page.path("gateway"),
                "connections",
                "requests",
                "delivered",
                "filtered",
                "refusals"),
            Text.lines(page.path("storage"), "total", "usable", "ports", "own"),
            Table.of(page.path("topics"), "topic", "kind", "partitions", "records", "bytes"),
            Table.of(page.path("groups"), "principal", "group", "topic", "lag"),
            Table.of(page.path("flows"), "name", "status", "in", "out", "failed", "queued"),
            Table.of(page.path("queries"), "name", "state", "in", "out", "lag")));
  }

  @Command(description = "List the server's plug-ins and what became of each.")
  int plugins() {
    return session.print(
        session.server().get("plugins"),
        answer ->
            answer.path("items").isEmpty()
                ? "None."
                : Table.of(
                    answer.path("items"),
                    "file",
                    "state",
                    "version",
                    "types",
                    "drivers",
                    "message"));
  }

  private static String found(JsonNode answer, boolean why) {
    var read = answer.path("reading").path("text").asText();
    var reading = read.isEmpty() ? "" : "Read as: " + read + ".\n";
    if (answer.path("items").isEmpty()) {
      return reading + "Nothing found.";
    }
    return reading
        + Table.of(answer.path("items"), "kind", "name", "title", "domain", "tags")
        + (why ? reasons(answer.path("items")) : "")
        + Text.count(answer.path("total").asInt(answer.path("items").size()), "result")
        + ".";
  }

  private static String reasons(JsonNode items) {
    return items
        .valueStream()
        .map(item -> Text.of(item.path("name")) + ": " + Text.of(item.path("why").path("text")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String explanation(JsonNode answer) {
    var may = answer.path("allowed").asBoolean() ? " may read " : " may not read ";
    var first = Text.of(answer.path("principal")) + may + Text.of(answer.path("port")) + ".";
    return Text.paragraphs(
        List.of(
            first
                + "\n"
                + Text.lines(answer, "reason", "policies", "filter")
                + (answer.path("audited").asBoolean(true)
                    ? ""
                    : "\nReading leaves no events in the audit."),
            rows(answer.path("fields"), "path", "rule", "mask", "policy", "tag", "evidence"),
            considered(answer.path("considered"))));
  }

  /** One line each: a plus for what took part in the decision. */
  private static String considered(JsonNode policies) {
    return policies
        .valueStream()
        .map(
            each ->
                (each.path("matched").asBoolean() ? "  + " : "  - ")
                    + Text.of(each.path("policy"))
                    + (each.path("override").asBoolean() ? " (override)" : "")
                    + Text.part(": ", each.path("why")))
        .collect(Collectors.joining("\n"));
  }

  private static String rows(JsonNode items, String... keys) {
    return items.isEmpty() ? "" : Table.of(items, keys);
  }
}
