package dev.weft.flow;

import dev.weft.model.FlowSpec;
import dev.weft.model.FlowSpec.Connection;
import dev.weft.model.FlowSpec.ProcessorSpec;
import dev.weft.model.FlowSpec.ServiceSpec;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.flow.DeclaredSettings;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A flow as its author meant it: types found, settings bound, connections taken apart. */
record FlowPlan(List<Step> steps, List<Wire> wires, List<Service> services) {
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
      Timing schedule,
      RunOptions options) {

    /** Whether a processor that was made for the other can go on as this one. */
    boolean isSame(Step other) {
      return name.equals(other.name)
          && type.equals(other.type)
          && settings.equals(other.settings)
          && options.tasks() == other.options.tasks();
    }

    boolean isSource() {
      return ProcessorTypes.isSource(type);
    }

    /** Its relationships; empty when they depend on settings that are not known. */
    Optional<List<String>> relationships() {
      return settings.isEmpty() ? fixed() : settings.map(bound -> relationships(type, bound));
    }

    /** Asked without settings, a type answers only when it does not look at them. */
    private Optional<List<String>> fixed() {
      try {
        return Optional.of(type.relationships(null));
      } catch (RuntimeException e) {
        return Optional.empty();
      }
    }

    private static <S extends Record> List<String> relationships(
        ProcessorType<S> type, Record settings) {
      return type.relationships(type.settings().cast(settings));
    }
  }

  /** One connection, and its place in the file. */
  record Wire(int index, Connection connection) {}

  /** A controller service. */
  record Service(String name, ServiceType<?, ?> type, Optional<Record> settings) {}

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
    var services = new ArrayList<Service>();
    for (var i = 0; i < flow.services().size(); i++) {
      service(flow.services().get(i), "services[" + i + "]", types, parameters, problems)
          .ifPresent(services::add);
    }
    return new FlowPlan(steps, wires, services);
  }

  private static Optional<Service> service(
      ServiceSpec service,
      String path,
      ProcessorTypes types,
      Parameters parameters,
      List<Problem> problems) {
    var written = service.type() == null ? "" : service.type();
    var type = types.findService(written);
    if (type.isEmpty()) {
      problems.add(
          Problem.input(
              "unknown-service-type",
              Place.field(path + ".type"),
              "'" + written + "' is not a type of controller service.",
              Nearest.hint(written, types.serviceNames(), "types")));
      return Optional.empty();
    }
    Optional<Record> settings =
        new SettingsBinder(parameters, problems)
            .bind(service.settings(), type.get().settings(), path + ".settings")
            .map(s -> s);
    return Optional.of(new Service(service.name(), type.get(), settings));
  }

  private static void checkName(
      ProcessorSpec processor, HashSet<String> names, String path, List<Problem> problems) {
    var name = processor.name() == null ? "" : processor.name();
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*")) {
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
            schedule(processor, type.get(), path, problems),
            RunOptions.of(processor)));
  }

  private static Optional<Record> bind(
      ProcessorSpec processor, ProcessorType<?> type, String path, SettingsBinder binder) {
    var at = path + ".settings";
    var isPort = type instanceof ConsumePort || type instanceof PublishPort;
    if (isPort && processor.settings().path("port").asText().contains("#{")) {
      // Rights, policies on keys, tags and lineage go by the document.
      binder.problem(
          "parameter-for-port",
          at + ".port",
          "Which port a flow reads or writes is said in its document, not by a parameter.",
          "Write the port's name.");
      return Optional.empty();
    }
    return type instanceof DeclaredSettings declared
        ? binder.bind(processor.settings(), declared, type.settings(), at).map(s -> s)
        : binder.bind(processor.settings(), type.settings(), at).map(s -> s);
  }

  private static Timing schedule(
      ProcessorSpec processor, ProcessorType<?> type, String path, List<Problem> problems) {
    var schedule = processor.schedule();
    if (schedule == null || (schedule.every() == null && schedule.cron() == null)) {
      return Timing.always();
    }
    var place = Place.field(path + ".schedule." + (schedule.every() == null ? "cron" : "every"));
    if (!ProcessorTypes.isSource(type)) {
      problems.add(
          Problem.input(
              "schedule-not-for-source",
              place,
              "Only a source has a schedule; others run when something arrives.",
              "Leave it out."));
      return Timing.always();
    }
    if (schedule.every() != null && schedule.cron() != null) {
      problems.add(
          Problem.input(
              "bad-schedule",
              place,
              "A source runs either every so often or by cron.",
              "Keep one."));
      return Timing.always();
    }
    return schedule.every() == null
        ? cron(schedule, place, problems)
        : every(schedule.every(), place, problems);
  }

  private static Timing cron(FlowSpec.Schedule schedule, Place place, List<Problem> problems) {
    try {
      return Timing.Cron.of(schedule.cron(), schedule.timezone());
    } catch (IllegalArgumentException e) {
      problems.add(
          Problem.input(
              "bad-schedule",
              place,
              "'" + schedule.cron() + "' is not a schedule: " + Faults.words(e) + ".",
              "Write minute, hour, day of month, month, day of week, such as '0 6 * * 1-5', and a"
                  + " time zone such as Europe/Zurich."));
      return Timing.always();
    }
  }

  private static Timing every(String text, Place place, List<Problem> problems) {
    try {
      var every = DurationText.parse(text);
      if (every.compareTo(Duration.ofMillis(10)) >= 0) {
        return new Timing.Every(every);
      }
    } catch (IllegalArgumentException e) {
      // Said below, with what is accepted.
    }
    problems.add(
        Problem.input(
            "bad-schedule",
            place,
            "'" + text + "' is not a schedule.",
            "Write a duration of at least 10ms, such as 500ms, 5s, 2m or 1h."));
    return Timing.always();
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
