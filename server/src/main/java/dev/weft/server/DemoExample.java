package dev.weft.server;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Locale;

/**
 * What {@code weft demo} can load: a folder of {@code examples/}, what is granted at once, and what
 * to try.
 *
 * @param shown whose logins are printed
 * @param reader as whom to read, {@code port} what
 * @param more what else there is to see, as sentences
 */
record DemoExample(
    String folder,
    List<String> shown,
    List<Grant> grants,
    String reader,
    String port,
    List<String> more) {

  /** A subscription that has been asked for and approved. */
  record Grant(String person, String port, String purpose, String approver) {}

  private static final DemoExample BANK =
      new DemoExample(
          "bank",
          List.of("nora", "wim", "fred", "paula", "dana", "iris"),
          List.of(
              new Grant(
                  "wim",
                  "payments.transactions",
                  "How card spending in the West develops",
                  "paula"),
              new Grant("fred", "payments.transactions", "Finding stolen cards", "paula")),
          "wim",
          "payments.transactions",
          List.of(
              "Open the portal as nora, search for 'card spending' and ask for it; paula"
                  + " approves."));

  private static final DemoExample SECURITY =
      new DemoExample(
          "security",
          List.of("rana", "alma", "sven", "iris"),
          List.of(
              new Grant("alma", "login-alerts.alerts", "How attacks change over weeks", "sven")),
          "alma",
          "login-alerts.alerts",
          List.of(
              "Read login-alerts.alerts as rana too: on duty she sees the addresses.",
              "docs/example-security.md says what happens."));

  private static final DemoExample IOT =
      new DemoExample(
          "iot",
          List.of("lena", "petra", "iris"),
          List.of(
              new Grant("lena", "machine-health.minutes", "Maintenance of the press line", "petra"),
              new Grant("lena", "machine-health.alarms", "Maintenance of the press line", "petra")),
          "lena",
          "machine-health.minutes",
          List.of("docs/example-iot.md says what happens."));

  private static final List<DemoExample> ALL = List.of(BANK, SECURITY, IOT);

  /** The example of this name. */
  static DemoExample named(String name) {
    return ALL.stream()
        .filter(each -> each.folder().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.input(
                        "unknown-example",
                        Place.field(name),
                        "There is no example '" + name + "'.",
                        "Examples: " + String.join(", ", names()) + ".")
                    .asException());
  }

  /** Where it keeps its data when nothing else is said. */
  String data() {
    return equals(BANK) ? "demo-data" : "demo-data-" + folder;
  }

  boolean writesLogs() {
    return equals(SECURITY);
  }

  boolean needsMqtt() {
    return equals(IOT);
  }

  private static List<String> names() {
    return ALL.stream().map(DemoExample::folder).toList();
  }

  /** What follows the verb {@code demo}: the example's name, if any, and the options. */
  record Asked(DemoExample example, List<String> options) {
    static Asked of(List<String> arguments) {
      return arguments.isEmpty() || arguments.get(0).startsWith("--")
          ? new Asked(BANK, arguments)
          : new Asked(named(arguments.get(0)), arguments.subList(1, arguments.size()));
    }
  }
}
