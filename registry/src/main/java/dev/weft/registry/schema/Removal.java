package dev.weft.registry.schema;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.SchemaConfig;
import dev.weft.model.Subject;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes versions of a subject: first they are hidden, then they can be removed for good. What
 * others import stays. A schema that no version has any more loses its text; its id is never given
 * again.
 */
final class Removal {
  private final RegistryState registry;
  private final SubjectName name;
  private final boolean forGood;

  Removal(RegistryState registry, SubjectName name, boolean forGood) {
    this.registry = registry;
    this.name = name;
    this.forGood = forGood;
    if (registry.mode(name).isReadOnly()) {
      throw Registration.notPermitted(
          "'" + name + "' is in read-only mode.", "Set its mode to READWRITE.");
    }
  }

  /** Removes all versions, and what is set for the subject itself; replies their numbers. */
  MeshLog.Decided<List<Integer>> all(PrincipalId by) {
    var before = registry.existing(name, true);
    var visible = before.visible();
    if (!forGood && visible.isEmpty()) {
      throw Problem.missing(
              "subject-soft-deleted",
              "'" + name + "' is deleted already.",
              "Delete it for good with permanent=true.")
          .asException();
    }
    if (forGood && !visible.isEmpty()) {
      throw Problem.missing(
              "subject-not-soft-deleted",
              "'" + name + "' is not deleted yet.",
              "Delete it first without permanent=true.")
          .asException();
    }
    var gone = forGood ? before.schemas() : visible;
    gone.forEach(this::refuseReferenced);
    var numbers = gone.stream().map(Subject.Version::number).toList();
    var plain = before.withConfig(SchemaConfig.NONE).withMode("");
    return decided(plain, gone, numbers, by);
  }

  /**
   * Removes one version; replies its number.
   *
   * @param number from 1, or {@code latest}
   */
  MeshLog.Decided<Integer> one(String number, PrincipalId by) {
    var before = registry.existing(name, true);
    var isLatest = number.equals("latest") || number.equals("-1");
    var all = forGood || before.visible().isEmpty() ? before.schemas() : before.visible();
    var wanted = isLatest ? all.get(all.size() - 1).number() : RegistryState.number(number);
    var version =
        before.schemas().stream()
            .filter(one -> one.number() == wanted)
            .findFirst()
            .orElseThrow(() -> RegistryState.noVersion(name, number));
    if (!forGood && version.deleted()) {
      throw Problem.missing(
              "version-soft-deleted",
              "Version " + wanted + " of '" + name + "' is deleted already.",
              "Delete it for good with permanent=true.")
          .asException();
    }
    if (forGood && !version.deleted()) {
      throw Problem.missing(
              "version-not-soft-deleted",
              "Version " + wanted + " of '" + name + "' is not deleted yet.",
              "Delete it first without permanent=true.")
          .asException();
    }
    refuseReferenced(version);
    return decided(before, List.of(version), wanted, by);
  }

  private void refuseReferenced(Subject.Version version) {
    var importing =
        registry.importing(name, version.number()).stream()
            .filter(key -> !registry.uses(key, forGood).isEmpty())
            .toList();
    if (!importing.isEmpty()) {
      throw Problem.input(
              "reference-exists",
              Place.field("version"),
              "Version "
                  + version.number()
                  + " of '"
                  + name
                  + "' is imported by the schema "
                  + importing.get(0).id()
                  + ".",
              "Delete first what imports it.")
          .asException();
    }
  }

  private <T> MeshLog.Decided<T> decided(
      Subject before, List<Subject.Version> gone, T reply, PrincipalId by) {
    var left = new ArrayList<Subject.Version>();
    for (var version : before.schemas()) {
      if (!gone.contains(version)) {
        left.add(version);
      } else if (!forGood) {
        left.add(version.hidden());
      }
    }
    var after = before.withVersions(left);
    var puts = new ArrayList<MeshLog.Put>();
    if (forGood) {
      unused(left, gone)
          .forEach(
              key ->
                  registry
                      .schema(key.context(), key.id())
                      .ifPresent(
                          schema ->
                              puts.add(
                                  MeshLog.Put.of(
                                      key.resource(), Json.tree(schema.removed()), by))));
    }
    var isNothing =
        left.isEmpty() && after.config().equals(SchemaConfig.NONE) && after.mode().isEmpty();
    if (!isNothing) {
      puts.add(MeshLog.Put.of(RegistryState.key(name), Json.tree(after), by));
    }
    var details = Json.object().put("permanent", forGood);
    var numbers = details.putArray("versions");
    gone.forEach(version -> numbers.add(version.number()));
    return new MeshLog.Decided<>(
        puts,
        isNothing ? List.of(RegistryState.key(name)) : List.of(),
        List.of(
            new AuditEvent(by, "schema.delete", RegistryState.key(name).toString(), true, details)),
        reply);
  }

  /** The schemas of the removed versions that no other version has. */
  private Set<SchemaKey> unused(List<Subject.Version> left, List<Subject.Version> gone) {
    Set<SchemaKey> unused = new HashSet<>();
    for (var version : gone) {
      var key = new SchemaKey(name.context(), version.schema());
      var elsewhere =
          registry.uses(key, true).stream()
              .anyMatch(use -> !use.subject().equals(name.qualified()));
      if (!elsewhere && left.stream().noneMatch(one -> one.schema() == version.schema())) {
        unused.add(key);
      }
    }
    return unused;
  }
}
