package dev.weft.server.http;

import dev.weft.flow.FlowStatus;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.DataProduct;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.ResourceKind;
import dev.weft.server.apply.FlowDeployer;
import dev.weft.server.apply.Reconciler;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import java.util.List;

/** Flows: what they do now, start and stop, and what processors there are. */
public final class FlowRoutes {
  private final MeshLog mesh;
  private final FlowDeployer flows;
  private final Reconciler reconciler;
  private final ProcessorTypes types;

  public FlowRoutes(MeshLog mesh, FlowDeployer flows, Reconciler reconciler, ProcessorTypes types) {
    this.mesh = mesh;
    this.flows = flows;
    this.reconciler = reconciler;
    this.types = types;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/flows",
        "All flows and what they do now.",
        request -> new Answers.Items<>(flows.status()));
    routes.get("/api/v1/flows/{name}", "One flow.", request -> one(request.path("name")));
    routes.post("/api/v1/flows/{name}/start", "Starts a flow.", request -> control(request, true));
    routes.post("/api/v1/flows/{name}/stop", "Stops a flow.", request -> control(request, false));
    routes.get(
        "/api/v1/processor-types",
        "The processors there are, with their settings.",
        request -> new Answers.Items<>(types.describe()));
  }

  private FlowStatus one(String name) {
    return flows.status(name).orElseThrow(() -> FlowDeployer.noSuchFlow(name));
  }

  private FlowStatus control(Request request, boolean running) {
    var caller = request.caller();
    var name = request.path("name");
    mesh.decide(
        (state, now) -> {
          var flow =
              state
                  .find(ResourceKind.FLOW, name, FlowSpec.class)
                  .orElseThrow(() -> FlowDeployer.noSuchFlow(name));
          var allowed =
              state
                  .find(ResourceKind.DATA_PRODUCT, flow.product(), DataProduct.class)
                  .map(product -> new Rights(state).mayChange(caller, product))
                  .orElse(caller.isAdmin());
          caller.require(
              allowed,
              "not-an-owner",
              "Only an owner of " + flow.product() + " starts and stops its flows.",
              "'weft describe product " + flow.product() + "' names the owners.");
          var event =
              new AuditEvent(
                  caller.id(),
                  running ? "flow.start" : "flow.stop",
                  "Flow/" + name,
                  true,
                  Json.object());
          return new MeshLog.Decided<>(
              List.of(
                  MeshLog.Put.of(
                      FlowDeployer.controlKey(name),
                      Json.tree(new FlowDeployer.Control(running)),
                      caller.id())),
              List.of(),
              List.of(event),
              name);
        });
    reconciler.reconcile();
    return one(name);
  }
}
