package dev.weft.server.access;

import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.TagStops;
import dev.weft.model.TagStops.Stop;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets stewards keep a tag from travelling along one flow to one field, and lets it travel again.
 * Who and why is recorded, and in the audit. A field that gets the tag by another flow keeps it.
 */
public final class StoppedTags {
  private static final int STOPS_MAX = 1_000;
  private static final int FIELD_MAX = 500;

  private final MeshLog mesh;

  public StoppedTags(MeshLog mesh) {
    this.mesh = mesh;
  }

  /**
   * What is to be stopped, or to go on.
   *
   * @param flow by which the tag comes
   * @param field of the port, to which it comes
   * @param tag or {@code *} for all
   */
  public record Wanted(String flow, String field, String tag, String why) {
    public Wanted {
      flow = flow == null ? "" : flow;
      field = field == null ? "" : field;
      tag = tag == null ? "" : tag;
      why = why == null ? "" : why.strip();
    }
  }

  /** Records the stop; one that is there already gets the new reason. */
  public Stop stop(Caller caller, PortName port, Wanted wanted) {
    check(wanted);
    return mesh.decide(
        (state, now) -> {
          TagDecisions.require(caller, state, port);
          writes(state, wanted.flow(), port);
          return stopped(caller, state, now, port, wanted);
        });
  }

  /** Takes the stop back; the tag is there again before this returns or very soon after. */
  public Stop resume(Caller caller, PortName port, Wanted wanted) {
    TagDecisions.checkWhy(wanted.why());
    return mesh.decide(
        (state, now) -> {
          TagDecisions.require(caller, state, port);
          return resumed(caller, state, port, wanted);
        });
  }

  private static MeshLog.Decided<Stop> stopped(
      Caller caller, MeshState state, Instant now, PortName port, Wanted wanted) {
    var stop =
        new Stop(wanted.flow(), wanted.field(), wanted.tag(), caller.id(), now, wanted.why());
    var stops = others(state, port, wanted);
    if (stops.size() >= STOPS_MAX) {
      throw new Problem(
              Problem.Kind.TOO_MANY,
              "too-many-stops",
              Place.NOWHERE,
              "At most " + STOPS_MAX + " tags are stopped at one port.",
              "Reject tags at the fields instead, or let some travel again.")
          .asException();
    }
    stops.add(stop);
    return decided(caller, port, stops, stop, "tag.stop", wanted.why());
  }

  private static MeshLog.Decided<Stop> resumed(
      Caller caller, MeshState state, PortName port, Wanted wanted) {
    var stop =
        of(state, port).stops().stream()
            .filter(one -> one.isAt(wanted.flow(), wanted.field(), wanted.tag()))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.missing(
                            "no-such-stop",
                            "The tag '%s' is not stopped on flow '%s' to '%s' of %s."
                                .formatted(wanted.tag(), wanted.flow(), wanted.field(), port),
                            "'weft tags " + port + "' lists what is stopped.")
                        .asException());
    return decided(caller, port, others(state, port, wanted), stop, "tag.resume", wanted.why());
  }

  private static MeshLog.Decided<Stop> decided(
      Caller caller, PortName port, List<Stop> stops, Stop stop, String action, String why) {
    var key = new ResourceKey(ResourceKind.TAG_STOPS, port.topic());
    var details =
        Json.object()
            .put("flow", stop.flow())
            .put("field", stop.field())
            .put("tag", stop.tag())
            .put("why", why);
    var put = MeshLog.Put.of(key, Json.tree(new TagStops(port.topic(), stops)), caller.id());
    return new MeshLog.Decided<>(
        stops.isEmpty() ? List.of() : List.of(put),
        stops.isEmpty() ? List.of(key) : List.of(),
        List.of(new AuditEvent(caller.id(), action, port.topic(), true, details)),
        stop);
  }

  private static List<Stop> others(MeshState state, PortName port, Wanted wanted) {
    var others = new ArrayList<>(of(state, port).stops());
    others.removeIf(one -> one.isAt(wanted.flow(), wanted.field(), wanted.tag()));
    return others;
  }

  /** What is stopped at a port. */
  public static TagStops of(MeshState state, PortName port) {
    return state
        .find(ResourceKind.TAG_STOPS, port.topic(), TagStops.class)
        .orElse(new TagStops(port.topic(), List.of()));
  }

  private static void writes(MeshState state, String flow, PortName port) {
    var writes =
        state.find(ResourceKind.FLOW, flow, FlowSpec.class).stream()
            .flatMap(spec -> spec.processors().stream())
            .filter(processor -> "PublishPort".equals(processor.type()))
            .anyMatch(it -> it.settings().path("port").asText().equals(port.topic()));
    if (!writes) {
      throw Problem.missing(
              "no-such-edge",
              "There is no flow '" + flow + "' that writes " + port + ".",
              "'weft lineage " + port + " --up' shows the flows that do.")
          .asException();
    }
  }

  private static void check(Wanted wanted) {
    if (!wanted.tag().equals(TagStops.ANY)) {
      TagDecisions.checkTag(wanted.tag());
    }
    if (wanted.flow().isBlank()) {
      throw Problem.input(
              "bad-flow", Place.field("flow"), "No flow is named.", "Name the flow that brings it.")
          .asException();
    }
    if (wanted.field().isBlank() || wanted.field().length() > FIELD_MAX) {
      throw Problem.input(
              "bad-field",
              Place.field("field"),
              "No field is named, or one longer than " + FIELD_MAX + " characters.",
              "Name the field of the port as a dotted path.")
          .asException();
    }
    TagDecisions.checkWhy(wanted.why());
  }
}
