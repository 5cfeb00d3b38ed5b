package dev.weft.server.http;

import dev.weft.catalog.lineage.Direction;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.model.ExternalDataset;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.observe.FieldOrigins;
import dev.weft.spi.MeshLog;
import java.util.List;
import java.util.Locale;

/** The lineage graph. */
public final class FindRoutes {
  private static final int DEPTH = 3;

  private final LineageGraph lineage;

  private final MeshLog mesh;
  private final FieldOrigins origins;

  public FindRoutes(LineageGraph lineage, MeshLog mesh, FieldOrigins origins) {
    this.lineage = lineage;
    this.mesh = mesh;
    this.origins = origins;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/lineage/{node}",
        "Where data comes from and where it goes.",
        List.of("direction", "depth"),
        this::lineage);
    routes.get(
        "/api/v1/lineage/{node}/columns",
        "Which fields of which ports and sources each field of a port comes from, and by what.",
        List.of("depth"),
        this::columns);
  }

  private Object columns(Request request) {
    var node = request.path("node");
    var name = node.startsWith("port/") ? node.substring("port/".length()) : node;
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-fields",
            "There is no port '" + name + "', or no field of it was seen yet.",
            "Name it as PRODUCT.PORT.");
    var port = origins.port(state, name).orElseThrow(missing::asException);
    new Insiders(state, request.caller())
        .require(PortName.parse(name).map(PortName::product).orElse(""), missing);
    return new Answers.Items<>(
        origins.columns(state, port, request.number("depth", DEPTH, LineageGraph.DEPTH_MAX)));
  }

  private Object lineage(Request request) {
    var text = request.query("direction").orElse("both");
    Direction direction;
    try {
      direction = Direction.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problem.input(
              "bad-direction",
              Place.field("direction"),
              "'" + text + "' is not a direction.",
              "Use up, down or both.")
          .asException();
    }
    var insiders = new Insiders(mesh.state(), request.caller());
    var node = node(request.path("node"));
    return new KnownLineage(mesh.state(), insiders)
        .of(
            lineage.walk(node, direction, request.number("depth", DEPTH, LineageGraph.DEPTH_MAX)),
            node);
  }

  /** A dataset outside under the name that its jobs give it may be a place that flows name too. */
  private String node(String written) {
    var dataset = "dataset/";
    return written.startsWith(dataset) && written.length() > dataset.length()
        ? mesh.state()
            .find(
                ResourceKind.EXTERNAL_DATASET,
                written.substring(dataset.length()),
                ExternalDataset.class)
            .map(ExternalDataset::node)
            .orElse(written)
        : written;
  }
}
