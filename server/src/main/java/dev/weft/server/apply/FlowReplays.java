package dev.weft.server.apply;

import dev.weft.flow.FlowEvent;
import dev.weft.flow.FlowRunner;
import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.RecordedEvents;
import dev.weft.flow.Replayed;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.connect.HostedFlows;
import dev.weft.server.identity.Caller;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.MeshLog;
import dev.weft.spi.flow.ProcessorType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Does recorded events again: the same FlowFile into the same processor, under the flow as it is
 * now or as it was in an old version. Only an owner of the flow's product may, and it is audited.
 */
public final class FlowReplays {
  private final MeshLog mesh;
  private final FlowRunner runner;
  private final FlowVersions versions;
  private final FlowParameters parameters;
  private final ProcessorTypes types;

  public FlowReplays(
      MeshLog mesh,
      FlowRunner runner,
      FlowVersions versions,
      FlowParameters parameters,
      ProcessorTypes types) {
    this.mesh = mesh;
    this.runner = runner;
    this.versions = versions;
    this.parameters = parameters;
    this.types = types;
  }

  /**
   * How to do an event again.
   *
   * @param version of the flow; null for the current one
   * @param into the processor that takes it; empty for the one where the event was
   */
  public record Again(Long version, String into) {}

  /** What was done again. */
  public record Done(int records, String into, String flow) {}

  /** Gives the FlowFile of an event, as it was then, to the same processor again. */
  public Done replay(Caller caller, String name, String event, Again again) {
    FlowControls.require(caller, mesh.state(), name);
    var held =
        runner
            .events(name)
            .one(event)
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-event",
                            "There is no event "
                                + event
                                + " of this flow, or it is kept no longer.",
                            "'weft flow events " + name + "' lists what is.")
                        .asException());
    var flowFile = held.flowFile().orElseThrow(() -> gone(held));
    var flow =
        again.version() == null
            ? FlowControls.flow(mesh.state(), name)
            : Json.read(versions.version(name, again.version()).document(), FlowSpec.class);
    var into = into(flow, held.event(), again.into());
    HostedFlows.requireInServer(mesh.state(), name);
    FlowControls.audit(
        mesh,
        caller,
        "flow.replay",
        name,
        event + " into " + into + (again.version() == null ? "" : "@" + again.version()));
    var one = List.of(new Replayed(flowFile));
    var runs = again.version() == null ? name : name + "@" + again.version();
    var records =
        again.version() == null
            ? FlowControls.awaited(name, runner.replay(name, into, one))
            : underOldVersion(flow, runs, into, one);
    if (records == 0) {
      throw Problem.conflict(
              "not-replayed",
              "Flow '" + runs + "' does not run here, or nothing leads to '" + into + "'.",
              "Start the flow, or name another processor.")
          .asException();
    }
    return new Done(records, into, runs);
  }

  private static RuntimeException gone(RecordedEvents.Held held) {
    var event = held.event();
    var place =
        event.source().isEmpty()
            ? ""
            : " It came from %s, %s %d.".formatted(event.source(), event.key(), event.position());
    return Problem.missing(
            "content-gone",
            "The content of event " + event.id() + " was too large to be kept with it." + place,
            "Have the source give it again, or replay it from a quarantine.")
        .asException();
  }

  /** Where the event was; after a source, where it leads. */
  private String into(FlowSpec flow, FlowEvent event, String wanted) {
    var name = wanted == null || wanted.isEmpty() ? event.processor() : wanted;
    var connections = connections(flow);
    if (flow.processors().stream().noneMatch(one -> one.name().equals(name))) {
      throw Problem.input(
              "no-such-processor",
              Place.field("into"),
              "That version of the flow has no processor '" + name + "'.",
              "")
          .asException();
    }
    if (connections.stream().anyMatch(one -> one.to().equals(name))) {
      return name;
    }
    return connections.stream()
        .filter(one -> one.from().equals(name))
        .findFirst()
        .map(FlowSpec.Connection::to)
        .orElse(name);
  }

  private static List<FlowSpec.Connection> connections(FlowSpec flow) {
    return flow.connections().stream()
        .flatMap(text -> FlowSpec.Connection.parse(text).stream())
        .toList();
  }

  /** The old version runs beside the current one for as long as that takes; its sources do not. */
  private int underOldVersion(FlowSpec old, String runs, String into, List<Replayed> one) {
    var collecting = collecting(old);
    if (!collecting.isEmpty()) {
      throw Problem.conflict(
              "collects",
              "In that version " + String.join(", ", collecting) + " waits for more to come.",
              "Replay under the current version, or into a processor behind it.")
          .asException();
    }
    var fed = connections(old).stream().map(FlowSpec.Connection::to).collect(Collectors.toSet());
    var sources =
        old.processors().stream()
            .map(FlowSpec.ProcessorSpec::name)
            .filter(each -> !fed.contains(each))
            .collect(Collectors.toSet());
    var values = parameters.of(mesh.state(), old);
    var beside =
        new FlowSpec(
            runs,
            old.product(),
            old.description(),
            old.parameterContext(),
            values.flow().parameters(),
            old.processors(),
            old.connections(),
            old.queues(),
            old.services(),
            old.groups());
    runner.start(beside, values.open(), sources);
    try {
      return FlowControls.awaited(runs, runner.replay(runs, into, one));
    } finally {
      runner.forget(runs);
    }
  }

  private Set<String> collecting(FlowSpec flow) {
    return flow.processors().stream()
        .filter(
            one ->
                types.find(one.type()).filter(ProcessorType.OfQueue.class::isInstance).isPresent())
        .map(FlowSpec.ProcessorSpec::name)
        .collect(Collectors.toSet());
  }
}
