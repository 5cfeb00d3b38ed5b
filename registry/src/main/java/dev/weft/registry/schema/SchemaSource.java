package dev.weft.registry.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A schema with all that it imports.
 *
 * @param text as somebody wrote it, or as it is kept
 * @param imports the texts of the other schemas by the names under which they are imported, also
 *     those that these import in turn, each after those that it imports
 */
record SchemaSource(String text, Map<String, String> imports) {
  SchemaSource {
    imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
  }

  static SchemaSource of(String text) {
    return new SchemaSource(text, Map.of());
  }
}
