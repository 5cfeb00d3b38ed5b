package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.access.StoppedTags;
import dev.weft.server.access.TagDecisions;
import dev.weft.server.observe.TagProofs;
import dev.weft.spi.MeshLog;
import java.util.List;

/** What stewards decide about the tags of fields, and why fields have them. */
public final class TagRoutes {
  private final MeshLog mesh;
  private final TagDecisions decisions;
  private final StoppedTags stops;
  private final TagProofs proofs;

  public TagRoutes(MeshLog mesh, TagDecisions decisions, StoppedTags stops, TagProofs proofs) {
    this.mesh = mesh;
    this.decisions = decisions;
    this.stops = stops;
    this.proofs = proofs;
  }

  public void addTo(Routes routes) {
    routes.post(
        "/api/v1/ports/{port}/tags",
        "Confirms or rejects a tag on a field, with the reason; by a steward.",
        request ->
            decisions.decide(
                request.caller(), request.port(), request.body(TagDecisions.Wanted.class)));
    routes.get(
        "/api/v1/ports/{port}/tags",
        "Why a field has its tags: for each where it begins, and the way from there.",
        List.of("field"),
        this::why);
    routes.post(
        "/api/v1/ports/{port}/tag-stops",
        "Keeps a tag, or * for all, from coming by one flow to one field; by a steward.",
        request ->
            stops.stop(request.caller(), request.port(), request.body(StoppedTags.Wanted.class)));
    routes.post(
        "/api/v1/ports/{port}/tag-stops/end",
        "Lets what was stopped travel again; by a steward.",
        request ->
            stops.resume(request.caller(), request.port(), request.body(StoppedTags.Wanted.class)));
  }

  private Object why(Request request) {
    var port = request.port();
    var field =
        request
            .query("field")
            .orElseThrow(
                () ->
                    Problem.input(
                            "bad-field",
                            Place.field("field"),
                            "No field is named.",
                            "Add ?field=PATH.")
                        .asException());
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-such-port", "There is no port '" + port + "'.", "'weft search WORDS' finds ports.");
    if (!Ports.exists(state, port)) {
      throw missing.asException();
    }
    var insiders = new Insiders(state, request.caller());
    insiders.require(port.product(), missing);
    return new Answers.Items<>(proofs.of(state, port, field, insiders::sees));
  }
}
