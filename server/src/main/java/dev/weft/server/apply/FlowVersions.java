package dev.weft.server.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.TypeDescription;
import dev.weft.flow.TypeDescription.SettingDescription;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Document;
import dev.weft.model.format.Documents;
import dev.weft.model.format.FlowChanges;
import dev.weft.model.format.Problems;
import dev.weft.model.format.SourceText;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.MeshLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of a flow since it was created, as the audit has kept them: the mesh log is
 * compacted and knows the newest only. Going back is applying the old document again, with the
 * rights that this needs; parameters that are bound stay bound.
 */
public final class FlowVersions {
  private static final Set<String> ACTIONS =
      Set.of("resource.create", "resource.change", "resource.delete");
  private static final int VERSIONS_MAX = 200;

  private final MeshLog mesh;
  private final AuditLog audit;
  private final ProcessorTypes types;
  private final Applier applier;
  private final Documents documents = new Documents();

  public FlowVersions(MeshLog mesh, AuditLog audit, ProcessorTypes types, Applier applier) {
    this.mesh = mesh;
    this.audit = audit;
    this.types = types;
    this.applier = applier;
  }

  /**
   * One version.
   *
   * @param changes what is different from the one before, in sentences
   */
  public record Version(
      long version,
      Instant changedAt,
      String changedBy,
      boolean current,
      List<String> changes,
      ObjectNode document) {}

  /** Refuses whoever may not know of the flow's product, as if there were none. */
  public void requireSeen(Caller caller, String flow) {
    if (!new Insiders(mesh.state(), caller).sees(current(flow))) {
      throw FlowDeployer.noSuchFlow(flow);
    }
  }

  /** All versions, newest first. */
  public List<Version> of(String flow) {
    var now = current(flow);
    var events = events(flow);
    var versions = new ArrayList<Version>();
    var number = now.version();
    for (var i = 0; i < events.size(); i++) {
      var document = after(events.get(i));
      var before =
          i + 1 < events.size() ? Optional.of(after(events.get(i + 1))) : before(events.get(i));
      versions.add(
          new Version(
              number,
              events.get(i).time(),
              events.get(i).actor(),
              i == 0,
              before.map(old -> between(old, document)).orElse(List.of("created")),
              document));
      number--;
    }
    return List.copyOf(versions);
  }

  /** The document of one version. */
  public Version version(String flow, long version) {
    return of(flow).stream()
        .filter(one -> one.version() == version)
        .findFirst()
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-version",
                        "There is no version " + version + " of the flow '" + flow + "'.",
                        "'weft flow versions " + flow + "' lists them.")
                    .asException());
  }

  /** What would be different if this version were the current one. */
  public List<String> toVersion(String flow, long version) {
    return between(current(flow).document(), version(flow, version).document());
  }

  /** What would be different if the flow of this name in the text were the current one. */
  public List<String> toText(String flow, SourceText source) {
    var problems = new Problems();
    var read = documents.read(source, problems);
    problems.throwIfAny();
    return read.stream()
        .map(Document::tree)
        .filter(tree -> tree.path("kind").asText().equals(ResourceKind.FLOW.word()))
        .filter(tree -> tree.path("name").asText().equals(flow))
        .findFirst()
        .map(tree -> between(current(flow).document(), tree))
        .orElseThrow(
            () ->
                Problem.input(
                        "no-such-flow",
                        new Place(source.file(), 0, 0, ""),
                        "The file holds no flow '" + flow + "'.",
                        "")
                    .asException());
  }

  /** Applies the document of an old version again, as the caller. */
  public Applier.Applied rollback(Caller caller, String flow, long version) {
    var old = version(flow, version);
    var source = new SourceText(flow + "@" + version, documents.write(old.document()));
    return applier.apply(caller, new Applier.Request(List.of(source), Map.of(), Map.of(), false));
  }

  private Resource current(String flow) {
    return mesh.state()
        .get(new ResourceKey(ResourceKind.FLOW, flow))
        .orElseThrow(() -> FlowDeployer.noSuchFlow(flow));
  }

  /** Since the flow was created last, newest first. */
  private List<Stored> events(String flow) {
    var query = AuditQuery.of(ACTIONS, ResourceKind.FLOW.word() + "/" + flow);
    var found =
        audit.search(
            new AuditQuery(
                query.actor(),
                query.action(),
                query.subject(),
                query.from(),
                query.to(),
                query.also(),
                VERSIONS_MAX));
    var events = new ArrayList<Stored>();
    for (var event : found) {
      if (!event.action().equals("resource.delete") && event.successful()) {
        events.add(event);
      }
      if (!event.action().equals("resource.change")) {
        break;
      }
    }
    return events;
  }

  /** What is different in the other, in sentences. */
  List<String> between(ObjectNode before, ObjectNode after) {
    return FlowChanges.between(before, after, this::isSecret);
  }

  private boolean isSecret(String type, String setting) {
    return types
        .find(type)
        .map(TypeDescription::of)
        .map(
            found ->
                found.settings().stream()
                    .filter(one -> one.name().equals(setting))
                    .anyMatch(SettingDescription::sensitive))
        .orElse(false);
  }

  private static ObjectNode after(Stored event) {
    return (ObjectNode) event.details().path("after");
  }

  private static Optional<ObjectNode> before(Stored event) {
    return event.details().path("before") instanceof ObjectNode document
        ? Optional.of(document)
        : Optional.empty();
  }
}
