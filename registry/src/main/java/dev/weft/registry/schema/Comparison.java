package dev.weft.registry.schema;

import dev.weft.model.SchemaText;
import dev.weft.model.Subject;
import java.util.List;

/** Compares a schema with those that it shall follow, as the settings of its subject say. */
final class Comparison {
  private final RegistryState registry;
  private final SubjectName name;

  Comparison(RegistryState registry, SubjectName name) {
    this.registry = registry;
    this.name = name;
  }

  /** Why the schema may not follow these versions, of which the newest is last. */
  List<String> objections(SchemaText next, List<Subject.Version> before) {
    var config = registry.config(name);
    var level = Compatibility.of(config.compatibility());
    if (level == Compatibility.NONE) {
      return List.of();
    }
    var group = config.compatibilityGroup();
    var compared =
        before.stream()
            .map(version -> registry.schema(name.context(), version.schema()).orElseThrow())
            .filter(schema -> group.isEmpty() || group(schema, group).equals(group(next, group)))
            .toList();
    if (compared.stream().anyMatch(schema -> !schema.type().equals(next.type()))) {
      return List.of("The versions before are not written in " + next.type() + ".");
    }
    return level.objections(
        Languages.of(next.type()),
        registry.source(next),
        compared.stream().map(registry::source).toList(),
        config.compatibilityPolicy().equals("LENIENT"));
  }

  private static String group(SchemaText schema, String property) {
    return schema.metadata().properties().getOrDefault(property, "");
  }
}
