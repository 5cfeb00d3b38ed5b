package dev.weft.registry.schema;

import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.Subject;
import dev.weft.spi.Expressions;
import dev.weft.spi.MeshLog;
import java.util.List;

/**
 * The subjects and their versions: registers schemas, finds and compares them, removes them. An id
 * is given once in a context, for one content in all its subjects. Safe for any thread.
 *
 * <p>What is refused has a code: {@code subject-not-found}, {@code version-not-found}, {@code
 * schema-not-found}, {@code subject-soft-deleted}, {@code subject-not-soft-deleted}, {@code
 * version-soft-deleted}, {@code version-not-soft-deleted}, {@code bad-schema}, {@code
 * schema-too-large}, {@code bad-version}, {@code bad-subject}, {@code bad-rules}, {@code
 * not-permitted}, {@code id-does-not-match}, {@code reference-exists}, {@code incompatible-schema}.
 */
public final class Subjects {
  private final MeshLog mesh;
  private final Expressions expressions;

  /**
   * @param expressions reads the rules of schemas that the mesh itself keeps
   */
  public Subjects(MeshLog mesh, Expressions expressions) {
    this.mesh = mesh;
    this.expressions = expressions;
  }

  /** The subject that is meant by a name, which may be another's alias. */
  public SubjectName resolved(String name) {
    return registry().resolved(SubjectName.parse(name));
  }

  /** Registers a new version, or finds the one that has this content already. */
  public Version register(SubjectName subject, Draft draft, PrincipalId by) {
    var existing = new Registration(registry(), subject, draft, expressions).existing();
    return existing.isPresent()
        ? existing.get()
        : mesh.decide(
            (state, now) ->
                new Registration(new RegistryState(state), subject, draft, expressions)
                    .decide(now, by));
  }

  /**
   * The version of the subject that is this schema.
   *
   * @param deleted whether hidden versions count
   */
  public Version find(SubjectName name, Draft draft, boolean deleted) {
    var registry = registry();
    var subject = registry.existing(name, deleted);
    var drafts = new Drafts(registry);
    return drafts
        .find(subject, drafts.wanted(name, draft), draft.isBare(), deleted)
        .orElseThrow(
            () ->
                Problem.missing(
                        "schema-not-found", "'" + name + "' has no version with this schema.", "")
                    .asException());
  }

  /**
   * All versions of the subject, the first first.
   *
   * @param deleted whether hidden versions count
   */
  public List<Subject.Version> versions(SubjectName name, boolean deleted) {
    var subject = registry().existing(name, deleted);
    return deleted ? subject.schemas() : subject.visible();
  }

  /**
   * One version.
   *
   * @param number from 1, or {@code latest}
   */
  public Version version(SubjectName name, String number, boolean deleted) {
    return registry().version(name, number, deleted);
  }

  /**
   * A version in another form, such as {@code serialized}; as it is where there is no such form.
   */
  public Version formatted(Version version, String format) {
    return format.isEmpty()
        ? version
        : new Version(
            version.subject(),
            version.version(),
            new SchemaIndex(mesh).formatted(version.schema(), format),
            version.deleted(),
            version.registered());
  }

  /** The ids of the schemas that import a version, in their order. */
  public List<Integer> importing(SubjectName name, String number, boolean deleted) {
    var registry = registry();
    var version = registry.version(name, number, true);
    return registry.importing(name, version.version()).stream()
        .filter(key -> !registry.uses(key, deleted).isEmpty())
        .map(SchemaKey::id)
        .sorted()
        .toList();
  }

  /** Why the schema could not follow the given version; empty when it could. */
  public List<String> objections(SubjectName name, String number, Draft draft) {
    var registry = registry();
    var wanted = new Drafts(registry).wanted(name, draft);
    var version = registry.version(name, number, false);
    var compared =
        registry.existing(name, false).visible().stream()
            .filter(one -> one.number() == version.version())
            .toList();
    return new Comparison(registry, name).objections(wanted, compared);
  }

  /** Why the schema could not be registered as the next version; empty when it could. */
  public List<String> objections(SubjectName name, Draft draft) {
    var registry = registry();
    var wanted = new Drafts(registry).wanted(name, draft);
    var before = registry.subject(name).map(Subject::visible).orElse(List.of());
    return new Comparison(registry, name).objections(wanted, before);
  }

  /** Hides all versions of the subject, or removes hidden ones for good; replies their numbers. */
  public List<Integer> remove(SubjectName name, boolean forGood, PrincipalId by) {
    return mesh.decide(
        (state, now) -> new Removal(new RegistryState(state), name, forGood).all(by));
  }

  /** Hides one version, or removes a hidden one for good; replies its number. */
  public int remove(SubjectName name, String number, boolean forGood, PrincipalId by) {
    return mesh.decide(
        (state, now) -> new Removal(new RegistryState(state), name, forGood).one(number, by));
  }

  private RegistryState registry() {
    return new RegistryState(mesh.state());
  }
}
