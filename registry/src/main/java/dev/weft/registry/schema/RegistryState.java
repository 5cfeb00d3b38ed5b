package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaConfig;
import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import dev.weft.spi.MeshState;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The registry as of one moment of the mesh: subjects, their versions and schemas. Looks only; many
 * schemas are told apart by their documents, as making nouns of all of them takes long.
 */
final class RegistryState {
  private static final SubjectName EVERYTHING = new SubjectName("", SubjectName.ALL);
  private static final SchemaConfig STANDARD = SchemaConfig.of(Compatibility.BACKWARD.name());

  private final MeshState state;

  RegistryState(MeshState state) {
    this.state = state;
  }

  static SubjectName everything() {
    return EVERYTHING;
  }

  static ResourceKey key(SubjectName name) {
    return new ResourceKey(ResourceKind.SUBJECT, name.qualified());
  }

  MeshState mesh() {
    return state;
  }

  Optional<Subject> subject(SubjectName name) {
    return state.get(key(name)).map(resource -> resource.as(Subject.class));
  }

  /** All that have a version, by name. */
  Stream<Subject> subjects() {
    return state.all(ResourceKind.SUBJECT).stream()
        .filter(resource -> !resource.document().path("schemas").isEmpty())
        .map(resource -> resource.as(Subject.class));
  }

  /** The subject that a name stands for: its own, unless that is an alias. */
  SubjectName resolved(SubjectName name) {
    var alias = subject(name).map(subject -> subject.config().alias()).orElse("");
    return alias.isEmpty() ? name : SubjectName.within(name.context(), alias);
  }

  /**
   * The subject, which has a version.
   *
   * @param deleted whether hidden versions count
   */
  Subject existing(SubjectName name, boolean deleted) {
    return subject(name)
        .filter(subject -> !(deleted ? subject.schemas() : subject.visible()).isEmpty())
        .orElseThrow(
            () ->
                Problem.missing("subject-not-found", "There is no subject '" + name + "'.", "")
                    .asException());
  }

  /** One version as it is shown. */
  Version version(Subject subject, Subject.Version version) {
    var context = SubjectName.parse(subject.name()).context();
    var schema =
        schema(context, version.schema())
            .orElseThrow(() -> new IllegalStateException("schema " + version.schema()));
    return new Version(
        subject.name(), version.number(), schema, version.deleted(), version.registered());
  }

  /**
   * A version by its number.
   *
   * @param number from 1, or {@code latest}
   * @param deleted whether hidden versions count
   */
  Version version(SubjectName name, String number, boolean deleted) {
    var subject = existing(name, deleted);
    var versions = deleted ? subject.schemas() : subject.visible();
    if (number.equals("latest") || number.equals("-1")) {
      return version(subject, versions.get(versions.size() - 1));
    }
    var wanted = number(number);
    return versions.stream()
        .filter(version -> version.number() == wanted)
        .findFirst()
        .map(version -> version(subject, version))
        .orElseThrow(() -> noVersion(name, number));
  }

  static ProblemException noVersion(SubjectName name, String number) {
    return Problem.missing("version-not-found", "'" + name + "' has no version " + number + ".", "")
        .asException();
  }

  static int number(String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw Problem.input(
              "bad-version",
              Place.field("version"),
              "'" + text + "' is no version.",
              "A number from 1, or latest.")
          .asException();
    }
    return Integer.parseInt(text);
  }

  /** The schema, unless it was removed for good. */
  Optional<SchemaText> schema(String context, int id) {
    return state
        .get(new SchemaKey(context, id).resource())
        .map(resource -> resource.as(SchemaText.class))
        .filter(schema -> !schema.isRemoved());
  }

  SchemaSource source(SchemaText schema) {
    return new SchemaSources(this::schema).of(schema);
  }

  /** How many there are in all contexts, those included that were removed. */
  int count() {
    return state.all(ResourceKind.SCHEMA).size();
  }

  /** The schemas of a context, those included that were removed. */
  private Stream<Resource> schemas(String context) {
    return state.all(ResourceKind.SCHEMA).stream()
        .filter(resource -> resource.document().path("context").asText("").equals(context));
  }

  /** The schema of a context with this content. */
  Optional<SchemaText> same(String context, String guid) {
    return schemas(context)
        .filter(resource -> guid(resource).equals(guid))
        .findFirst()
        .map(resource -> resource.as(SchemaText.class));
  }

  /** The schemas of all contexts with this content. */
  List<SchemaText> same(String guid) {
    return state.all(ResourceKind.SCHEMA).stream()
        .filter(resource -> !guid.isEmpty() && guid(resource).equals(guid))
        .map(resource -> resource.as(SchemaText.class))
        .toList();
  }

  private static String guid(Resource schema) {
    var kept = schema.document().path("guid");
    return kept.isTextual() ? kept.asText() : schema.as(SchemaText.class).guid();
  }

  /** The highest id of a context, given to somebody once; 0 when there is none. */
  int highestId(String context) {
    return schemas(context)
        .mapToInt(resource -> resource.document().path("id").asInt())
        .max()
        .orElse(0);
  }

  /** The ids of the schemas that import this version, by context. */
  List<SchemaKey> importing(SubjectName name, int version) {
    return state.all(ResourceKind.SCHEMA).stream()
        .filter(resource -> !resource.document().path("references").isEmpty())
        .map(resource -> resource.as(SchemaText.class))
        .filter(
            schema -> schema.references().stream().anyMatch(one -> is(schema, one, name, version)))
        .map(SchemaKey::of)
        .toList();
  }

  private static boolean is(
      SchemaText importing, SchemaText.Reference reference, SubjectName name, int version) {
    return reference.version() == version
        && SubjectName.within(importing.context(), reference.subject()).equals(name);
  }

  /** The versions of all subjects that have this schema. */
  List<Version> uses(SchemaKey key, boolean deleted) {
    return subjects()
        .filter(subject -> SubjectName.parse(subject.name()).context().equals(key.context()))
        .flatMap(
            subject ->
                (deleted ? subject.schemas() : subject.visible())
                    .stream()
                        .filter(version -> version.schema() == key.id())
                        .map(version -> version(subject, version)))
        .toList();
  }

  /** What holds for the subject: what is set for itself, for its context, for all. */
  SchemaConfig config(SubjectName name) {
    return own(name).over(own(name.ofContext())).over(own(EVERYTHING)).over(STANDARD);
  }

  private SchemaConfig own(SubjectName name) {
    return name.qualified().isEmpty()
        ? SchemaConfig.NONE
        : subject(name).map(Subject::config).orElse(SchemaConfig.NONE);
  }

  /** What may be done with the subject. */
  RegistryMode mode(SubjectName name) {
    var everywhere = ownMode(EVERYTHING).orElse(RegistryMode.READWRITE);
    return everywhere == RegistryMode.READONLY_OVERRIDE
        ? everywhere
        : ownMode(name).or(() -> ownMode(name.ofContext())).orElse(everywhere);
  }

  Optional<RegistryMode> ownMode(SubjectName name) {
    return name.qualified().isEmpty()
        ? Optional.empty()
        : subject(name).map(Subject::mode).filter(word -> !word.isEmpty()).map(RegistryMode::of);
  }

  /** All contexts that have a subject or a setting, the standard one first. */
  List<String> contexts() {
    var contexts = new TreeSet<String>();
    contexts.add("");
    state
        .all(ResourceKind.SUBJECT)
        .forEach(
            resource -> {
              if (resource.name().startsWith(":")) {
                contexts.add(SubjectName.parse(resource.name()).context());
              }
            });
    return List.copyOf(contexts);
  }
}
