package dev.weft.registry.schema;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import dev.weft.spi.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registers schemas under subjects. An id is given once, for one text in all subjects; ids are
 * dense. Safe for any thread.
 *
 * <p>What is refused has a code: {@code subject-not-found}, {@code version-not-found}, {@code
 * schema-not-found}, {@code bad-schema}, {@code bad-compatibility}, {@code incompatible-schema}.
 */
public final class Subjects {
  private static final int TEXT_BYTES_MAX = 256 * 1024;
  private static final int VERSIONS_MAX = 1_000;
  private static final int SCHEMAS_MAX = 50_000;

  /** The name under which the level for all subjects is kept. No subject can have it. */
  private static final String ALL = "*";

  private final MeshLog mesh;
  private final Map<RecordFormat, SchemaLanguage> languages = new EnumMap<>(RecordFormat.class);

  public Subjects(MeshLog mesh) {
    this.mesh = mesh;
    languages.put(RecordFormat.AVRO, new AvroLanguage());
    languages.put(RecordFormat.PROTOBUF, new ProtobufLanguage());
  }

  /** One version of a subject. */
  public record Version(String subject, int version, SchemaText schema) {}

  /**
   * A version of a subject that a schema imports.
   *
   * @param name the name by which the text imports it
   */
  public record Import(String name, String subject, int version) {}

  /** What somebody wants to register, or asks about. {@code type} empty means AVRO. */
  public record Draft(String type, String text, List<Import> imports) {
    public Draft {
      imports = List.copyOf(imports);
    }

    public Draft(String type, String text) {
      this(type, text, List.of());
    }

    RecordFormat format() {
      return type.isEmpty()
          ? RecordFormat.AVRO
          : Arrays.stream(RecordFormat.values())
              .filter(format -> format.name().equals(type))
              .findFirst()
              .orElseThrow(() -> unsupported(type));
    }
  }

  /** Registers a new version, or finds the one that has this text already. */
  public Version register(String subject, Draft draft, PrincipalId by) {
    var wanted = wanted(draft);
    var existing = find(mesh.state(), subject, wanted);
    return existing.isPresent()
        ? existing.get()
        : mesh.decide((state, now) -> register(state, subject, wanted, by));
  }

  private MeshLog.Decided<Version> register(
      MeshState state, String name, SchemaText wanted, PrincipalId by) {
    var existing = find(state, name, wanted);
    if (existing.isPresent()) {
      return MeshLog.Decided.nothing(existing.get());
    }
    var before = subject(state, name).orElse(new Subject(name, List.of(), ""));
    objection(state, before, wanted, versions(state, before))
        .ifPresent(
            why -> {
              throw Problem.conflict(
                      "incompatible-schema",
                      "The schema is incompatible with an earlier version of '" + name + "'.",
                      why)
                  .asException();
            });
    var schemas = state.all(ResourceKind.SCHEMA, SchemaText.class);
    if (before.schemas().size() >= VERSIONS_MAX || schemas.size() >= SCHEMAS_MAX) {
      throw Problem.conflict(
              "too-many-schemas", "There are too many schemas already.", "Reuse one of them.")
          .asException();
    }
    var schema =
        schemas.stream()
            .filter(one -> isSame(one, wanted))
            .findFirst()
            .orElse(
                new SchemaText(
                    schemas.size() + 1, wanted.type(), wanted.text(), wanted.references()));
    var ids = new ArrayList<>(before.schemas());
    ids.add(schema.id());
    var subject = new Subject(name, ids, before.compatibility());
    var details = Json.object().put("id", schema.id()).put("version", ids.size());
    return new MeshLog.Decided<>(
        List.of(
            MeshLog.Put.of(
                new ResourceKey(ResourceKind.SCHEMA, String.valueOf(schema.id())),
                Json.tree(schema),
                by),
            MeshLog.Put.of(key(name), Json.tree(subject), by)),
        List.of(),
        List.of(new AuditEvent(by, "schema.register", key(name).toString(), true, details)),
        new Version(name, ids.size(), schema));
  }

  /** The version of the subject that has this text. */
  public Version find(String subject, Draft draft) {
    existing(subject);
    return find(mesh.state(), subject, wanted(draft))
        .orElseThrow(
            () ->
                Problem.missing(
                        "schema-not-found",
                        "'" + subject + "' has no version with this schema.",
                        "")
                    .asException());
  }

  public List<String> all() {
    return mesh.state().all(ResourceKind.SUBJECT, Subject.class).stream()
        .filter(subject -> !subject.schemas().isEmpty())
        .map(Subject::name)
        .toList();
  }

  public List<Version> versions(String subject) {
    return versions(mesh.state(), existing(subject));
  }

  /**
   * @param number a number from 1, or {@code latest}
   */
  public Version version(String subject, String number) {
    var versions = versions(subject);
    if (number.equals("latest") || number.equals("-1")) {
      return versions.get(versions.size() - 1);
    }
    if (!number.matches("[1-9]\\d{0,8}")) {
      throw Problem.input(
              "bad-version", Place.field("version"), "'" + number + "' is no version.", "latest")
          .asException();
    }
    var index = Integer.parseInt(number) - 1;
    if (index >= versions.size()) {
      throw Problem.missing(
              "version-not-found", "'" + subject + "' has no version " + number + ".", "")
          .asException();
    }
    return versions.get(index);
  }

  public SchemaText schema(String id) {
    return mesh.state()
        .find(ResourceKind.SCHEMA, id, SchemaText.class)
        .orElseThrow(
            () ->
                Problem.missing("schema-not-found", "There is no schema " + id + ".", "")
                    .asException());
  }

  /** The versions of all subjects that have the schema with this id. */
  public List<Version> uses(String id) {
    var schema = schema(id);
    return all().stream()
        .flatMap(subject -> versions(subject).stream())
        .filter(version -> version.schema().id() == schema.id())
        .toList();
  }

  /** Why the schema could not follow the given version; empty when it could. */
  public Optional<String> objection(String subject, String version, Draft draft) {
    var wanted = wanted(draft);
    var before = existing(subject);
    return objection(mesh.state(), before, wanted, List.of(version(subject, version)));
  }

  /** The level for the subject by itself; empty when it has that for all. */
  public Optional<Compatibility> ownCompatibility(String subject) {
    return subject(mesh.state(), subject)
        .map(Subject::compatibility)
        .filter(word -> !word.isEmpty())
        .map(Compatibility::valueOf);
  }

  /** The level for subjects that have none of their own. */
  public Compatibility compatibility() {
    return ownCompatibility(ALL).orElse(Compatibility.BACKWARD);
  }

  /** Sets the level for one subject, or for all that have none; {@code subject} empty: all. */
  public Compatibility setCompatibility(Optional<String> subject, String level, PrincipalId by) {
    var known =
        Arrays.stream(Compatibility.values()).filter(one -> one.name().equals(level)).findFirst();
    if (known.isEmpty()) {
      throw Problem.input(
              "bad-compatibility",
              Place.field("compatibility"),
              "'" + level + "' is no compatibility level.",
              "One of " + Arrays.toString(Compatibility.values()) + ".")
          .asException();
    }
    var name = subject.orElse(ALL);
    return mesh.decide(
        (state, now) -> {
          var before = subject(state, name).orElse(new Subject(name, List.of(), ""));
          var after = new Subject(name, before.schemas(), level);
          return new MeshLog.Decided<>(
              List.of(MeshLog.Put.of(key(name), Json.tree(after), by)),
              List.of(),
              List.of(
                  new AuditEvent(
                      by,
                      "schema.compatibility",
                      key(name).toString(),
                      true,
                      Json.object().put("before", before.compatibility()).put("after", level))),
              known.get());
        });
  }

  private Optional<String> objection(
      MeshState state, Subject subject, SchemaText next, List<Version> before) {
    var level =
        Optional.of(subject.compatibility())
            .filter(word -> !word.isEmpty())
            .or(() -> subject(state, ALL).map(Subject::compatibility))
            .map(Compatibility::valueOf)
            .orElse(Compatibility.BACKWARD);
    if (level != Compatibility.NONE
        && before.stream().anyMatch(one -> !one.schema().type().equals(next.type()))) {
      return Optional.of("The versions before are not written in " + next.type() + ".");
    }
    var sources = new SchemaSources(id -> schemaOf(state, id));
    return level.objection(
        languages.get(RecordFormat.valueOf(next.type())),
        sources.of(next),
        before.stream().map(one -> sources.of(one.schema())).toList());
  }

  /** The schema as it would be kept; it has no id yet. */
  private SchemaText wanted(Draft draft) {
    var format = draft.format();
    var language = languages.get(format);
    if (language == null) {
      throw unsupported(draft.type());
    }
    if (draft.text().getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX) {
      throw bad("schema", "The schema has more than " + TEXT_BYTES_MAX + " bytes.", "Split it.");
    }
    if (!draft.imports().isEmpty() && !language.hasImports()) {
      throw bad(
          "references",
          "Schemas of type " + format + " with references to others are not supported.",
          "Write the schema in one piece.");
    }
    var references = draft.imports().stream().map(this::reference).toList();
    var written = new SchemaText(0, format.name(), draft.text(), references);
    var source = new SchemaSources(id -> schemaOf(mesh.state(), id)).of(written);
    return new SchemaText(0, format.name(), language.canonical(source), references);
  }

  private SchemaText.Reference reference(Import wanted) {
    var found = version(wanted.subject(), String.valueOf(wanted.version())).schema();
    return new SchemaText.Reference(wanted.name(), wanted.subject(), wanted.version(), found.id());
  }

  private static Optional<SchemaText> schemaOf(MeshState state, int id) {
    return state.find(ResourceKind.SCHEMA, String.valueOf(id), SchemaText.class);
  }

  private static ProblemException bad(String field, String message, String hint) {
    return Problem.input("bad-schema", Place.field(field), message, hint).asException();
  }

  private static ProblemException unsupported(String type) {
    return Problem.input(
            "bad-schema",
            Place.field("schemaType"),
            "Schemas of type '" + type + "' are not supported.",
            "Use AVRO or PROTOBUF.")
        .asException();
  }

  private static Optional<Version> find(MeshState state, String name, SchemaText wanted) {
    return subject(state, name)
        .flatMap(
            subject ->
                versions(state, subject).stream()
                    .filter(version -> isSame(version.schema(), wanted))
                    .findFirst());
  }

  private static boolean isSame(SchemaText one, SchemaText wanted) {
    return one.type().equals(wanted.type())
        && one.text().equals(wanted.text())
        && one.references().equals(wanted.references());
  }

  private static List<Version> versions(MeshState state, Subject subject) {
    var versions = new ArrayList<Version>();
    for (var id : subject.schemas()) {
      state
          .find(ResourceKind.SCHEMA, String.valueOf(id), SchemaText.class)
          .ifPresent(
              schema -> versions.add(new Version(subject.name(), versions.size() + 1, schema)));
    }
    return versions;
  }

  private Subject existing(String name) {
    return subject(mesh.state(), name)
        .filter(subject -> !subject.schemas().isEmpty())
        .orElseThrow(
            () ->
                Problem.missing("subject-not-found", "There is no subject '" + name + "'.", "")
                    .asException());
  }

  private static Optional<Subject> subject(MeshState state, String name) {
    return state.find(ResourceKind.SUBJECT, name, Subject.class);
  }

  private static ResourceKey key(String name) {
    return new ResourceKey(ResourceKind.SUBJECT, name);
  }
}
