package dev.weft.server.apply;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.FlowCheck;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A flow while somebody draws or writes it. What changes is said in the sentences of {@link
 * FlowVersions}, and a picture is told where a processor's FlowFiles can go.
 */
public final class FlowDrafts {
  private final MeshLog mesh;
  private final Drafts drafts;
  private final FlowVersions versions;
  private final ProcessorTypes types;

  public FlowDrafts(MeshLog mesh, Drafts drafts, FlowVersions versions, ProcessorTypes types) {
    this.mesh = mesh;
    this.drafts = drafts;
    this.versions = versions;
    this.types = types;
  }

  /** A draft, with the relationships of each processor by name. */
  public record FlowDraft(
      @JsonUnwrapped Drafts.Draft draft, Map<String, List<String>> relationships) {}

  /** Looks at it as the mesh is now, with the rights of who asks. */
  public FlowDraft look(Caller caller, Drafts.Asked asked) {
    var draft = drafts.look(caller, asked);
    if (draft.document().isEmpty()) {
      return new FlowDraft(draft, Map.of());
    }
    var tree = draft.document().get();
    return Drafts.isA(ResourceKind.FLOW, tree)
        ? new FlowDraft(draft.withChanges(changes(draft, tree)), relationships(tree))
        : new FlowDraft(notAFlow(draft), Map.of());
  }

  private List<String> changes(Drafts.Draft draft, ObjectNode tree) {
    return draft.version() == 0
        ? List.of("created")
        : mesh.state()
            .get(new ResourceKey(ResourceKind.FLOW, tree.path("name").asText()))
            .map(now -> versions.between(now.document(), tree))
            .orElse(List.of("created"));
  }

  private Map<String, List<String>> relationships(ObjectNode tree) {
    try {
      var flow = Json.read(tree, FlowSpec.class);
      return FlowCheck.relationships(flow, types, Set.copyOf(flow.parameters().keySet()));
    } catch (IllegalArgumentException e) {
      return Map.of(); // What is not read is among the problems.
    }
  }

  private static Drafts.Draft notAFlow(Drafts.Draft draft) {
    var problem =
        Problem.input(
            "not-a-flow",
            new Place("", 1, 1, ""),
            "This is not a document of the kind Flow.",
            "Begin it with: kind: Flow.");
    return new Drafts.Draft(
        Optional.empty(), draft.text(), "", 0, List.of(), List.of(problem), List.of());
  }
}
