package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Flows: list, show, start, stop, test; pause single processors, and what waits. */
@Command(
    name = "flow",
    description = "List, show, start, stop and test flows; pause processors; see what waits.")
final class FlowVerbs {
  private final Session session;

  FlowVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List flows and how they are.")
  int list() {
    return session.print(
        session.server().get("flows"),
        answer -> Table.of(answer.path("items"), "name", "product", "status", "since", "message"));
  }

  @Command(
      description = "Show a flow's processors, connections and counters, and where it sends to.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    var whole = Json.object();
    whole.setAll((ObjectNode) session.server().get(path(name)));
    whole.set("destinations", session.server().get(path(name) + "/destinations").path("items"));
    return session.print(whole, FlowVerbs::page);
  }

  @Command(description = "Start a flow; it goes on where it had stopped.")
  int start(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().post(path(name) + "/start", Json.object()), FlowVerbs::sentence);
  }

  @Command(description = "Stop a flow; nothing it has read is lost.")
  int stop(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().post(path(name) + "/stop", Json.object()), FlowVerbs::sentence);
  }

  @Command(description = "Test flows without a server; exits with 2 when a test fails.")
  int test(
      @Parameters(
              paramLabel = "PATH",
              arity = "1..*",
              description = "A file of tests, or a folder with *.flowtest.yaml.")
          List<Path> paths,
      @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit's XML there.")
          Optional<Path> junit,
      @Option(
              names = "--plugins",
              paramLabel = "DIR",
              description = "Where the flows' own processors are.")
          Optional<Path> plugins) {
    var arguments = new ArrayList<String>();
    paths.forEach(path -> arguments.add(path.toString()));
    junit.ifPresent(file -> arguments.addAll(List.of("--junit", file.toString())));
    plugins.ifPresent(folder -> arguments.addAll(List.of("--plugins", folder.toString())));
    return new LocalTools(session).run("weft-flow-test", arguments);
  }

  @Command(
      description =
          "Make a secret for signing webhooks and bind it to a sensitive parameter of a flow; it is"
              + " shown this once.")
  int secret(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "PARAMETER") String parameter,
      @Option(names = "--end", description = "End the one before: only the newest signs.")
          boolean end) {
    var path = path(name) + "/parameters/" + Session.encoded(parameter) + "/secret";
    if (end) {
      session.server().post(path + "/end", Json.object());
      return session.print(
          Json.object().put("flow", name).put("parameter", parameter),
          answer -> "Only the newest secret of " + name + " signs now.");
    }
    return session.print(
        session.server().post(path, Json.object()),
        answer ->
            Text.of(answer.path("secret"))
                + (answer.path("secrets").asInt() > 1
                    ? "\nIt is shown this once. The one before signs beside it, until: weft flow secret "
                        + name
                        + " "
                        + parameter
                        + " --end"
                    : "\nIt is shown this once."));
  }

  @Command(description = "Pause one processor: what comes to it waits, the rest runs.")
  int pause(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "PROCESSOR") String processor) {
    return session.print(post(name, processor, "pause"), FlowVerbs::sentence);
  }

  @Command(description = "Let a paused processor run again.")
  int resume(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "PROCESSOR") String processor) {
    return session.print(post(name, processor, "resume"), FlowVerbs::sentence);
  }

  private JsonNode post(String name, String processor, String what) {
    return session
        .server()
        .post(path(name) + "/processors/" + Session.encoded(processor) + "/" + what, Json.object());
  }

  @Command(description = "List what waits in a connection; with a number, show that FlowFile.")
  int queue(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "CONNECTION", description = "Such as 'read.success -> tidy'.")
          String connection,
      @Parameters(paramLabel = "NUMBER", arity = "0..1") String number) {
    var at = "?connection=" + Session.encoded(connection);
    return number == null
        ? session.print(
            session.server().get(path(name) + "/queue" + at),
            answer ->
                Table.of(
                    answer.path("items"), "number", "since", "content", "records", "bytes", "path"))
        : session.print(
            session.server().get(path(name) + "/queue/" + Session.encoded(number) + at),
            FlowVerbs::preview);
  }

  @Command(description = "Drop what waits in a connection. It is gone.")
  int drop(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "CONNECTION") String connection) {
    return session.print(
        session
            .server()
            .post(
                path(name) + "/queue/drop?connection=" + Session.encoded(connection),
                Json.object()),
        answer -> Text.of(answer.path("records")) + " records were dropped.");
  }

  @Command(
      description = "Give a record from a port's quarantine to its flow again, as that is now.")
  int replay(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(
              paramLabel = "PORT/PARTITION/OFFSET",
              description = "As in the quarantine's list.")
          String record,
      @Option(names = "--into", description = "The processor that takes it.") String into) {
    var parts = record.split("/", -1);
    if (parts.length != 3 || !(parts[1] + parts[2]).matches("\\d{2,18}")) {
      throw Problem.input(
              "bad-place",
              Place.field("PORT/PARTITION/OFFSET"),
              "'" + record + "' is not a place in a quarantine.",
              "Write it as product.port/0/12.")
          .asException();
    }
    var request =
        Json.object()
            .put("port", parts[0])
            .put("partition", Integer.parseInt(parts[1]))
            .put("offset", Long.parseLong(parts[2]));
    if (into != null) {
      request.put("into", into);
    }
    return session.print(
        session.server().post(path(name) + "/replay", request),
        answer ->
            Text.of(answer.path("records")) + " went into " + Text.of(answer.path("into")) + ".");
  }

  private static String preview(JsonNode one) {
    var content = new StringBuilder(Text.of(one.path("withheld")));
    one.path("records").forEach(record -> content.append(record).append('\n'));
    return Text.paragraphs(
        List.of(
            Text.lines(one.path("flowFile"), "number", "since", "content", "records", "bytes"),
            Text.lines(one.path("flowFile"), "attributes", "path"),
            content.append(Text.of(one.path("text"))).toString()));
  }

  private static String path(String name) {
    return "flows/" + Session.encoded(name);
  }

  private static String sentence(JsonNode flow) {
    return "Flow " + Text.of(flow.path("name")) + " is " + Text.of(flow.path("status")) + ".";
  }

  static String page(JsonNode flow) {
    var parts =
        new ArrayList<>(
            List.of(
                Text.lines(flow, "name", "product", "status", "since", "message"),
                Table.of(
                    flow.path("processors"),
                    "name",
                    "type",
                    "status",
                    "in",
                    "out",
                    "failed",
                    "counters",
                    "message"),
                Table.of(flow.path("connections"), "from", "relationship", "to", "queued")));
    if (!flow.path("destinations").isEmpty()) {
      parts.add(
          Table.of(flow.path("destinations"), "processor", "place", "allowed", "policy", "reason"));
    }
    if (!flow.path("bulletins").isEmpty()) {
      parts.add(Table.of(flow.path("bulletins"), "time", "level", "processor", "text", "times"));
    }
    return Text.paragraphs(parts);
  }
}
