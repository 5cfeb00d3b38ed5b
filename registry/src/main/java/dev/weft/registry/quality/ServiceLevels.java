package dev.weft.registry.quality;

import dev.weft.model.Contract;
import dev.weft.model.Contract.SlaProperty;
import dev.weft.registry.quality.Objective.Measure;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The service levels of ODCS, by their names or the two letters of its table. */
final class ServiceLevels {
  private static final Duration DAY = Duration.ofDays(1);

  private final Contract contract;
  private final Duration window;
  private final Objectives.Found found;

  ServiceLevels(Contract contract, Duration window, Objectives.Found found) {
    this.contract = contract;
    this.window = window;
    this.found = found;
  }

  void read() {
    contract.slaProperties().forEach(this::read);
  }

  private void read(SlaProperty level) {
    switch (level.property() == null ? "" : level.property()) {
      case "latency", "ly" -> time(level, Measure.LATENCY, window);
      case "freshness", "frequency", "fy" -> time(level, Measure.FRESHNESS, window);
      case "volume" -> volume(level, DAY);
      case "throughput", "th" -> volume(level, Duration.ofSeconds(1));
      case "errorRate", "er" -> share(level, Measure.ERROR_RATE, Optional.empty(), Limit::atMost);
      case "completeness" -> completeness(level);
      case "retention", "re" -> say(level, "the settings of the topic keep it");
      case "endOfLife", "el", "endOfSupport", "es", "generalAvailability", "ga" ->
          say(level, "it is a date");
      default -> say(level, "records do not show it");
    }
  }

  private void time(SlaProperty level, Measure measure, Duration over) {
    var longest = duration(level);
    if (longest.isEmpty()) {
      say(level, "its value and unit are no stretch of time, such as value: 5, unit: min");
      return;
    }
    var field = fields(level).stream().findFirst();
    var limit = Limit.atMost(longest.get().toMillis() / 1000.0);
    add(
        level,
        new Objective(
            level.property() + field.map(path -> ":" + path).orElse(""),
            level.property(),
            field.orElse(""),
            measure,
            limit,
            Unit.SECONDS,
            over,
            "timeliness",
            text(level.driver())),
        Optional.empty(),
        field.map(FieldPath::of));
  }

  /** So many records a day, or whatever the last word of the unit is. */
  private void volume(SlaProperty level, Duration usual) {
    var number = number(level);
    var unit = text(level.unit()).strip();
    var words = unit.split("[\\s/]+");
    var period = Unit.time(words[words.length - 1]).orElse(usual);
    if (number.isEmpty()) {
      say(level, "its value is no number");
      return;
    }
    var over = Objectives.within(period);
    var wanted = number.getAsDouble() * over.toMillis() / period.toMillis();
    add(
        level,
        new Objective(
            level.property(),
            level.property(),
            "",
            Measure.VOLUME,
            Limit.atLeast(wanted),
            Unit.RECORDS,
            over,
            "coverage",
            text(level.driver())),
        Optional.empty(),
        Optional.empty());
  }

  /** Of the fields that it names, or else of all that are required. */
  private void completeness(SlaProperty level) {
    var named = fields(level);
    var fields =
        named.isEmpty()
            ? contract.fields().stream()
                .filter(field -> field.required() || field.primaryKey())
                .map(Contract.Field::name)
                .toList()
            : named;
    if (fields.isEmpty()) {
      say(level, "it names no element, and no field is required");
      return;
    }
    var paths = fields.stream().map(FieldPath::of).toList();
    share(level, Measure.COMPLETENESS, Optional.of(RecordTest.incomplete(paths)), Limit::atLeast);
  }

  private interface Bound {
    Limit of(double percent);
  }

  private void share(
      SlaProperty level, Measure measure, Optional<RecordTest> against, Bound bound) {
    var number = number(level);
    if (number.isEmpty()) {
      say(level, "its value is no number");
      return;
    }
    add(
        level,
        new Objective(
            level.property(),
            level.property(),
            String.join(", ", fields(level)),
            measure,
            bound.of(number.getAsDouble()),
            Unit.PERCENT,
            window,
            measure == Measure.COMPLETENESS ? "completeness" : "conformity",
            text(level.driver())),
        against,
        Optional.empty());
  }

  private void add(
      SlaProperty level,
      Objective objective,
      Optional<RecordTest> against,
      Optional<FieldPath> time) {
    if (contract.schema().size() > 1 && !fields(level).isEmpty()) {
      // The records of a port are those of the first; elements of others are not theirs.
      var first = contract.schema().get(0).name();
      if (!text(level.element()).startsWith(first + ".")) {
        say(level, "its element is not in " + first);
        return;
      }
    }
    found.add(objective, against, time, List.of());
  }

  private void say(SlaProperty level, String why) {
    found.say(
        text(level.property()),
        ((level.value() == null ? "" : level.value().asText()) + " " + text(level.unit())).strip(),
        why);
  }

  /** The elements without the name of the table before them. */
  private List<String> fields(SlaProperty level) {
    var table = contract.schema().isEmpty() ? "" : contract.schema().get(0).name() + ".";
    return Arrays.stream(text(level.element()).split(","))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .map(element -> element.startsWith(table) ? element.substring(table.length()) : element)
        .toList();
  }

  /** Of value and unit, or of a value in ISO 8601 such as {@code PT5M}. */
  private static Optional<Duration> duration(SlaProperty level) {
    var number = number(level);
    if (number.isPresent()) {
      var unit = text(level.unit());
      return Unit.time(unit.isEmpty() ? "d" : unit)
          .map(one -> Duration.ofMillis(Math.round(number.getAsDouble() * one.toMillis())));
    }
    try {
      return Optional.ofNullable(level.value())
          .map(value -> Duration.parse(value.asText().strip().toUpperCase(Locale.ROOT)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static OptionalDouble number(SlaProperty level) {
    var value = level.value();
    if (value == null || value.isNumber()) {
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.asDouble());
    }
    try {
      return OptionalDouble.of(Double.parseDouble(value.asText().replace("%", "").strip()));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
