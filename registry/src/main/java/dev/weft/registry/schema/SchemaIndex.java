package dev.weft.registry.schema;

import dev.weft.model.Problem;
import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import dev.weft.spi.MeshLog;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds schemas across subjects: by id, by guid, in lists. Safe for any thread. */
public final class SchemaIndex {
  /** The form in which everything that is imported is written where it is used. */
  static final String RESOLVED = "resolved";

  private final MeshLog mesh;

  public SchemaIndex(MeshLog mesh) {
    this.mesh = mesh;
  }

  /** Which subjects and versions a list holds. */
  public enum Shown {
    VISIBLE,
    ALL,
    DELETED;

    /** As the parameters {@code deleted} and {@code deletedOnly} say it. */
    public static Shown of(boolean deleted, boolean deletedOnly) {
      return deletedOnly ? DELETED : deleted ? ALL : VISIBLE;
    }

    /** Those of the subject that it holds. */
    public List<Subject.Version> of(Subject subject) {
      return of(subject.schemas());
    }

    /** Those of the versions that it holds. */
    public List<Subject.Version> of(List<Subject.Version> versions) {
      return versions.stream()
          .filter(version -> this == ALL || version.deleted() == (this == DELETED))
          .toList();
    }
  }

  /**
   * The names of the subjects that have such a version.
   *
   * @param prefix what they begin with, perhaps a context; {@code :*:} stands for all contexts
   */
  public List<String> subjects(String prefix, Shown shown) {
    return matching(prefix)
        .filter(subject -> !shown.of(subject).isEmpty())
        .map(Subject::name)
        .toList();
  }

  /** The versions of these subjects; of each the newest only, if so wanted. */
  public Stream<Version> versions(String prefix, Shown shown, boolean newestOnly) {
    var registry = registry();
    return matching(prefix)
        .flatMap(
            subject -> {
              var versions = shown.of(subject);
              return versions.stream()
                  .skip(newestOnly ? Math.max(0, versions.size() - 1) : 0)
                  .map(version -> registry.version(subject, version));
            });
  }

  private Stream<Subject> matching(String prefix) {
    var everywhere = prefix.startsWith(":*:");
    var wanted = everywhere ? prefix.substring(3) : prefix;
    if (!everywhere && wanted.startsWith(":.:")) {
      wanted = wanted.substring(3);
    }
    var begin = wanted;
    var inStandard = !everywhere && !begin.startsWith(":");
    return registry()
        .subjects()
        .filter(
            subject -> {
              var name = SubjectName.parse(subject.name());
              return inStandard
                  ? name.context().isEmpty() && name.name().startsWith(begin)
                  : (everywhere ? name.name() : name.qualified()).startsWith(begin);
            });
  }

  /**
   * The schema with this id, in the context of the subject if one is given. A subject without a
   * context is looked for in all of them, as serializers know no contexts.
   */
  public SchemaText byId(String id, String subject) {
    return key(id, subject)
        .flatMap(key -> registry().schema(key.context(), key.id()))
        .orElseThrow(() -> none(id));
  }

  /** The versions that have the schema with this id. */
  public List<Version> uses(String id, String subject, boolean deleted) {
    var key = key(id, subject).orElseThrow(() -> none(id));
    if (registry().schema(key.context(), key.id()).isEmpty()) {
      throw none(id);
    }
    return registry().uses(key, deleted);
  }

  private Optional<SchemaKey> key(String id, String subject) {
    if (!id.matches("[1-9]\\d{0,9}") || Long.parseLong(id) > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    var number = Integer.parseInt(id);
    var name = subject.isEmpty() ? RegistryState.everything() : SubjectName.parse(subject);
    var here = new SchemaKey(name.context(), number);
    var registry = registry();
    var isHere = registry.schema(here.context(), number).isPresent();
    if (isHere || subject.isEmpty() || !name.context().isEmpty()) {
      return Optional.of(here);
    }
    return registry.contexts().stream()
        .map(context -> new SchemaKey(context, number))
        .filter(
            key ->
                registry.uses(key, true).stream()
                    .anyMatch(use -> SubjectName.parse(use.subject()).name().equals(name.name())))
        .findFirst();
  }

  /** The highest id of the subject's context, or of the standard one. */
  public int highestId(String subject) {
    return registry().highestId(subject.isEmpty() ? "" : SubjectName.parse(subject).context());
  }

  /** The schema with this content. */
  public SchemaText byGuid(String guid) {
    return allOfGuid(guid).get(0);
  }

  /** The same schema in all contexts, each with its id there. */
  public List<SchemaText> allOfGuid(String guid) {
    var found = registry().same(guid);
    if (found.isEmpty()) {
      throw none(guid);
    }
    return found;
  }

  /** The schema in another form; as it is where its language has no such form. */
  public SchemaText formatted(SchemaText schema, String format) {
    if (format.isEmpty()) {
      return schema;
    }
    var text = Languages.of(schema.type()).formatted(registry().source(schema), format);
    return new SchemaText(
        schema.id(),
        schema.type(),
        text,
        format.equals(RESOLVED) ? List.of() : schema.references(),
        schema.metadata(),
        schema.rules(),
        schema.context(),
        schema.guid());
  }

  /** All contexts, the standard one first, as {@code .}. */
  public List<String> contexts() {
    return registry().contexts().stream().map(SubjectName::shown).toList();
  }

  private RegistryState registry() {
    return new RegistryState(mesh.state());
  }

  private static RuntimeException none(String what) {
    return Problem.missing("schema-not-found", "There is no schema " + what + ".", "")
        .asException();
  }
}
