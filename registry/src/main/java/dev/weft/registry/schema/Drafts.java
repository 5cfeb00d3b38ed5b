package dev.weft.registry.schema;

import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.SchemaMetadata;
import dev.weft.model.SchemaRules;
import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes of what somebody sent the schema as it would be kept, and finds it among those kept. */
final class Drafts {
  private static final int TEXT_BYTES_MAX = 256 * 1024;
  private static final int METADATA_BYTES_MAX = 64 * 1024;
  private static final int IMPORTS_MAX = 100;
  private static final int NAME_MAX = 500;

  private final RegistryState registry;

  Drafts(RegistryState registry) {
    this.registry = registry;
  }

  /** The schema, in the context of the subject; it has no id yet. */
  SchemaText wanted(SubjectName name, Draft sent) {
    var normalize = registry.config(name).normalize().orElse(false);
    var draft = normalize ? sent.normalized() : sent;
    var text =
        draft.text().isEmpty() && !draft.isBare()
            ? latest(name).orElseThrow(() -> bad("schema", "There is no schema.", ""))
            : own(name, draft);
    var metadata = draft.metadata().orElse(SchemaMetadata.NONE);
    var rules = draft.rules().orElse(SchemaRules.NONE);
    RuleSets.check(rules);
    if (Json.bytes(metadata).length + Json.bytes(rules).length > METADATA_BYTES_MAX) {
      throw bad(
          "metadata",
          "Metadata and rules have more than " + METADATA_BYTES_MAX + " bytes.",
          "Say it shorter.");
    }
    return text.with(0, name.context()).with(metadata, rules);
  }

  private SchemaText own(SubjectName name, Draft draft) {
    var format = draft.format();
    if (draft.text().getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX) {
      throw Problem.input(
              "schema-too-large",
              Place.field("schema"),
              "The schema has more than " + TEXT_BYTES_MAX + " bytes.",
              "Split it.")
          .asException();
    }
    if (draft.imports().size() > IMPORTS_MAX) {
      throw bad(
          "references",
          "The schema has more than " + IMPORTS_MAX + " references.",
          "Write fewer files.");
    }
    var references = draft.imports().stream().map(one -> reference(name, one)).toList();
    var written =
        new SchemaText(0, format.name(), draft.text(), references, null, null, name.context(), "");
    var text = Languages.of(format).canonical(registry.source(written), draft.normalize());
    return new SchemaText(0, format.name(), text, references, null, null, name.context(), null);
  }

  /** Somebody may send metadata alone: then it is about the newest schema. */
  private Optional<SchemaText> latest(SubjectName name) {
    return registry
        .subject(name)
        .flatMap(subject -> subject.newest().map(one -> registry.version(subject, one).schema()));
  }

  private SchemaText.Reference reference(SubjectName importing, Import wanted) {
    if (wanted.name().isBlank() || wanted.name().length() > NAME_MAX) {
      throw bad("references", "A reference has no name, or too long a one.", "Name what is meant.");
    }
    var subject = SubjectName.within(importing.context(), wanted.subject());
    var found = found(subject, wanted);
    return new SchemaText.Reference(
        wanted.name(), wanted.subject(), found.version(), found.schema().id());
  }

  private Version found(SubjectName subject, Import wanted) {
    try {
      return registry.version(subject, String.valueOf(wanted.version()), false);
    } catch (ProblemException e) {
      throw bad(
          "references",
          "It refers to '" + wanted.name() + "', but: " + e.first().message(),
          "Register that first.");
    }
  }

  /**
   * The version of the subject that is this schema: of one without metadata that with this text,
   * the newest of several; else that with the same content.
   *
   * @param deleted whether hidden versions count
   */
  Optional<Version> find(Subject subject, SchemaText wanted, boolean bare, boolean deleted) {
    var versions = deleted ? subject.schemas() : subject.visible();
    Optional<Version> found = Optional.empty();
    for (var each : versions) {
      var version = registry.version(subject, each);
      if (bare ? version.schema().hasTextOf(wanted) : isSame(version.schema(), wanted)) {
        found = Optional.of(version);
      }
    }
    return found;
  }

  private static boolean isSame(SchemaText one, SchemaText wanted) {
    return one.guid().equals(wanted.guid());
  }

  private static ProblemException bad(String field, String message, String hint) {
    return Problem.input("bad-schema", Place.field(field), message, hint).asException();
  }
}
