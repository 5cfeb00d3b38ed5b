package dev.weft.server.apply;

import dev.weft.flow.FlowEvent;
import dev.weft.flow.FlowRunner;
import dev.weft.flow.Recording;
import dev.weft.model.FlowSpec;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.connect.HostedFlows;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.MeshLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Recording what happens to the FlowFiles of a flow, and looking at it. Only an owner of the flow's
 * product may, and it is audited. Values of attributes are shown, and can be searched for, where
 * the caller may read all ports ahead whole and unmasked.
 */
public final class FlowTracing {
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final int FLOWFILES = 1_000;
  private static final int EVENTS_MAX = 10_000;

  private final MeshLog mesh;
  private final FlowRunner runner;
  private final Decisions decisions;
  private final Clock clock;
  private final BooleanSupplier runsHere;

  /** {@code runsHere} is false on a server whose flows another one runs. */
  public FlowTracing(
      MeshLog mesh, FlowRunner runner, Decisions decisions, Clock clock, BooleanSupplier runsHere) {
    this.mesh = mesh;
    this.runner = runner;
    this.decisions = decisions;
    this.clock = clock;
    this.runsHere = runsHere;
  }

  /**
   * What to record.
   *
   * @param processor empty for all
   * @param seconds for how long; null for five minutes
   * @param max how many FlowFiles; null for 1,000
   */
  public record Wanted(String processor, Long seconds, Integer max) {}

  /** What is being recorded; {@code recording} is false when nothing is. */
  public record State(
      String flow, boolean recording, String processor, Instant until, int max, int taken) {}

  /** Begins to record, in place of what is being recorded of the flow. */
  public State begin(Caller caller, String name, Wanted wanted) {
    FlowControls.require(caller, mesh.state(), name);
    var processor = wanted.processor() == null ? "" : wanted.processor();
    var flow = FlowControls.flow(mesh.state(), name);
    if (!processor.isEmpty()
        && flow.processors().stream().noneMatch(one -> one.name().equals(processor))) {
      throw wrong("processor", "Flow '" + name + "' has no processor '" + processor + "'.");
    }
    if (!runsHere.getAsBoolean()) {
      throw Problem.conflict(
              "not-here",
              "The flows of this mesh run on the server that writes.",
              "Ask there; GET /api/v1/status names it.")
          .asException();
    }
    var seconds = wanted.seconds() == null ? USUAL.toSeconds() : wanted.seconds();
    var max = wanted.max() == null ? FLOWFILES : wanted.max();
    if (seconds < 1 || seconds > Recording.LONGEST.toSeconds()) {
      throw wrong("seconds", "A recording lasts from a second to a day.");
    }
    if (max < 1 || max > Recording.FLOWFILES_MAX) {
      throw wrong("max", "From 1 to " + Recording.FLOWFILES_MAX + " FlowFiles are recorded.");
    }
    HostedFlows.requireInServer(mesh.state(), name);
    FlowControls.audit(mesh, caller, "flow.trace", name, processor.isEmpty() ? "all" : processor);
    runner.record(name, new Recording(processor, clock.instant().plusSeconds(seconds), max));
    return state(name);
  }

  /** Ends the recording; what was recorded stays for a day. */
  public State end(Caller caller, String name) {
    FlowControls.require(caller, mesh.state(), name);
    var last = state(name);
    runner.endRecording(name);
    return new State(name, false, last.processor(), last.until(), last.max(), last.taken());
  }

  /** What is being recorded now. */
  public State state(Caller caller, String name) {
    FlowControls.require(caller, mesh.state(), name);
    return state(name);
  }

  private State state(String name) {
    return runner
        .recording(name)
        .map(
            one ->
                new State(
                    name,
                    true,
                    one.recording().processor(),
                    one.recording().until(),
                    one.recording().flowFiles(),
                    one.taken()))
        .orElse(new State(name, false, "", null, 0, 0));
  }

  private static RuntimeException wrong(String field, String what) {
    return Problem.input("bad-recording", Place.field(field), what, "").asException();
  }

  /**
   * Which events.
   *
   * @param attributes all of these values must be among those before or after
   */
  public record Search(
      Optional<FlowEvent.Type> type,
      Optional<String> processor,
      Optional<String> flowFile,
      Map<String, String> attributes,
      Optional<Instant> from,
      Optional<Instant> to,
      int limit) {

    boolean matches(FlowEvent event) {
      return type.map(event.type()::equals).orElse(true)
          && processor.map(event.processor()::equals).orElse(true)
          && flowFile.map(event.flowFile()::equals).orElse(true)
          && from.map(time -> !event.time().isBefore(time)).orElse(true)
          && to.map(time -> event.time().isBefore(time)).orElse(true);
    }

    boolean hasAttributes(FlowEvent event) {
      return attributes.entrySet().stream()
          .allMatch(
              each ->
                  each.getValue().equals(event.before().get(each.getKey()))
                      || each.getValue().equals(event.after().get(each.getKey())));
    }
  }

  /** The newest events, oldest first, as far as the caller may see them. */
  public List<FlowEvent> events(Caller caller, String name, Search search, AccessContext context) {
    FlowControls.require(caller, mesh.state(), name);
    var sight = new Sight(caller, FlowControls.flow(mesh.state(), name), context);
    FlowControls.audit(mesh, caller, "flow.events", name, "");
    // Who may not see a value may not find out by asking for it either.
    return runner
        .events(name)
        .find(
            event ->
                search.matches(event)
                    && (search.attributes().isEmpty()
                        || (sight.sees(event) && search.hasAttributes(event))),
            Math.min(search.limit(), EVENTS_MAX))
        .stream()
        .map(sight::shown)
        .toList();
  }

  /** The path of one FlowFile, with those that it was made of and that were made of it. */
  public List<FlowEvent> path(Caller caller, String name, String flowFile, AccessContext context) {
    FlowControls.require(caller, mesh.state(), name);
    var sight = new Sight(caller, FlowControls.flow(mesh.state(), name), context);
    FlowControls.audit(mesh, caller, "flow.events", name, flowFile);
    var family = runner.events(name).family(flowFile);
    if (family.isEmpty()) {
      throw Problem.missing(
              "no-such-flowfile",
              "Nothing is recorded of FlowFile " + flowFile + ", or it is kept no longer.",
              "'weft flow events " + name + "' lists what is.")
          .asException();
    }
    return family.stream().map(sight::shown).toList();
  }

  /** Whether one caller sees values, decided once for each processor. */
  private final class Sight {
    private final Caller caller;
    private final FlowSpec flow;
    private final AccessContext context;
    private final Map<String, Boolean> known = new HashMap<>();

    Sight(Caller caller, FlowSpec flow, AccessContext context) {
      this.caller = caller;
      this.flow = flow;
      this.context = context;
    }

    boolean sees(FlowEvent event) {
      return known.computeIfAbsent(event.processor(), this::seesAt);
    }

    private boolean seesAt(String processor) {
      var ports = FlowControls.portsAhead(flow, processor);
      return !ports.isEmpty()
          && ports.stream().allMatch(port -> decisions.read(caller.id(), port, context).showsAll());
    }

    FlowEvent shown(FlowEvent event) {
      return sees(event) ? event : event.withheld();
    }
  }
}
