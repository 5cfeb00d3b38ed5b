package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Flows: list, show, start, stop. */
@Command(name = "flow", description = "List, show, start and stop flows.")
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

  @Command(description = "Show a flow's processors and connections with their counters.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    return session.print(session.server().get(path(name)), FlowVerbs::page);
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

  private static String path(String name) {
    return "flows/" + Session.encoded(name);
  }

  private static String sentence(JsonNode flow) {
    return "Flow " + Text.of(flow.path("name")) + " is " + Text.of(flow.path("status")) + ".";
  }

  static String page(JsonNode flow) {
    return Text.paragraphs(
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
  }
}
