package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** How the promises of contracts stand. */
@Command(name = "weft")
final class QualityVerbs {
  private final Session session;

  QualityVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Show what a port's contract promises and what of it is kept; without a port, which ports"
              + " break promises.")
  int quality(@Parameters(paramLabel = "PORT", arity = "0..1") Optional<String> port) {
    return port.isPresent()
        ? session.print(
            session.server().get("ports/" + Session.encoded(port.get()) + "/quality"),
            QualityVerbs::page)
        : session.print(session.server().get("quality"), QualityVerbs::broken);
  }

  private static String page(JsonNode page) {
    var table = new Table("promise", "standing", "promised", "found", "broken since");
    for (var one : page.path("promises")) {
      table.row(
          Text.of(one.path("name")),
          Text.of(one.path("standing")),
          Text.of(one.path("promised")),
          Text.of(one.path("found")),
          Text.of(one.path("brokenSince")));
    }
    for (var one : page.path("unmeasured")) {
      table.row(
          Text.of(one.path("name")),
          "not measured",
          Text.of(one.path("promised")),
          Text.of(one.path("why")),
          "");
    }
    var nothing = page.path("promises").isEmpty() && page.path("unmeasured").isEmpty();
    return switch (Text.of(page.path("status"))) {
      case "reading" -> "What came within the last window is still read; ask again in a moment.";
      case "unmeasured" ->
          nothing ? "Its contract promises nothing that is measured here." : table.toString();
      default -> table.toString();
    };
  }

  private static String broken(JsonNode answer) {
    var items = answer.path("items");
    if (items.isEmpty()) {
      return "Every port keeps what can be measured.";
    }
    return items
        .valueStream()
        .flatMap(
            port ->
                port.path("breaches")
                    .valueStream()
                    .map(
                        breach ->
                            "%s breaks %s: promised %s, found %s, since %s.\n"
                                .formatted(
                                    Text.of(port.path("port")),
                                    Text.of(breach.path("name")),
                                    Text.of(breach.path("promised")),
                                    Text.of(breach.path("measured")),
                                    Text.of(breach.path("since")))))
        .collect(Collectors.joining());
  }
}
