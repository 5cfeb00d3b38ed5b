package dev.weft.server.http;

import dev.weft.model.FlowSpec;
import dev.weft.model.ResourceKind;
import dev.weft.server.apply.FlowDeployer;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.MeshLog;

/** Where a flow's parameters have their values from; the values themselves are shown to nobody. */
public final class FlowParameterRoutes {
  private final MeshLog mesh;
  private final FlowParameters parameters;

  public FlowParameterRoutes(MeshLog mesh, FlowParameters parameters) {
    this.mesh = mesh;
    this.parameters = parameters;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/flows/{name}/parameters",
        "A flow's parameters, and from which context each has its value.",
        request -> origins(request.path("name")));
  }

  private Object origins(String name) {
    var state = mesh.state();
    var flow =
        state
            .find(ResourceKind.FLOW, name, FlowSpec.class)
            .orElseThrow(() -> FlowDeployer.noSuchFlow(name));
    return new Answers.Items<>(parameters.of(state, flow).origins());
  }
}
