package dev.weft.server.http;

import dev.weft.model.FlowSpec;
import dev.weft.model.ResourceKind;
import dev.weft.server.apply.FlowDeployer;
import dev.weft.server.apply.WebhookSecrets;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.MeshLog;

/**
 * Where a flow's parameters have their values from; the values themselves are shown to nobody, but
 * a secret that is made here to whoever made it, once.
 */
public final class FlowParameterRoutes {
  private final MeshLog mesh;
  private final FlowParameters parameters;
  private final WebhookSecrets secrets;

  public FlowParameterRoutes(MeshLog mesh, FlowParameters parameters, WebhookSecrets secrets) {
    this.secrets = secrets;
    this.mesh = mesh;
    this.parameters = parameters;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/flows/{name}/parameters",
        "A flow's parameters, and from which context each has its value.",
        request -> origins(request.path("name")));
    routes.post(
        "/api/v1/flows/{name}/parameters/{parameter}/secret",
        "Makes a secret for signing webhooks and binds it; it is shown this once, and signs beside"
            + " the one before.",
        request -> secrets.make(request.caller(), request.path("name"), request.path("parameter")));
    routes.post(
        "/api/v1/flows/{name}/parameters/{parameter}/secret/end",
        "Ends all secrets but the newest: they sign no more.",
        request -> {
          secrets.end(request.caller(), request.path("name"), request.path("parameter"));
          return Route.Answer.NONE;
        });
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
