package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.SchemaText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Puts together a schema and all that it imports, directly or not. */
final class SchemaSources {
  private static final int IMPORTS_MAX = 100;

  private final IntFunction<Optional<SchemaText>> byId;

  SchemaSources(IntFunction<Optional<SchemaText>> byId) {
    this.byId = byId;
  }

  /**
   * The schema with its imports.
   *
   * @throws ProblemException {@code bad-schema} when two of them have one name, or are too many
   */
  SchemaSource of(SchemaText schema) {
    Map<String, Integer> ids = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    collect(schema, ids, texts);
    return new SchemaSource(schema.text(), texts);
  }

  private void collect(SchemaText schema, Map<String, Integer> ids, Map<String, String> texts) {
    for (var reference : schema.references()) {
      var before = ids.put(reference.name(), reference.schema());
      if (before != null && before == reference.schema()) {
        continue;
      }
      if (before != null) {
        throw bad("Two different schemas are imported as '" + reference.name() + "'.");
      }
      if (ids.size() > IMPORTS_MAX) {
        throw bad("The schema imports more than " + IMPORTS_MAX + " others.");
      }
      byId.apply(reference.schema())
          .ifPresent(
              imported -> {
                texts.put(reference.name(), imported.text());
                collect(imported, ids, texts);
              });
    }
  }

  private static ProblemException bad(String message) {
    return Problem.input("bad-schema", Place.field("references"), message, "Write fewer files.")
        .asException();
  }
}
