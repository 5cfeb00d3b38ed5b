package dev.weft.server.http;

import dev.weft.catalog.lineage.Direction;
import dev.weft.catalog.lineage.Graph;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.model.ExternalDataset;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.server.observe.FieldOrigins;
import dev.weft.server.observe.Impacts;
import dev.weft.server.observe.PastMesh;
import dev.weft.spi.MeshLog;
import java.util.List;
import java.util.Locale;

/** The lineage graph. */
public final class FindRoutes {
  private static final int DEPTH = 3;

  private final LineageGraph lineage;

  private final MeshLog mesh;
  private final FieldOrigins origins;
  private final Impacts impacts;
  private final PastMesh past;

  public FindRoutes(
      LineageGraph lineage, MeshLog mesh, FieldOrigins origins, Impacts impacts, PastMesh past) {
    this.past = past;
    this.impacts = impacts;
    this.lineage = lineage;
    this.mesh = mesh;
    this.origins = origins;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/lineage/{node}",
        "Where data comes from and where it goes.",
        List.of("direction", "depth", "at"),
        this::lineage);
    routes.get(
        "/api/v1/lineage/{node}/columns",
        "Which fields of which ports and sources each field of a port comes from, and by what.",
        List.of("depth", "at"),
        this::columns);
    routes.get(
        "/api/v1/lineage/{node}/impact",
        "What is hit if a port, or one of its fields, goes: fields, flows, queries, subscribers, owners.",
        List.of("field"),
        this::impact);
  }

  private Object impact(Request request) {
    var name = portIn(request.path("node"));
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-such-port", "There is no port '" + name + "'.", "Name it as PRODUCT.PORT.");
    var port = PortName.parse(name).orElseThrow(missing::asException);
    if (!Ports.exists(state, port)) {
      throw missing.asException();
    }
    var insiders = new Insiders(state, request.caller());
    insiders.require(port.product(), missing);
    var field = request.query("field");
    field
        .filter(path -> !Ports.fieldNames(state, port).contains(path))
        .ifPresent(
            path -> {
              throw Problem.missing(
                      "no-such-field",
                      "There is no field '" + path + "' at " + port + ".",
                      "'weft describe port " + port + "' lists its fields.")
                  .asException();
            });
    return impacts.of(state, port, field, insiders::sees);
  }

  private static String portIn(String node) {
    return node.startsWith("port/") ? node.substring("port/".length()) : node;
  }

  private Object columns(Request request) {
    var name = portIn(request.path("node"));
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-fields",
            "There is no port '" + name + "', or no field of it was seen yet.",
            "Name it as PRODUCT.PORT.");
    var port = origins.port(state, name).orElseThrow(missing::asException);
    new Insiders(state, request.caller())
        .require(PortName.parse(name).map(PortName::product).orElse(""), missing);
    var then = request.time("at").map(time -> past.at(time).state()).orElse(state);
    return new Answers.Items<>(
        origins.columns(then, port, request.number("depth", DEPTH, LineageGraph.DEPTH_MAX)));
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
    var depth = request.number("depth", DEPTH, LineageGraph.DEPTH_MAX);
    var at = request.time("at");
    if (at.isEmpty()) {
      return walk(request.caller(), request.path("node"), direction, depth);
    }
    var node = node(request.path("node"));
    var now = mesh.state();
    var insiders = new Insiders(now, request.caller());
    var then = past.at(at.get());
    var graph = PastLineage.of(then.state());
    if (!graph.has(node)) {
      throw Problem.missing(
              "node-not-found",
              "There was no '" + node + "' in the lineage at " + at.get() + ".",
              then.next().map(next -> "The mesh changed next at " + next + ".").orElse(""))
          .asException();
    }
    var known =
        new KnownLineage(then.state(), new Insiders(then.state(), request.caller()))
            .of(graph.walk(node, direction, depth), node);
    return new KnownLineage(now, insiders).of(known, node);
  }

  /** The lineage as it is now, as far as the caller may know it. */
  public Graph walk(Caller caller, String written, Direction direction, int depth) {
    var node = node(written);
    var now = mesh.state();
    return new KnownLineage(now, new Insiders(now, caller))
        .of(lineage.walk(node, direction, depth), node);
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
