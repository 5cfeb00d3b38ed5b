package dev.weft.server.http;

import dev.weft.flow.FlowStatus;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.apply.FlowControls;
import dev.weft.server.apply.FlowDeployer;
import dev.weft.server.apply.QuarantineReplays;
import dev.weft.server.apply.Reconciler;
import dev.weft.spi.AccessContext;

/**
 * Flows: what they do now, what waits in them, start, stop, pause, and what processors there are.
 */
public final class FlowRoutes {
  private final FlowControls controls;
  private final QuarantineReplays replays;
  private final FlowDeployer flows;
  private final Reconciler reconciler;
  private final ProcessorTypes types;

  public FlowRoutes(
      FlowControls controls,
      QuarantineReplays replays,
      FlowDeployer flows,
      Reconciler reconciler,
      ProcessorTypes types) {
    this.controls = controls;
    this.replays = replays;
    this.flows = flows;
    this.reconciler = reconciler;
    this.types = types;
  }

  /** How many records were dropped. */
  private record Dropped(int records) {}

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/flows",
        "All flows and what they do now.",
        request -> new Answers.Items<>(flows.status()));
    routes.get(
        "/api/v1/flows/{name}", "One flow.", request -> controls.status(request.path("name")));
    routes.get(
        "/api/v1/flows/{name}/history",
        "What each processor of a flow did in the last five minutes.",
        request -> new Answers.Items<>(controls.history(request.path("name"))));
    routes.post("/api/v1/flows/{name}/start", "Starts a flow.", request -> run(request, true));
    routes.post("/api/v1/flows/{name}/stop", "Stops a flow.", request -> run(request, false));
    routes.post(
        "/api/v1/flows/{name}/processors/{processor}/pause",
        "Pauses one processor of a flow: what comes to it waits.",
        request -> pause(request, true));
    routes.post(
        "/api/v1/flows/{name}/processors/{processor}/resume",
        "Lets a paused processor run again.",
        request -> pause(request, false));
    routes.get(
        "/api/v1/flows/{name}/queue",
        "What waits in a connection, without content.",
        request ->
            new Answers.Items<>(
                controls.queue(request.caller(), request.path("name"), connection(request))));
    routes.get(
        "/api/v1/flows/{name}/queue/{number}",
        "One FlowFile that waits, as far as the caller may see it.",
        this::preview);
    routes.post(
        "/api/v1/flows/{name}/queue/drop",
        "Drops what waits in a connection.",
        request ->
            new Dropped(
                controls.drop(request.caller(), request.path("name"), connection(request))));
    routes.post(
        "/api/v1/flows/{name}/replay",
        "Gives a record from quarantine to its flow again.",
        request ->
            replays.replay(
                request.caller(),
                request.path("name"),
                request.body(QuarantineReplays.Wanted.class)));
    routes.get(
        "/api/v1/processor-types",
        "The processors there are, with their settings.",
        request -> new Answers.Items<>(types.describe()));
    routes.get(
        "/api/v1/service-types",
        "The controller services there are, with their settings.",
        request -> new Answers.Items<>(types.describeServices()));
  }

  private static String connection(Request request) {
    return request
        .query("connection")
        .orElseThrow(
            () ->
                Problem.input(
                        "missing-field",
                        Place.field("connection"),
                        "The request does not say which connection.",
                        "Give it as it stands in the flow: ?connection=read.success -> tidy")
                    .asException());
  }

  private Object preview(Request request) {
    var number = request.path("number");
    if (!number.matches("\\d{1,18}")) {
      throw Problem.missing("no-such-flowfile", "'" + number + "' is no FlowFile's number.", "")
          .asException();
    }
    return controls.preview(
        request.caller(),
        request.path("name"),
        connection(request),
        Long.parseLong(number),
        new AccessContext(request.address(), request.query("purpose").orElse("")));
  }

  private FlowStatus run(Request request, boolean running) {
    controls.run(request.caller(), request.path("name"), running);
    reconciler.reconcile();
    return controls.status(request.path("name"));
  }

  private FlowStatus pause(Request request, boolean paused) {
    controls.pause(request.caller(), request.path("name"), request.path("processor"), paused);
    reconciler.reconcile();
    return controls.status(request.path("name"));
  }
}
