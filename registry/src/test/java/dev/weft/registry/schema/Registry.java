package dev.weft.registry.schema;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.policy.CelExpressions;
import dev.weft.testing.MemoryMesh;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A registry in a mesh in memory, spoken to in few words. */
final class Registry {
  static final PrincipalId OLGA = PrincipalId.user("olga");

  final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());
  final Subjects subjects = new Subjects(mesh, new CelExpressions());
  final SchemaIndex index = new SchemaIndex(mesh);
  final SubjectSettings settings = new SubjectSettings(mesh);

  /** Registers a schema; replies its id. */
  int register(String subject, Draft draft) {
    return version(subject, draft).schema().id();
  }

  Version version(String subject, Draft draft) {
    return subjects.register(SubjectName.parse(subject), draft, OLGA);
  }

  /** Why the schema cannot follow a version. */
  List<String> objections(String subject, String version, Draft draft) {
    return subjects.objections(SubjectName.parse(subject), version, draft);
  }

  /** Sets the level of a subject; without a name, of all. */
  void level(String subject, String level) {
    set(subject, "compatibility", level);
  }

  void set(String subject, String key, String value) {
    settings.configure(name(subject), Json.object().put(key, value), OLGA);
  }

  void mode(String subject, String mode) {
    settings.setMode(name(subject), mode, false, OLGA);
  }

  List<Integer> versions(String subject, boolean deleted) {
    return subjects.versions(SubjectName.parse(subject), deleted).stream()
        .map(version -> version.number())
        .toList();
  }

  List<Integer> remove(String subject, boolean forGood) {
    return subjects.remove(SubjectName.parse(subject), forGood, OLGA);
  }

  int remove(String subject, String version, boolean forGood) {
    return subjects.remove(SubjectName.parse(subject), version, forGood, OLGA);
  }

  static Optional<SubjectName> name(String subject) {
    return subject.isEmpty() ? Optional.empty() : Optional.of(SubjectName.parse(subject));
  }
}
