package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.format.SourceText;
import dev.weft.server.apply.Drafts;
import dev.weft.server.apply.FlowDrafts;
import dev.weft.server.apply.FlowVersions;
import dev.weft.server.apply.Reconciler;
import java.util.List;

/** Flows as they are being written; their versions, what differs between them, and going back. */
public final class FlowVersionRoutes {
  private final FlowDrafts drafts;
  private final FlowVersions versions;
  private final Reconciler reconciler;

  public FlowVersionRoutes(FlowDrafts drafts, FlowVersions versions, Reconciler reconciler) {
    this.drafts = drafts;
    this.versions = versions;
    this.reconciler = reconciler;
  }

  record Diff(Long version, String file, String text) {}

  record Differences(String flow, List<String> changes) {}

  record Rollback(Long version) {}

  public void addTo(Routes routes) {
    routes.post(
        "/api/v1/flows/check",
        "What is wrong with a flow that is being drawn or written, and what would change.",
        request -> drafts.look(request.caller(), request.body(Drafts.Asked.class)));
    routes.get(
        "/api/v1/flows/{name}/versions",
        "The versions of a flow, newest first, with what changed in each.",
        request -> {
          versions.requireSeen(request.caller(), request.path("name"));
          return new Answers.Items<>(versions.of(request.path("name")));
        });
    routes.post(
        "/api/v1/flows/{name}/diff",
        "What would change if a version, or a document, were the current one.",
        this::diff);
    routes.post(
        "/api/v1/flows/{name}/rollback",
        "Applies the document of an old version again.",
        this::rollback);
  }

  private Object diff(Request request) {
    var body = request.body(Diff.class);
    var flow = request.path("name");
    versions.requireSeen(request.caller(), flow);
    if (body.version() != null) {
      return new Differences(flow, versions.toVersion(flow, body.version()));
    }
    if (body.text() == null) {
      throw wrong("Say with what to compare.", "Send {version}, or {file, text}.");
    }
    var file = body.file() == null ? "" : body.file();
    return new Differences(flow, versions.toText(flow, new SourceText(file, body.text())));
  }

  private Object rollback(Request request) {
    var version = request.body(Rollback.class).version();
    if (version == null) {
      throw wrong("Say to which version.", "Send {version}.");
    }
    var applied = versions.rollback(request.caller(), request.path("name"), version);
    reconciler.reconcile();
    return applied;
  }

  private static RuntimeException wrong(String message, String hint) {
    return Problem.input("bad-request", Place.field("version"), message, hint).asException();
  }
}
