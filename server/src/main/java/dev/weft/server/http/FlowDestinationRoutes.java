package dev.weft.server.http;

import dev.weft.server.apply.FlowDestinations;
import dev.weft.spi.MeshLog;

/** Where a flow sends to, and what decides on it. */
public final class FlowDestinationRoutes {
  private final MeshLog mesh;
  private final FlowDestinations destinations;

  public FlowDestinationRoutes(MeshLog mesh, FlowDestinations destinations) {
    this.mesh = mesh;
    this.destinations = destinations;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/flows/{name}/destinations",
        "Where a flow sends to, outside of the mesh, and which policy decides on it.",
        request -> new Answers.Items<>(destinations.of(mesh.state(), request.path("name"))));
  }
}
