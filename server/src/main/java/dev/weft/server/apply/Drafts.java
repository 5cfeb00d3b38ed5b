package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Diff;
import dev.weft.model.format.Documents;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document while somebody writes it, as text or by a form: one and the same either way. Says what
 * is wrong with it and what would change if it were applied, and changes nothing.
 */
public final class Drafts {
  private final MeshLog mesh;
  private final Applier applier;
  private final Documents documents = new Documents();

  public Drafts(MeshLog mesh, Applier applier) {
    this.mesh = mesh;
    this.applier = applier;
  }

  /** As text, or as the tree that a form holds. */
  public record Asked(String file, String text, ObjectNode document) {}

  /**
   * What is known of it.
   *
   * @param document empty where the text cannot be read
   * @param text as git would have it; what was given where that cannot be read
   * @param before the same of the resource as it is now; empty when there is none
   * @param version of the resource as it is now; 0 when there is none
   */
  public record Draft(
      Optional<ObjectNode> document,
      String text,
      String before,
      long version,
      List<String> changes,
      List<Problem> problems,
      List<String> notes) {
    Draft withChanges(List<String> others) {
      return new Draft(document, text, before, version, others, problems, notes);
    }
  }

  /** Looks at it as the mesh is now, with the rights of who asks. */
  public Draft look(Caller caller, Asked asked) {
    var source = source(asked);
    var syntax = new Problems();
    var read = documents.read(source, syntax);
    if (read.size() == 1) {
      var named = documents.check(read, new Problems());
      return look(caller, source, read.get(0).tree(), named);
    }
    if (syntax.isEmpty()) {
      syntax.add(
          Problem.input(
              "not-one-document",
              new Place(source.file(), 1, 1, ""),
              "This is not one document.",
              "Begin it with its kind, and write one document only."));
    }
    return unread(source, syntax.all());
  }

  private Draft look(Caller caller, SourceText source, ObjectNode tree, List<Checked> named) {
    var current = named.stream().findFirst().flatMap(one -> current(caller, one));
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
        Diff.lines(current.map(Resource::document), tree),
        problems,
        notes);
  }

  /** The resource that the caller may know of, as it is now. */
  Optional<Resource> current(Caller caller, Checked named) {
    var state = mesh.state();
    return state.get(named.key()).filter(new Insiders(state, caller)::sees);
  }

  private SourceText source(Asked asked) {
    var file = asked.file() == null ? "draft.yaml" : asked.file();
    if (asked.text() != null) {
      return new SourceText(file, asked.text());
    }
    if (asked.document() == null) {
      throw Problem.input(
              "no-text",
              Place.field("text"),
              "There is no document to look at.",
              "Send {file, text}, or {document}.")
          .asException();
    }
    return new SourceText(file, documents.write(asked.document()));
  }

  private static Draft unread(SourceText source, List<Problem> problems) {
    return new Draft(Optional.empty(), source.text(), "", 0, List.of(), problems, List.of());
  }

  private static Applier.Request planned(SourceText source) {
    return new Applier.Request(List.of(source), Map.of(), Map.of(), true);
  }

  private static List<String> notes(Applier.Applied planned) {
    return planned.changes().stream().flatMap(change -> change.notes().stream()).toList();
  }

  static boolean isA(ResourceKind kind, ObjectNode tree) {
    return tree.path("kind").asText().equals(kind.word());
  }
}
