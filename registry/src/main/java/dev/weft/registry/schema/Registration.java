package dev.weft.registry.schema;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.SchemaMetadata;
import dev.weft.model.SchemaRules;
import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides on one schema that somebody wants to register under a subject. */
final class Registration {
  private static final int VERSIONS_MAX = 1_000;
  private static final int SCHEMAS_MAX = 50_000;
  private static final int ID_MAX = 2_000_000_000;

  private final RegistryState registry;
  private final SubjectName name;
  private final Subject before;
  private final Draft draft;
  private final boolean imports;
  private final Expressions expressions;

  Registration(RegistryState registry, SubjectName name, Draft draft, Expressions expressions) {
    this.registry = registry;
    this.expressions = expressions;
    this.name = name;
    this.draft = draft;
    this.before = registry.subject(name).orElse(Subject.named(name.qualified()));
    this.imports = imports(registry.mode(name));
  }

  /** Whether the schema comes with its id; refuses what the mode forbids. */
  private boolean imports(RegistryMode mode) {
    var chosen = draft.id() > 0 || draft.version() > 0;
    if (mode.isReadOnly()) {
      throw notPermitted("'" + name + "' is in read-only mode.", "Set its mode to READWRITE.");
    }
    if (chosen && mode != RegistryMode.IMPORT) {
      throw notPermitted(
          "'" + name + "' is not in import mode, so nobody chooses ids and versions.",
          "Leave out id and version, or set its mode to IMPORT.");
    }
    if (draft.id() == 0 && mode == RegistryMode.IMPORT) {
      throw notPermitted(
          "'" + name + "' is in import mode, so schemas come with their ids.",
          "Say the id, or set the mode to READWRITE.");
    }
    return mode == RegistryMode.IMPORT;
  }

  static ProblemException notPermitted(String message, String hint) {
    return Problem.input("not-permitted", Place.field("mode"), message, hint).asException();
  }

  /** The version that is this schema already. */
  Optional<Version> existing() {
    return imports ? Optional.empty() : existing(populated());
  }

  private Optional<Version> existing(SchemaText wanted) {
    var drafts = new Drafts(registry);
    var same = drafts.find(before, wanted, false, false);
    return same.isPresent() || !draft.isBare() || addsMetadata()
        ? same
        : drafts.find(before, wanted, true, false);
  }

  private boolean addsMetadata() {
    var config = registry.config(name);
    return config.defaultMetadata().isPresent()
        || config.overrideMetadata().isPresent()
        || config.defaultRuleSet().isPresent()
        || config.overrideRuleSet().isPresent();
  }

  MeshLog.Decided<Version> decide(Instant now, PrincipalId by) {
    var wanted = populated();
    var existing = imports ? Optional.<Version>empty() : existing(wanted);
    if (existing.isPresent()) {
      return MeshLog.Decided.nothing(existing.get());
    }
    if (!imports) {
      refuseIncompatible(wanted);
    }
    ContractAgreement.check(registry, name, wanted);
    if (name.isOfPort()) {
      ContractRules.check(wanted.rules(), expressions);
    }
    if (before.schemas().size() >= VERSIONS_MAX || registry.count() >= SCHEMAS_MAX) {
      throw Problem.conflict(
              "too-many-schemas", "There are too many schemas already.", "Reuse one of them.")
          .asException();
    }
    var kept = imports ? imported(wanted) : registry.same(name.context(), wanted.guid());
    var schema = kept.orElseGet(() -> wanted.with(newId(), name.context()));
    return imports && draft.version() > 0
        ? numbered(schema, draft.version(), now, by)
        : put(schema, before.next(), now, by);
  }

  private void refuseIncompatible(SchemaText wanted) {
    var why = new Comparison(registry, name).objections(wanted, before.visible());
    if (!why.isEmpty()) {
      throw Problem.conflict(
              "incompatible-schema",
              "The schema is incompatible with an earlier version of '" + name + "'.",
              String.join("; ", why))
          .asException();
    }
  }

  private int newId() {
    if (imports) {
      return draft.id();
    }
    var next = registry.highestId(name.context()) + 1;
    if (next > ID_MAX) {
      throw Problem.conflict("too-many-schemas", "There are no ids left.", "Use another context.")
          .asException();
    }
    return next;
  }

  /** The schema that has the wanted id already; it must be the same. */
  private Optional<SchemaText> imported(SchemaText wanted) {
    if (draft.id() > ID_MAX) {
      throw conflict("An id is at most " + ID_MAX + ".");
    }
    var key = new SchemaKey(name.context(), draft.id());
    var kept = registry.mesh().get(key.resource()).map(found -> found.as(SchemaText.class));
    if (kept.isPresent() && !kept.get().guid().equals(wanted.guid())) {
      throw conflict("The id " + draft.id() + " belongs to another schema.");
    }
    return kept;
  }

  private static ProblemException conflict(String message) {
    return Problem.input(
            "id-does-not-match", Place.field("id"), message, "Import into another context.")
        .asException();
  }

  private MeshLog.Decided<Version> numbered(
      SchemaText schema, int number, Instant now, PrincipalId by) {
    var there = before.schemas().stream().filter(one -> one.number() == number).findFirst();
    if (there.isPresent() && there.get().schema() == schema.id() && !there.get().deleted()) {
      return MeshLog.Decided.nothing(registry.version(before, there.get()));
    }
    if (there.isPresent()) {
      throw conflict("'" + name + "' has a version " + number + " already.");
    }
    return put(schema, number, now, by);
  }

  private MeshLog.Decided<Version> put(SchemaText schema, int number, Instant now, PrincipalId by) {
    var version = new Subject.Version(number, schema.id(), false, now.toEpochMilli());
    var versions = new ArrayList<>(before.schemas());
    versions.add(version);
    versions.sort(Comparator.comparingInt(Subject.Version::number));
    var details =
        Json.object().put("id", schema.id()).put("version", number).put("guid", schema.guid());
    return new MeshLog.Decided<>(
        List.of(
            MeshLog.Put.of(SchemaKey.of(schema).resource(), Json.tree(schema), by),
            MeshLog.Put.of(RegistryState.key(name), Json.tree(before.withVersions(versions)), by)),
        List.of(),
        List.of(
            new AuditEvent(
                by, "schema.register", RegistryState.key(name).toString(), true, details)),
        new Version(name.qualified(), number, schema, false, version.registered()));
  }

  /** With the metadata and rules that it gets: as it says, else as before, with the settings'. */
  private SchemaText populated() {
    var wanted = new Drafts(registry).wanted(name, draft);
    if (imports) {
      return wanted;
    }
    var newest = before.newest().map(one -> registry.version(before, one).schema());
    var config = registry.config(name);
    var metadata =
        config
            .defaultMetadata()
            .orElse(SchemaMetadata.NONE)
            .with(
                draft
                    .metadata()
                    .or(() -> newest.map(SchemaText::metadata))
                    .orElse(SchemaMetadata.NONE))
            .with(config.overrideMetadata().orElse(SchemaMetadata.NONE));
    var rules =
        config
            .defaultRuleSet()
            .orElse(SchemaRules.NONE)
            .with(draft.rules().or(() -> newest.map(SchemaText::rules)).orElse(SchemaRules.NONE))
            .with(config.overrideRuleSet().orElse(SchemaRules.NONE));
    return wanted.with(metadata, rules);
  }
}
