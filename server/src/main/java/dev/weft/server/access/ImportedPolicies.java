package dev.weft.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.policy.batch.Batch;
import dev.weft.policy.ranger.Finding;
import dev.weft.policy.ranger.Imported;
import dev.weft.policy.ranger.RangerImport;
import dev.weft.policy.ranger.Sources;
import dev.weft.policy.sets.PolicySets;
import dev.weft.policy.sets.SetHeader;
import dev.weft.policy.sets.StoredSet;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Policy sets: importing, listing, removing and asking them. */
public final class ImportedPolicies {
  private final MeshLog mesh;
  private final PolicySets sets;
  private final Clock clock;

  public ImportedPolicies(MeshLog mesh, PolicySets sets, Clock clock) {
    this.mesh = mesh;
    this.sets = sets;
    this.clock = clock;
  }

  /** What became of an import; of very many findings the first are listed. */
  public record Report(
      String set,
      String service,
      String serviceType,
      int policies,
      int off,
      int findingCount,
      List<Finding> findings) {}

  /** Reads a Ranger service and puts it in the place of the set, whole or not at all. */
  public Report importRanger(Caller caller, String name, Sources sources) {
    requireAdmin(caller);
    if (!SetHeader.isName(name)) {
      throw Problem.input(
              "bad-set-name",
              Place.field("set"),
              "'" + name + "' is no name of a policy set.",
              "Use small letters, digits and hyphens, at most 63.")
          .asException();
    }
    var imported = sets.read(name, sources);
    var stored = StoredSet.of(sources);
    var header = header(name, imported, stored);
    return mesh.decide((state, now) -> replaced(caller, header, stored, imported, state));
  }

  private static SetHeader header(String name, Imported imported, StoredSet stored) {
    return new SetHeader(
        name,
        SetHeader.RANGER,
        imported.service(),
        imported.serviceType(),
        stored.parts().size(),
        stored.sha256(),
        imported.policies(),
        imported.off(),
        imported.findingCount());
  }

  private static MeshLog.Decided<Report> replaced(
      Caller caller, SetHeader header, StoredSet stored, Imported imported, MeshState state) {
    var key = key(header.name());
    var puts = new ArrayList<MeshLog.Put>();
    puts.add(MeshLog.Put.of(key, Json.tree(header), caller.id()));
    var documents = stored.documents();
    for (var i = 0; i < documents.size(); i++) {
      puts.add(MeshLog.Put.of(StoredSet.partKey(header.name(), i), documents.get(i), caller.id()));
    }
    var gone = partsOf(header.name(), documents.size(), state);
    var details = Json.object();
    state.get(key).ifPresent(before -> details.set("before", before.document()));
    details.set("after", Json.tree(header));
    var event = new AuditEvent(caller.id(), "policy-set.import", key.toString(), true, details);
    var report =
        new Report(
            header.name(),
            header.service(),
            header.serviceType(),
            imported.policies(),
            imported.off(),
            imported.findingCount(),
            imported.findings());
    return new MeshLog.Decided<>(puts, gone, List.of(event), report);
  }

  private static ResourceKey key(String name) {
    return new ResourceKey(ResourceKind.POLICY_SET, name);
  }

  /** The pieces that there are from this one on. */
  private static List<ResourceKey> partsOf(String name, int from, MeshState state) {
    return Stream.iterate(from, i -> i + 1)
        .map(i -> StoredSet.partKey(name, i))
        .takeWhile(part -> state.get(part).isPresent())
        .toList();
  }

  /** Removes a set. */
  public void delete(Caller caller, String name) {
    requireAdmin(caller);
    var unused =
        mesh.decide(
            (state, now) -> {
              var before = state.get(key(name)).orElseThrow(() -> noSuch(name).asException());
              var gone = new ArrayList<>(partsOf(name, 0, state));
              gone.add(before.key());
              var details = Json.object();
              details.set("before", before.document());
              var event =
                  new AuditEvent(
                      caller.id(), "policy-set.delete", before.key().toString(), true, details);
              return new MeshLog.Decided<>(List.of(), gone, List.of(event), name);
            });
  }

  public List<SetHeader> list(Caller caller) {
    requireReader(caller);
    return sets.list();
  }

  /** The answers of a set to a batch of requests, in their order. */
  public ArrayNode decide(Caller caller, String name, JsonNode requests, Batch.Form form) {
    requireReader(caller);
    var set = sets.find(name).orElseThrow(() -> noSuch(name).asException());
    var tags = RangerImport.tags(set.host());
    var imported = set.imported();
    return new Batch(imported.set(), tags, imported.masks(), clock, form).answer(requests);
  }

  private static Problem noSuch(String name) {
    return Problem.missing(
        "no-such-set",
        "There is no policy set '" + name + "'.",
        "GET /api/v1/policy-sets lists what there is.");
  }

  private static void requireAdmin(Caller caller) {
    caller.require(
        caller.isAdmin(),
        "not-an-admin",
        "Only administrators import and remove policy sets.",
        "Ask an administrator.");
  }

  /** Whoever writes policies may ask what policies say. */
  void requireReader(Caller caller) {
    var rights = new Rights(mesh.state());
    caller.require(
        caller.isAuditor()
            || !rights.ownedBy(caller.name()).isEmpty()
            || !rights.stewardedBy(caller.name()).isEmpty(),
        "not-a-policy-writer",
        "Only auditors, administrators and those who answer for products ask policies about others.",
        "");
  }
}
