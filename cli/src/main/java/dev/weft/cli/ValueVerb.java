package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the mesh is worth: what was measured, and what is reckoned by the organisation's rates. */
@Command(name = "value-of-the-mesh")
final class ValueVerb {
  private final Session session;

  ValueVerb(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Show the time from a request to the first record, reuse, and what the next subscriber"
              + " costs against one more point-to-point feed.")
  int value(
      @Option(names = "--days", paramLabel = "N", description = "Of the last days, 90 if not said.")
          Optional<Integer> days,
      @Option(
              names = "--set",
              paramLabel = "NAME=NUMBER",
              description =
                  "A rate of yours: hourlyRate, feedBuildHours, feedRunHours, feedInfrastructure,"
                      + " productBuildHours, productRunHours, subscriberInfrastructure,"
                      + " stepMinutes, years. Those not given are assumed.")
          Map<String, String> rates) {
    var query = new Query("value").with("days", days.map(String::valueOf));
    for (var rate : rates == null ? Map.<String, String>of().entrySet() : rates.entrySet()) {
      query = query.with(rate.getKey(), rate.getValue());
    }
    return session.print(session.server().get(query.toString()), ValueVerb::page);
  }

  private static String page(JsonNode page) {
    var measured = page.path("measured");
    return Text.paragraphs(
        List.of(
            Text.lines(measured, "from", "to", "requests", "granted", "served"),
            "From the request to the approval: "
                + seconds(measured.path("decision"))
                + "\nFrom the request to the first record: "
                + seconds(measured.path("firstRecord"))
                + "\nSteps: "
                + number(measured.path("steps").path("median")),
            Table.of(
                measured.path("reuse"), "product", "readers", "subscribers", "reads", "delivered"),
            Table.of(page.path("calculation").path("inputs"), "name", "value", "unit", "from"),
            Table.of(page.path("calculation").path("results"), "name", "value", "unit", "from")));
  }

  private static String seconds(JsonNode spread) {
    return spread.path("count").asInt() == 0
        ? "not measured yet"
        : "half within %s s, nine of ten within %s s"
            .formatted(number(spread.path("median")), number(spread.path("p90")));
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%.1f", value.asDouble());
  }
}
