package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.FlowCheck;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Document;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A flow while somebody draws or writes it: one and the same as a picture and as a text. Says what
 * is wrong with it and what would change if it were applied, and changes nothing.
 */
public final class FlowDrafts {
  private final MeshLog mesh;
  private final Applier applier;
  private final FlowVersions versions;
  private final ProcessorTypes types;
  private final Documents documents = new Documents();

  public FlowDrafts(
      MeshLog mesh, Applier applier, FlowVersions versions, ProcessorTypes types) {
    this.mesh = mesh;
    this.applier = applier;
    this.versions = versions;
    this.types = types;
  }

  /** A flow as text, or as the document that a picture holds. */
  public record Asked(String file, String text, ObjectNode document) {}

  /**
   * What is known of it.
   *
   * @param document empty where the text cannot be read
   * @param text as git would have it; what was given where that cannot be read
   * @param before the same of the flow as it is now; empty when there is none
   * @param version of the flow as it is now; 0 when there is none
   * @param relationships of each processor, by name
   */
  public record Draft(
      Optional<ObjectNode> document,
      String text,
      String before,
      long version,
      Map<String, List<String>> relationships,
      List<String> changes,
      List<Problem> problems,
      List<String> notes) {}

  /** Looks at it as the mesh is now, with the rights of who asks. */
  public Draft look(Caller caller, Asked asked) {
    var source = source(asked);
    var syntax = new Problems();
    var read = documents.read(source, syntax);
    if (read.size() != 1 || !isFlow(read.get(0))) {
      if (syntax.isEmpty()) {
        syntax.add(
            Problem.input(
                "not-a-flow",
                new Place(source.file(), 1, 1, ""),
                "This is not one document of the kind Flow.",
                "Begin it with: kind: Flow."));
      }
      return new Draft(
          Optional.empty(), source.text(), "", 0, Map.of(), List.of(), syntax.all(), List.of());
    }
    return look(caller, source, read.get(0).tree());
  }

  private Draft look(Caller caller, SourceText source, ObjectNode tree) {
    var current = current(caller, tree.path("name").asText());
    var changes =
        current.map(now -> versions.between(now.document(), tree)).orElse(List.of("created"));
    List<Problem> problems = List.of();
    List<String> notes = List.of();
    try {
      notes = notes(applier.plan(caller, planned(source)).reply());
    } catch (ProblemException e) {
      problems = e.problems();
    }
    return new Draft(
        Optional.of(tree),
        documents.write(tree),
        current.map(now -> documents.write(now.document())).orElse(""),
        current.map(Resource::version).orElse(0L),
        relationships(tree),
        changes,
        problems,
        notes);
  }

  private SourceText source(Asked asked) {
    var file = asked.file() == null ? "flow.yaml" : asked.file();
    if (asked.text() != null) {
      return new SourceText(file, asked.text());
    }
    if (asked.document() == null) {
      throw Problem.input(
              "no-text",
              Place.field("text"),
              "There is no flow to look at.",
              "Send {file, text}, or {document}.")
          .asException();
    }
    return new SourceText(file, documents.write(asked.document()));
  }

  private Optional<Resource> current(Caller caller, String flow) {
    var state = mesh.state();
    return flow.isEmpty()
        ? Optional.empty()
        : state
            .get(new ResourceKey(ResourceKind.FLOW, flow))
            .filter(new Insiders(state, caller)::sees);
  }

  private Map<String, List<String>> relationships(ObjectNode tree) {
    try {
      var flow = Json.read(tree, FlowSpec.class);
      return FlowCheck.relationships(flow, types, Set.copyOf(flow.parameters().keySet()));
    } catch (IllegalArgumentException e) {
      return Map.of(); // What is not read is among the problems.
    }
  }

  private static Applier.Request planned(SourceText source) {
    return new Applier.Request(List.of(source), Map.of(), Map.of(), true);
  }

  private static List<String> notes(Applier.Applied planned) {
    return planned.changes().stream().flatMap(change -> change.notes().stream()).toList();
  }

  private static boolean isFlow(Document document) {
    return document.tree().path("kind").asText().equals(ResourceKind.FLOW.word());
  }
}
