package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A port as it is right now. */
@Command(name = "weft")
final class LiveVerb {
  private final Session session;

  LiveVerb(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Show how much a port holds, when something came last, and how far each consumer group is"
              + " behind.")
  int live(@Parameters(paramLabel = "PORT") String port) {
    return session.print(
        session.server().get("ports/" + Session.encoded(port) + "/live"), LiveVerb::text);
  }

  private static String text(JsonNode live) {
    var newest = Text.of(live.path("newest"));
    var text =
        new StringBuilder(
            "%s holds %s records in %s partitions; %s.%n"
                .formatted(
                    Text.of(live.path("port")),
                    Text.of(live.path("records")),
                    Text.of(live.path("partitions")),
                    newest.isEmpty() ? "none came yet" : "the last came at " + newest));
    text.append("%s may read it.%n".formatted(people(live.path("subscribers").asInt())));
    for (var breach : live.path("breaches")) {
      text.append(
          "Breaks %s: promised %s, found %s.%n"
              .formatted(
                  Text.of(breach.path("name")),
                  Text.of(breach.path("promised")),
                  Text.of(breach.path("measured"))));
    }
    if (!Text.of(live.path("problem")).isEmpty()) {
      text.append(Text.of(live.path("problem"))).append('\n');
    }
    return text.append(groups(live)).toString();
  }

  private static String people(int subscribers) {
    return subscribers == 1 ? "One subscriber" : subscribers + " subscribers";
  }

  private static String groups(JsonNode live) {
    if (live.path("groups").isEmpty()) {
      return live.path("allGroups").asBoolean()
          ? "No consumer group has said how far it is."
          : "None of your consumer groups has said how far it is.";
    }
    return Table.of(live.path("groups"), "principal", "group", "lag", "lastRead");
  }
}
