package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.SchemaText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts together a schema and all that it imports, directly or not. */
final class SchemaSources {
  private static final int IMPORTS_MAX = 100;

  /** Finds schemas by their ids. */
  interface ById {
    Optional<SchemaText> find(String context, int id);
  }

  private final ById byId;

  SchemaSources(ById byId) {
    this.byId = byId;
  }

  /**
   * The schema with its imports.
   *
   * @throws ProblemException {@code bad-schema} when two of them have one name, or are too many
   */
  SchemaSource of(SchemaText schema) {
    Map<String, SchemaKey> seen = new HashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    collect(schema, seen, texts);
    return new SchemaSource(schema.text(), texts);
  }

  private void collect(SchemaText schema, Map<String, SchemaKey> seen, Map<String, String> texts) {
    for (var reference : schema.references()) {
      var key = SchemaKey.of(schema, reference);
      var before = seen.put(reference.name(), key);
      if (key.equals(before)) {
        continue;
      }
      if (before != null) {
        throw bad("Two different schemas are imported as '" + reference.name() + "'.");
      }
      if (seen.size() > IMPORTS_MAX) {
        throw bad("The schema imports more than " + IMPORTS_MAX + " others.");
      }
      byId.find(key.context(), key.id())
          .ifPresent(
              imported -> {
                collect(imported, seen, texts);
                texts.put(reference.name(), imported.text());
              });
    }
  }

  private static ProblemException bad(String message) {
    return Problem.input("bad-schema", Place.field("references"), message, "Write fewer files.")
        .asException();
  }
}
