package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs of {@code flow}: record what happens to FlowFiles, search it, follow one, do it again. */
@Command(name = "flow-trace")
final class FlowTraceVerbs {
  private final Session session;

  FlowTraceVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description = "Record what happens to a flow's FlowFiles; without options say what is on.")
  int trace(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--processor", paramLabel = "NAME", description = "Only what happens there.")
          Optional<String> processor,
      @Option(
              names = "--for",
              paramLabel = "TIME",
              description = "Such as 30s, 5m, 2h; at most 24h.")
          Optional<String> time,
      @Option(
              names = "--max",
              paramLabel = "N",
              description = "FlowFiles; what becomes of one is recorded to its end.")
          Optional<Integer> max,
      @Option(names = "--stop", description = "Record no more.") boolean stop) {
    var path = "flows/" + Session.encoded(name) + "/trace";
    if (stop) {
      return session.print(
          session.server().post(path + "/stop", Json.object()), FlowTraceVerbs::state);
    }
    if (processor.isEmpty() && time.isEmpty() && max.isEmpty()) {
      return session.print(session.server().get(path), FlowTraceVerbs::state);
    }
    var body = Json.object();
    processor.ifPresent(each -> body.put("processor", each));
    time.ifPresent(each -> body.put("seconds", seconds(each)));
    max.ifPresent(each -> body.put("max", each));
    return session.print(session.server().post(path, body), FlowTraceVerbs::state);
  }

  private static String state(JsonNode state) {
    if (!state.path("recording").asBoolean()) {
      return "Nothing of flow " + Text.of(state.path("flow")) + " is being recorded.";
    }
    return "Flow %s is recorded%s until %s: %s of at most %s FlowFiles so far."
        .formatted(
            Text.of(state.path("flow")),
            Text.part(" at ", state.path("processor")),
            Text.of(state.path("until")),
            Text.of(state.path("taken")),
            Text.of(state.path("max")));
  }

  private static long seconds(String text) {
    if (!text.matches("\\d{1,6}[smh]")) {
      throw Problem.input(
              "bad-time",
              Place.field("--for"),
              "'" + text + "' is not a time.",
              "Write a number and s, m or h, such as 5m.")
          .asException();
    }
    var number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> number;
      case 'm' -> number * 60;
      default -> number * 3_600;
    };
  }

  @Command(description = "Search what was recorded of a flow, newest last.")
  int events(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--type",
              paramLabel = "TYPE",
              description =
                  "CREATE, RECEIVE, FETCH, FORK, JOIN, ROUTE, ATTRIBUTES_MODIFIED,"
                      + " CONTENT_MODIFIED, SEND, DROP, EXPIRE, REPLAY.")
          Optional<String> type,
      @Option(names = "--processor", paramLabel = "NAME") Optional<String> processor,
      @Option(names = "--flowfile", paramLabel = "ID") Optional<String> flowFile,
      @Option(names = "--attribute", paramLabel = "NAME=VALUE") Optional<String> attribute,
      @Option(names = "--since", paramLabel = "TIME") Optional<String> since,
      @Option(names = "--until", paramLabel = "TIME") Optional<String> until,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100") int limit) {
    var query =
        new Query("flows/" + Session.encoded(name) + "/events")
            .with("type", type)
            .with("processor", processor)
            .with("flowFile", flowFile)
            .with("attribute", attribute)
            .with("from", since)
            .with("to", until)
            .with("limit", "" + limit);
    return session.print(
        session.server().get(query.toString()), answer -> EventText.table(answer.path("items")));
  }

  @Command(description = "Show the path of one FlowFile, with its parents and children.")
  int path(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "FLOWFILE", description = "As in the list of events.")
          String flowFile) {
    return session.print(
        session
            .server()
            .get("flows/" + Session.encoded(name) + "/flowfiles/" + Session.encoded(flowFile)),
        answer -> EventText.path(answer.path("items")));
  }

  @Command(
      name = "replay-event",
      description = "Give the FlowFile of an event to its flow again, as it was then.")
  int replayEvent(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "EVENT", description = "As in the list of events.") String event,
      @Option(
              names = "--version",
              paramLabel = "N",
              description = "Under this version of the flow; under the current one without.")
          Optional<Long> version,
      @Option(names = "--into", description = "The processor that takes it.")
          Optional<String> into) {
    var body = Json.object();
    version.ifPresent(each -> body.put("version", each));
    into.ifPresent(each -> body.put("into", each));
    return session.print(
        session
            .server()
            .post(
                "flows/" + Session.encoded(name) + "/events/" + Session.encoded(event) + "/replay",
                body),
        answer ->
            "%s went into %s of %s."
                .formatted(
                    Text.count(answer.path("records").asInt(), "record"),
                    Text.of(answer.path("into")),
                    Text.of(answer.path("flow"))));
  }
}
