package dev.weft.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The verb of {@code flow} that says where parameters have their values from. */
@Command(name = "flow-parameters")
final class FlowParameterVerbs {
  private final Session session;

  FlowParameterVerbs(Session session) {
    this.session = session;
  }

  @Command(description = "List a flow's parameters and which context gives each; never values.")
  int parameters(@Parameters(paramLabel = "NAME") String name) {
    return session.print(
        session.server().get("flows/" + Session.encoded(name) + "/parameters"),
        answer ->
            answer.path("items").isEmpty()
                ? "It has no parameters."
                : Table.of(
                    answer.path("items"),
                    "name",
                    "sensitive",
                    "from",
                    "context",
                    "by",
                    "description"));
  }
}
