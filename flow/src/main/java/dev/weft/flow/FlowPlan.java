package dev.weft.flow;

import dev.weft.model.FlowSpec;
import dev.weft.model.FlowSpec.Connection;
import dev.weft.model.FlowSpec.ProcessorSpec;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.flow.ProcessorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A flow as its author meant it: types found, settings bound, connections taken apart. */
record FlowPlan(List<Step> steps, List<Wire> wires) {
  /** Names of processors have no dots; those of relationships may. */
  private static final Pattern ARROW =
      Pattern.compile("\\s*([^\\s.]+)\\.(\\S+?)\\s*->\\s*([^\\s.]+)\\s*");

  /**
   * One processor.
   *
   * @param index its place in the file; steps whose type is unknown are left out of the plan
   * @param settings empty when they have problems or depend on values that are not known
   */
  record Step(
      int index,
      String name,
      ProcessorType<?> type,
      Optional<Record> settings,
      Optional<Duration> every) {
    boolean isSource() {
      return ProcessorTypes.isSource(type);
    }

    /** Its relationships; empty when they depend on settings that are not known. */
    Optional<List<String>> relationships() {
      return settings.map(bound -> relationships(type, bound));
    }

    private static <S extends Record> List<String> relationships(
        ProcessorType<S> type, Record settings) {
      return type.relationships(type.settings().cast(settings));
    }
  }

  /** One connection, and its place in the file. */
  record Wire(int index, Connection connection) {}

  static FlowPlan of(
      FlowSpec flow, ProcessorTypes types, Parameters parameters, List<Problem> problems) {
    var steps = new ArrayList<Step>();
    var names = new HashSet<String>();
    for (var i = 0; i < flow.processors().size(); i++) {
      var processor = flow.processors().get(i);
      var path = "processors[" + i + "]";
      checkName(processor, names, path, problems);
      step(i, processor, path, types, new SettingsBinder(parameters, problems), problems)
          .ifPresent(steps::add);
    }
    var wires = new ArrayList<Wire>();
    for (var i = 0; i < flow.connections().size(); i++) {
      wire(i, flow.connections().get(i), problems).ifPresent(wires::add);
    }
    return new FlowPlan(steps, wires);
  }

  private static void checkName(
      ProcessorSpec processor, HashSet<String> names, String path, List<Problem> problems) {
    var name = processor.name() == null ? "" : processor.name();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
      problems.add(
          Problem.input(
              "bad-name",
              Place.field(path + ".name"),
              "A processor needs a name of letters, digits, '_' and '-'.",
              ""));
    } else if (!names.add(name)) {
      problems.add(
          Problem.input(
              "duplicate-name",
              Place.field(path + ".name"),
              "Two processors are called '" + name + "'.",
              "Rename one: connections find processors by name."));
    }
  }

  private static Optional<Step> step(
      int index,
      ProcessorSpec processor,
      String path,
      ProcessorTypes types,
      SettingsBinder binder,
      List<Problem> problems) {
    var written = processor.type() == null ? "" : processor.type();
    var type = types.find(written);
    if (type.isEmpty()) {
      problems.add(
          Problem.input(
              "unknown-processor-type",
              Place.field(path + ".type"),
              "'" + written + "' is not a type of processor.",
              Nearest.hint(written, types.names(), "types")));
      return Optional.empty();
    }
    return Optional.of(
        new Step(
            index,
            processor.name() == null ? "" : processor.name(),
            type.get(),
            bind(processor, type.get(), path, binder),
            every(processor, type.get(), path, problems)));
  }

  private static Optional<Record> bind(
      ProcessorSpec processor, ProcessorType<?> type, String path, SettingsBinder binder) {
    return binder.bind(processor.settings(), type.settings(), path + ".settings").map(s -> s);
  }

  private static Optional<Duration> every(
      ProcessorSpec processor, ProcessorType<?> type, String path, List<Problem> problems) {
    if (processor.schedule() == null || processor.schedule().every() == null) {
      return Optional.empty();
    }
    var place = Place.field(path + ".schedule.every");
    if (!ProcessorTypes.isSource(type)) {
      problems.add(
          Problem.input(
              "schedule-not-for-source",
              place,
              "Only a source has a schedule; others run when something arrives.",
              "Leave it out."));
      return Optional.empty();
    }
    try {
      var every = DurationText.parse(processor.schedule().every());
      if (every.compareTo(Duration.ofMillis(10)) >= 0) {
        return Optional.of(every);
      }
    } catch (IllegalArgumentException e) {
      // Said below, with what is accepted.
    }
    problems.add(
        Problem.input(
            "bad-schedule",
            place,
            "'" + processor.schedule().every() + "' is not a schedule.",
            "Write a duration of at least 10ms, such as 500ms, 5s, 2m or 1h."));
    return Optional.empty();
  }

  private static Optional<Wire> wire(int index, String text, List<Problem> problems) {
    var parts = ARROW.matcher(text);
    if (parts.matches()) {
      return Optional.of(
          new Wire(index, new Connection(parts.group(1), parts.group(2), parts.group(3))));
    }
    problems.add(
        Problem.input(
            "bad-connection",
            Place.field("connections[" + index + "]"),
            "'" + text + "' is not a connection.",
            "Write it as FROM.RELATIONSHIP -> TO, such as read.success -> tidy."));
    return Optional.empty();
  }
}
